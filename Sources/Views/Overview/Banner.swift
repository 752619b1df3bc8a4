import RunReports
import ShutdownModel
import Time

/// One line across the screen: what a person should look at now, worst first.
struct Banner: Equatable {
  var role: Role
  var text: String

  /// The same below the first banner: one loud line is found at once, two are not.
  var subdued: Banner {
    switch role {
    case .criticalBanner: Banner(role: .critical, text: text)
    case .warningBanner: Banner(role: .warning, text: text)
    default: self
    }
  }

  /// What is not seen, then alerts, one a pod, then what the run came to, then rights that are missing.
  static func all(_ state: State) -> [Banner] {
    var alerts: [(level: Alert.Level, left: TimeSpan, text: String)] = []
    for index in state.pods.indices where !state.pods[index].alerts.isEmpty {
      let pod = state.pods[index]
      guard let alert = pod.alert, alert.level > .notice else { continue }
      let left = pod.shutdown?.deadline?.remaining(at: state.now) ?? .zero
      alerts.append((alert.level, left, pod.message(of: alert, at: state.now)))
    }
    for workload in state.workloads {
      guard let alert = workload.alerts.worst, alert.level > .notice else { continue }
      alerts.append((alert.level, .seconds(0), alert.message))
    }
    alerts.sort { ($1.level, $0.left) < ($0.level, $1.left) }
    let inputs = state.inputs.sorted { $0.key.text < $1.key.text }
    var banners: [Banner] = []
    let lost = inputs.compactMap { input, status in
      status.lostSince.map { (input: input, since: $0, reason: status.lostReason) }
    }
    // One broken connection takes all watches with it: one line says it.
    for (place, loss) in lost.enumerated()
    where lost.firstIndex(where: { $0.reason == loss.reason }) == place {
      let more = lost.count { $0.reason == loss.reason } - 1
      let what =
        loss.input == .proxy
        ? "no connection to the cluster"
        : "no data from \(loss.input.text)\(more > 0 ? " and \(more) more" : "")"
      banners.append(
        Banner(
          role: .criticalBanner,
          text: "\(what) for \((state.now - loss.since).text) "
            + "(\(loss.reason ?? "no reason given")); all below is as of \(loss.since.clock)"))
    }
    banners += alerts.map { alert in
      Banner(
        role: alert.level == .critical ? .criticalBanner : .warningBanner, text: alert.text)
    }
    if let result = result(state) { banners.append(result) }
    for (_, status) in inputs {
      banners += status.degradations.map { Banner(role: .note, text: $0) }
    }
    for (input, status) in inputs where status.discardedCount > 0 {
      banners.append(
        Banner(
          role: .note,
          text: "\(input.text): \(status.discardedCount) left out, "
            + "the last one: \(status.discardedReason ?? "")"))
    }
    return banners
  }

  /// What it came to: once nothing counts down any more, and some pods ended badly.
  private static func result(_ state: State) -> Banner? {
    guard !state.isAnyShuttingDown else { return nil }
    let verdicts = state.verdicts
    let bad = Verdict.Kind.allCases.filter { $0.isKnownBad && verdicts[$0] != nil }
    guard !bad.isEmpty else { return nil }
    let count = bad.reduce(0) { $0 + (verdicts[$1] ?? 0) }
    let all = verdicts.values.reduce(0, +)
    let pods = "\(count) of \(all) pod\(all == 1 ? "" : "s")"
    var text =
      bad == [.killed]
      ? "\(pods) \(count == 1 ? "was" : "were") killed" : "\(pods) ended badly"
    var loss = Loss()
    for index in state.pods.indices {
      if let verdict = state.pods[index].verdict { loss.add(verdict) }
    }
    if let inFlight = loss.inFlight { text += ", \(inFlight) in flight at the last poll" }
    if bad.count > 1 {
      text += ": " + bad.map { "\(verdicts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    }
    return Banner(role: .criticalBanner, text: text)
  }
}

extension State {
  /// How many pods got which verdict, over all workloads.
  var verdicts: [Verdict.Kind: Int] {
    workloads.reduce(into: [:]) { $0.merge($1.verdicts, uniquingKeysWith: +) }
  }
}
