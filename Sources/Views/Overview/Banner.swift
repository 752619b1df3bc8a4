import KubernetesObjects
import ShutdownModel
import Time

/// One line across the screen: what a person should look at now, worst first.
struct Banner: Equatable {
  var role: Role
  var text: String
  /// It tells of what is over, not of what is about to come.
  var isResult = false

  /// The same below the first banner: one loud line is found at once, two are not.
  var subdued: Banner {
    switch role {
    case .criticalBanner: Banner(role: .critical, text: text)
    case .warningBanner: Banner(role: .warning, text: text)
    default: self
    }
  }

  /// Its sign, so that no meaning is in the colour alone.
  func glyph(_ glyphs: Glyphs) -> String {
    switch role {
    case .criticalBanner where isResult: glyphs.bad
    case .criticalBanner, .critical: glyphs.alarm
    case .warningBanner, .warning: glyphs.warning
    case .lost: glyphs.bad
    case .good: glyphs.good
    case .unknown: glyphs.unknown
    default: " "
    }
  }

  /// What is not seen, then alerts, one a pod, then what the run came to, then rights that are missing;
  /// where there is nothing of the kind, how it stands.
  static func all(
    _ state: State, _ screen: ScreenState, zone: ClockZone = .utc
  ) -> [Banner] {
    var banners = [screen.present].compactMap { $0 } + blind(state, zone)
    banners += alerts(state, isShort: !screen.showsFullNames)
    if let result = result(state) { banners.append(result) }
    banners += degradations(state)
    return banners.isEmpty ? [calm(state)].compactMap { $0 } : banners
  }

  /// What is not seen.
  private static func blind(_ state: State, _ zone: ClockZone) -> [Banner] {
    let inputs = state.inputs.sorted { $0.key.text < $1.key.text }
    let lost = inputs.compactMap { input, status in
      status.lostSince.map { (input: input, since: $0, reason: status.lostReason) }
    }
    .filter { state.now - $0.since >= Banner.blinkLasts }
    // One broken connection takes all watches with it: one line says it.
    let isCutOff = lost.contains { $0.input == .proxy }
    let told = lost.enumerated().filter { place, loss in
      if isCutOff { return loss.input == .proxy }
      return lost.firstIndex { $0.reason == loss.reason } == place
    }
    return told.map { _, loss in
      let more = lost.count { $0.reason == loss.reason } - 1
      let what =
        loss.input == .proxy
        ? "no connection to the cluster"
        : "no data from \(loss.input.text)\(more > 0 ? " and \(more) more" : "")"
      return Banner(
        role: .criticalBanner,
        text: "\(what) for \((state.now - loss.since).text); all below is as of "
          + "\(zone.clock(loss.since)) (\(loss.reason ?? "no reason given"))")
    }
  }

  /// A watch that is opened anew within it was not missed.
  private static let blinkLasts = TimeSpan.seconds(1)

  private static func alerts(_ state: State, isShort: Bool) -> [Banner] {
    var alerts: [(level: Alert.Level, isEmpty: Bool, left: TimeSpan, text: String)] = []
    for index in state.pods.indices where !state.pods[index].alerts.isEmpty {
      guard let alert = state.pods[index].alert, alert.level > .notice else { continue }
      let pod = state.pods[index]
      let text = pod.message(of: alert, at: state.now)
      alerts.append(
        (
          alert.level, pod.inFlight == 0, pod.timeLeft(at: state.now) ?? .zero,
          isShort ? text.replacing(pod.object.name, with: pod.shortName) : text
        ))
    }
    for workload in state.workloads {
      guard let alert = workload.alerts.worst, alert.level > .notice else { continue }
      // What happens to pods within seconds comes first.
      alerts.append(
        (
          alert.level, false, TimeSpan(nanoseconds: .max),
          workload.message(of: alert, at: state.now)
        ))
    }
    // A pod with nothing in flight loses nothing.
    alerts.sort {
      ($1.level, $0.isEmpty ? 1 : 0, $0.left) < ($0.level, $1.isEmpty ? 1 : 0, $1.left)
    }
    return alerts.map {
      Banner(role: $0.level == .critical ? .criticalBanner : .warningBanner, text: $0.text)
    }
  }

  private static func degradations(_ state: State) -> [Banner] {
    let inputs = state.inputs.sorted { $0.key.text < $1.key.text }
    return inputs.flatMap { $0.value.degradations.map { Banner(role: .warning, text: $0) } }
      + inputs.compactMap { input, status in
        guard status.discardedCount > 0 else { return nil }
        return Banner(
          role: .note,
          text: "\(input.text): \(status.discardedCount) left out, "
            + "the last one: \(status.discardedReason ?? "")")
      }
  }
}

extension Pod {
  /// To what comes first, SIGKILL or its own limit; nil where nothing counts down.
  func timeLeft(at now: Instant) -> TimeSpan? {
    switch countdown(at: now) {
    case .running(let running): running.remaining
    case .overdue(let by): .zero - by
    case .past, .unseen: .zero
    case .none: nil
    }
  }
}

extension State {
  /// What is left to those pods whose countdown runs, in no order.
  func timesLeft(where isWanted: (Pod) -> Bool = { _ in true }) -> [TimeSpan] {
    pods.indices.compactMap { index in
      guard pods[index].isShuttingDown, isWanted(pods[index]),
        case .running(let running) = pods[index].countdown(at: now)
      else { return nil }
      return running.remaining
    }
  }
}

extension Frame {
  /// Banners in the rows that are kept for them; the last row says how many more there are.
  mutating func draw(_ banners: [Banner], rows: Range<Int>, _ glyphs: Glyphs) {
    for (place, (row, banner)) in zip(rows, banners).enumerated() {
      let banner = place == 0 ? banner : banner.subdued
      let hidden = place + 1 == rows.count ? banners.count - rows.count : 0
      let more = hidden > 0 ? "  +\(hidden) more " : ""
      paint(row: row, role: banner.role)
      let text = " \(banner.glyph(glyphs)) \(glyphs.plain(banner.text))"
      write(
        text.fitted(size.columns - more.cellWidth, mark: glyphs.cut), row: row, column: 0,
        role: banner.role)
      write(more, row: row, before: size.columns, role: banner.role)
    }
  }
}
