import ShutdownModel
import Time

extension Column {
  /// The time since the deletion was asked; of a pod that has ended, how much it used of its grace.
  static let drain = Column(
    id: "drain", titles: ["DRAIN"], wishes: { _, _ in [Wish(turn: 40, width: 7)] },
    cell: .text(.right) { row in
      guard let shutdown = row.pod.shutdown, row.pod.phase < .exited else { return nil }
      let begin = shutdown.asked.map { max($0, shutdown.deadline?.begin ?? $0) } ?? shutdown.seenAt
      return (max(row.now - begin, .zero).text, .plain)
    },
    ended: PodCell { $0.drawUsed($1, $2) })
}

extension Frame {
  fileprivate mutating func drawUsed(_ row: PodRow, _ range: Range<Int>) {
    guard let verdict = row.pod.verdict, let used = verdict.usedSeconds else { return }
    let grace = verdict.graceSeconds.map { " of \(TimeSpan.seconds($0).text)" } ?? ""
    let mark = verdict.isAssumed ? "~" : ""
    // There is no bar any more, so its place is free.
    let countdown = row.places.range(of: .countdown)
    write(
      mark + TimeSpan.seconds(used).text + grace, row: row.line, column: range.lowerBound + 1,
      role: .quiet, limit: (countdown.map { $0.bar ?? $0 } ?? range).upperBound)
  }
}
