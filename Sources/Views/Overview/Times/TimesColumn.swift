import DrainForecast
import KubernetesObjects
import ShutdownModel
import Time

extension Column {
  /// One bar a pod on a time axis that all share: hook, drain, SIGKILL, what is likely, and now.
  static let times = Column(
    id: "times", titles: [""],
    wishes: { screen, _ in
      screen >= ScreenWidth.widest
        ? [Wish(turn: 5, width: screen - (screen >= 190 ? 118 : 105))] : []
    },
    cell: PodCell { $0.drawTimes($1, $2) })

  /// The same where there is room for little else.
  static let onlyTimes = Column(
    id: "times", titles: [""], wishes: { _, _ in [Wish(turn: 90, width: 20...Int.max)] },
    cell: PodCell { $0.drawTimes($1, $2) })

  /// The columns of the view of times, from left to right.
  static let ofTimes: [Column] = [.pod, .phase, .onlyTimes, .timeLeft]

  /// The number of the countdown, or how long it took.
  static let timeLeft = Column(
    id: "time-left", titles: ["SIGKILL"], titleAlignment: .right,
    wishes: { _, _ in [Wish(turn: 0, width: 10)] },
    cell: PodCell { frame, row, range in
      guard case .running(let running) = row.pod.countdown(at: row.now) else { return }
      frame.write(
        running.text(row, row.pod.limitWords(at: row.now)?.short), row: row.line,
        before: range.upperBound,
        role: row.pod.danger(at: row.now)?.role ?? .strong)
    },
    ended: PodCell { frame, row, range in
      guard let verdict = row.pod.verdict, let used = verdict.usedSeconds else { return }
      let text = TimeSpan.seconds(used).text(of: verdict.graceSeconds)
      frame.write(
        text.cellWidth <= range.count ? text : TimeSpan.seconds(used).text, row: row.line,
        before: range.upperBound, role: .quiet)
    })
}

extension Frame {
  /// `▒▒███████░░░░┃`, and `✔` where it ended or most likely will.
  fileprivate mutating func drawTimes(_ row: PodRow, _ range: Range<Int>) {
    guard let scale = row.scale, let shutdown = row.pod.shutdown, range.count > 4 else { return }
    let glyphs = row.glyphs
    let isOver = row.pod.phase >= .exited
    let end = isOver ? row.pod.endedAt ?? scale.now : scale.now
    guard end >= scale.start else { return }
    func bar(_ from: Instant, _ to: Instant, _ scalar: Unicode.Scalar, _ role: Role) {
      guard to > from else { return }
      fill(
        scalar, row: row.line, from: scale.cell(from, in: range), to: scale.cell(to, in: range) + 1,
        role: role)
    }
    let kill = shutdown.deadline.map { $0.latestKill ?? $0.earliestKill }
    if !isOver, let kill { bar(scale.now, kill, glyphs.empty, .empty) }
    let signal = shutdown.signalAt ?? shutdown.signalDueAt ?? end
    bar(shutdown.barBegin, min(signal, end), glyphs.tail, .tail)
    let role: Role =
      if let verdict = row.pod.verdict {
        verdict.kind.role
      } else {
        row.pod.danger(at: row.now).flatMap { $0 > .notice ? $0.role : nil } ?? .gauge
      }
    // A process that is not known to have got its signal does not drain.
    bar(signal, end, row.pod.isMissingSignal ? glyphs.tail : glyphs.full, role)
    if !isOver, case .chance(let chance) = row.pod.prospect(at: scale.now),
      let doneAt = chance.doneAt, chance.limit == .ownLimit || kill.map({ doneAt < $0 }) ?? true
    {
      bar(scale.now, doneAt, glyphs.likely, .forecast)
      mark(chance.inTime >= 0.9 ? glyphs.good : glyphs.unknown, doneAt, .forecast)
    }
    if let kill, !isOver {
      fill(
        glyphs.kill, row: row.line, from: scale.cell(kill, in: range),
        to: scale.cell(kill, in: range) + 1, role: .critical)
    }
    if let kind = row.pod.verdict?.kind { mark(kind.glyph(glyphs), end, kind.role) }

    func mark(_ glyph: String, _ time: Instant, _ role: Role) {
      let place = min(scale.cell(time, in: range) + 1, range.upperBound - 1)
      write(glyph, row: row.line, column: place, role: role, limit: range.upperBound)
    }
  }

  /// The axis above the bars, and the line of now through what they leave free.
  mutating func drawTimeAxis(
    _ scale: TimeScale, _ range: Range<Int>, heading: Int, rows: Range<Int>, _ glyphs: Glyphs
  ) {
    let now = scale.cell(scale.now, in: range) - range.lowerBound
    for (seconds, column) in scale.ticks(in: range.count, apart: 9)
    where abs(column - now) > 4 || column == 0 && now > 10 {
      let text = column == 0 ? " deleted " : " \(TimeSpan.seconds(Double(seconds)).short) "
      guard column + text.cellWidth < range.count else { continue }
      write(
        text, row: heading, column: range.lowerBound + max(column - (column == 0 ? 1 : 2), -1),
        role: .label)
    }
    let column = scale.cell(scale.now, in: range)
    write(
      " now ", row: heading,
      column: min(max(column - 2, range.lowerBound - 1), range.upperBound - 5),
      role: .strong)
    for row in rows where isBlank(row: row, column: column) {
      fill(glyphs.now, row: row, from: column, to: column + 1, role: .border)
    }
  }
}
