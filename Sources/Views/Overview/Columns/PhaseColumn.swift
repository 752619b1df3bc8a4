import ShutdownModel

extension Column {
  /// The pod's phase in a word, and its verdict when it has ended.
  static let phase = Column(
    id: "phase", titles: ["PHASE"], wishes: { _, _ in [Wish(turn: 10, width: 9)] },
    cell: .text { $0.pod.phaseWord },
    ended: PodCell { frame, row, range in
      guard let kind = row.pod.verdict?.kind else { return }
      // `killed-early` is longer than any phase.
      frame.write(
        kind.rawValue, row: row.line, column: range.lowerBound, role: kind.role,
        limit: range.lowerBound + 12)
    })
}
