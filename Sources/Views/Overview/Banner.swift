import DrainForecast
import KubernetesObjects
import ShutdownModel
import Time

/// One line across the screen: what a person should look at now, worst first.
struct Banner: Equatable {
  var role: Role
  var text: String
  /// It is about what is over, not of what is about to come.
  var isResult = false

  /// The same below the first banner: one loud line is found at once, two are not.
  var subdued: Banner {
    switch role {
    case .criticalBanner: Banner(role: .critical, text: text)
    case .warningBanner: Banner(role: .warning, text: text)
    default: self
    }
  }

  /// The column its text begins in, behind its sign.
  fileprivate func indent(_ glyphs: Glyphs) -> Int { glyph(glyphs).cellWidth + 2 }

  /// What a person in another view has to know: the worst of what is in danger, not seen or lost.
  static func danger(
    _ state: State, _ screen: ScreenState, zone: ClockZone
  ) -> Banner? {
    all(state, screen, zone: zone).first { [.criticalBanner, .warningBanner].contains($0.role) }
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
    if let result = result(state) { banners += [result] + [firstStep(state)].compactMap { $0 } }
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
    let reported = lost.enumerated().filter { place, loss in
      if isCutOff { return loss.input == .proxy }
      return lost.firstIndex { $0.reason == loss.reason } == place
    }
    return reported.map { _, loss in
      let more = lost.count { $0.reason == loss.reason } - 1
      let what =
        loss.input == .proxy
        ? "no connection to the cluster"
        : "no data from \(loss.input.text)\(more > 0 ? " and \(more) more" : "")"
      return Banner(
        role: .criticalBanner,
        text: "\(what) for \((state.now - loss.since).text); \(loss.reason ?? "no reason given"); "
          + "all below is as of \(zone.clock(loss.since))")
    }
  }

  /// A watch that is opened anew within it was not missed.
  private static let blinkLasts = TimeSpan.seconds(1)

  private static func alerts(_ state: State, isShort: Bool) -> [Banner] {
    var alerts: [(level: Alert.Level, urgency: Int64, text: String)] = []
    for index in state.pods.indices where state.pods[index].isDangerous {
      let pod = state.pods[index]
      guard let danger = pod.danger(at: state.now), danger > .notice else { continue }
      let alert = pod.alert.flatMap { $0.level > .notice ? $0 : nil }
      let text = alert.map { pod.message(of: $0, at: state.now) } ?? pod.dangerText(at: state.now)
      alerts.append(
        (
          danger, pod.urgency(at: state.now),
          isShort ? text.replacing(pod.object.name, with: pod.shortName) : text
        ))
    }
    for workload in state.workloads {
      guard let alert = workload.alerts.worst, alert.level > .notice else { continue }
      // What happens to pods within seconds comes first.
      alerts.append(
        (
          alert.level, .max,
          workload.message(of: alert, at: state.now)
        ))
    }
    alerts.sort { ($1.level, $0.urgency) < ($0.level, $1.urgency) }
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
  /// It may be in danger.
  fileprivate var isDangerous: Bool { isShuttingDown || !alerts.isEmpty }

  /// What it counts as in danger for, where no alert says it yet.
  fileprivate func dangerText(at now: Instant) -> String {
    let prospect = prospect(at: now)
    switch prospect {
    case .chance(let chance):
      let (percent, count) = (Int((chance.inTime * 100).rounded()), inFlight ?? 0)
      let end = chance.limit == .kill ? "SIGKILL" : "its own limit"
      return "\(object.name): \(percent) % chance to finish before \(end), \(count) in flight"
    case .gaveUp: return "\(object.name): gave up by its own limit"
    default: return "\(object.name): no reaction to its stop signal"
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
  /// Banners in the rows that are kept for them: one that is too long goes on in a row that is free; the last
  /// row says how many more there are.
  mutating func draw(_ banners: [Banner], rows: Range<Int>, _ glyphs: Glyphs) {
    var row = rows.lowerBound
    var free = rows.count - banners.count
    for (place, banner) in banners.enumerated() where row < rows.upperBound {
      let banner = place == 0 ? banner : banner.subdued
      let parts = banner.text.wrapped(max(size.columns - banner.indent(glyphs) - 1, 8), indent: 0)
      if parts.count > 1, parts.count - 1 <= free {
        for (number, part) in parts.enumerated() {
          draw(banner, part, isFirst: number == 0, row: row, before: size.columns, glyphs)
          row += 1
        }
        free -= parts.count - 1
        continue
      }
      let isLast = row + 1 == rows.upperBound
      let hidden = isLast ? banners.count - place - 1 : 0
      let more = hidden > 0 ? "  +\(hidden) more " : ""
      draw(banner, row: row, before: size.columns - more.cellWidth, glyphs)
      paint(row: row, role: banner.role, from: size.columns - more.cellWidth)
      write(more, row: row, before: size.columns, role: banner.role)
      row += 1
    }
  }

  /// One banner in what there is of a row: what matters least of it goes first.
  mutating func draw(_ banner: Banner, row: Int, before end: Int, _ glyphs: Glyphs) {
    let text = glyphs.plain(banner.text).fittedByClause(
      end - banner.indent(glyphs) - 1, mark: glyphs.cut)
    draw(banner, text, isFirst: true, row: row, before: end, glyphs)
  }

  private mutating func draw(
    _ banner: Banner, _ text: String, isFirst: Bool, row: Int, before end: Int, _ glyphs: Glyphs
  ) {
    fill(" ", row: row, from: 0, to: end, role: banner.role)
    if isFirst { write(banner.glyph(glyphs), row: row, column: 1, role: banner.role, limit: end) }
    write(
      glyphs.plain(text), row: row, column: banner.indent(glyphs), role: banner.role, limit: end)
  }
}
