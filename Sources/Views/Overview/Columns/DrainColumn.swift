import ShutdownModel
import Time

extension Column {
  /// The time since the drain began: since its stop signal.
  static let drain = Column(
    id: "drain", titles: ["DRAIN"], titleAlignment: .right,
    wishes: { screen, _ in screen >= ScreenWidth.roomy ? [Wish(turn: 95, width: 7)] : [] },
    cell: .text(.right) { row in
      guard let shutdown = row.pod.shutdown, row.pod.phase < .exited, !row.pod.isMissingSignal,
        let begin = shutdown.signalAt ?? (shutdown.isDrainInferred ? shutdown.signalDueAt : nil),
        row.now >= begin
      else { return nil }
      return ((row.now - begin).passedText, .plain)
    },
    ended: .empty)
}
