import RunReports
import ShutdownModel
import Time

extension Banner {
  /// What it came to: once nothing counts down any more, and some pods ended badly.
  static func result(_ state: State) -> Banner? {
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

  /// How it stands where nothing needs a look; nil before anything was seen.
  static func calm(_ state: State) -> Banner? {
    let counts = DangerCounts(state)
    if counts.terminating > 0 { return draining(counts, state) }
    let verdicts = state.verdicts
    let all = verdicts.values.reduce(0, +)
    guard all > 0 else {
      guard state.isListed, !state.pods.isEmpty else { return nil }
      if case .logs = state.scope { return nil }
      return Banner(role: .quiet, text: "no pod is terminating")
    }
    let pods = "\(all) pod\(all == 1 ? "" : "s")"
    if let unknown = verdicts[.unknown] {
      return Banner(
        role: .unknown,
        text: "it is not known how \(unknown) of \(pods) ended; \(text(of: verdicts))")
    }
    guard let ended = verdicts[.ended] else {
      return Banner(role: .good, text: all == 1 ? "the pod ended clean" : "all \(pods) ended clean")
    }
    return Banner(
      role: .good,
      text: (all == 1 ? "the pod ended in time" : "all \(pods) ended in time")
        + (ended == all ? "; the work in flight was not measured" : ": \(text(of: verdicts))"))
  }

  private static func draining(_ counts: DangerCounts, _ state: State) -> Banner {
    let pods = "\(counts.terminating) pod\(counts.terminating == 1 ? "" : "s") terminating"
    if counts.open == 0 {
      return Banner(
        role: .good,
        text: counts.terminating == 1
          ? "\(pods), and it is expected to finish in time"
          : "\(pods), all expected to finish in time")
    }
    var soonest: TimeSpan?
    for index in state.pods.indices where state.pods[index].isShuttingDown {
      guard case .running(let running) = state.pods[index].countdown(at: state.now) else {
        continue
      }
      soonest = min(soonest ?? running.remaining, running.remaining)
    }
    let kill = soonest.map { "; the first SIGKILL comes in \($0.text) at the earliest" } ?? ""
    return Banner(role: .quiet, text: pods + kill)
  }

  private static func text(of verdicts: [Verdict.Kind: Int]) -> String {
    Verdict.Kind.allCases.compactMap { kind in verdicts[kind].map { "\($0) \(kind.rawValue)" } }
      .joined(separator: ", ")
  }
}

extension State {
  /// How many pods got which verdict, over all workloads.
  var verdicts: [Verdict.Kind: Int] {
    workloads.reduce(into: [:]) { $0.merge($1.verdicts, uniquingKeysWith: +) }
  }
}
