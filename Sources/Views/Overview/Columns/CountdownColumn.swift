import ShutdownModel
import Time

extension Column {
  /// The seconds to SIGKILL, which never go, and with room a bar before them.
  static let countdown = Column(
    id: "countdown", titles: ["TO SIGKILL", "SIGKILL"], titlesAtEnd: ["USED OF GRACE", "USED"],
    titleAlignment: .right,
    wishes: { screen, _ in
      let bar = screen >= ScreenWidth.wide && screen < ScreenWidth.widest ? 14 : 10
      return [Wish(turn: 0, width: 8), Wish(turn: 50, width: bar + 8)]
    },
    cell: PodCell { $0.drawCountdown($1, $2) }, ended: PodCell { $0.drawEnd($1, $2) })
}

extension Range<Int> {
  /// The bar's part of the countdown's column: what is left of the number and a gap.
  var bar: Range<Int>? { count > 10 ? lowerBound..<upperBound - 8 : nil }
}

extension Countdown.Running {
  /// `3.2 s`, and with a sign what is not exact: `~3.2 s`, `≤3.2 s`, `own 3.2 s`.
  func text(_ row: PodRow, _ limit: String? = nil) -> String {
    let mark = isAssumed || row.isOld ? "~" : isExact ? "" : row.glyphs.atMost
    return (limit.map { $0 + " " } ?? "") + mark + remaining.text
  }
}

extension Pod {
  /// What comes at the end of its countdown, where that is not SIGKILL or waits for something else.
  func limitWords(at now: Instant) -> (long: String, short: String)? {
    guard case .running(let running) = countdown(at: now) else { return nil }
    if running.limit == .ownLimit { return ("own limit", "own") }
    return waitsForHook(at: now) ? ("after hook", "hook") : nil
  }

  /// Its preStop hook has used up the grace and may still run: SIGKILL comes 2 s after it, so nothing counts down.
  func waitsForHook(at now: Instant) -> Bool {
    guard let deadline = shutdown?.deadline, let handover = deadline.handover, now >= handover
    else { return false }
    return deadline.remaining(at: now) >= Deadline.floor
  }
}

extension Frame {
  fileprivate mutating func drawCountdown(_ row: PodRow, _ range: Range<Int>) {
    func number(_ text: String, _ role: Role) {
      write(text, row: row.line, before: range.upperBound, role: role)
    }
    func onBar(_ text: String, _ role: Role) {
      guard let bar = range.bar else { return }
      write(text, row: row.line, column: bar.lowerBound, role: role, limit: bar.upperBound)
    }
    switch row.pod.countdown(at: row.now) {
    case .none: break
    case .unseen(let late):
      number("unseen", .warning)
      if let late { onBar("overdue \(late.short)", .warning) }
    case .past(let by):
      number(range.count >= 12 ? "due \(by.short) ago" : "+\(by.short)", .warning)
    case .overdue(let by):
      number("+\(by.short)", .critical)
      onBar("overdue", .critical)
    case .running(let running):
      let role: Role =
        switch row.pod.danger(at: row.now) {
        case _ where row.isOld: .quiet
        case .critical: .critical
        case .warning: .warning
        case .notice, nil: .gauge
        }
      let words = row.pod.limitWords(at: row.now)
      if let words {
        onBar(words.long, .warning)
      } else if let bar = range.bar {
        draw(Gauge(running), row: row.line, in: bar, role: role, row.glyphs)
      }
      // The space parts a long time from the bar, whose end it covers.
      number(
        " " + running.text(row, range.bar == nil ? words?.short : nil),
        role == .gauge ? .strong : role)
    }
  }

  /// How much of its grace it has used, once all is over with a bar, and the verdict where no other column tells it.
  fileprivate mutating func drawEnd(_ row: PodRow, _ range: Range<Int>) {
    guard let verdict = row.pod.verdict else { return }
    if row.places.range(of: .phase) == nil {
      write(
        verdict.kind.rawValue, row: row.line, column: range.lowerBound, role: verdict.kind.role,
        limit: range.upperBound)
      return
    }
    guard let used = verdict.usedSeconds else { return }
    let mark = verdict.isAssumed ? "~" : ""
    // When it was killed is what one asks of it first.
    let at = [.killed, .killedEarly].contains(verdict.kind) ? "at " : ""
    let span = TimeSpan.seconds(used)
    let ofGrace = mark + span.text(of: verdict.graceSeconds)
    let text =
      [at + ofGrace, ofGrace, at + mark + span.text].first { $0.cellWidth <= range.count }
      ?? mark + span.text
    write(text, row: row.line, before: range.upperBound, role: .quiet)
    guard row.isOver, let grace = verdict.graceSeconds, grace > 0, var bar = range.bar else {
      return
    }
    bar =
      bar
      .lowerBound..<max(min(bar.upperBound, range.upperBound - text.cellWidth - 1), bar.lowerBound)
    guard bar.count >= 4 else { return }
    draw(
      Gauge(part: used / grace), row: row.line, in: bar,
      role: verdict.kind.isKnownBad ? .lost : .quiet, row.glyphs)
  }
}
