import ShutdownModel
import Time

extension Column {
  /// The time since the deletion was asked.
  static let drain = Column(
    id: "drain", titles: ["DRAIN"], titleAlignment: .right,
    wishes: { screen, _ in screen >= ScreenWidth.roomy ? [Wish(turn: 95, width: 7)] : [] },
    cell: .text(.right) { row in
      guard let shutdown = row.pod.shutdown, row.pod.phase < .exited else { return nil }
      let begin = shutdown.asked.map { max($0, shutdown.deadline?.begin ?? $0) } ?? shutdown.seenAt
      return ((row.now - begin).passedText, .plain)
    },
    ended: .empty)
}
