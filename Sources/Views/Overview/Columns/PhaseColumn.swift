import ShutdownModel

extension Column {
  /// The pod's phase in a word, why it does not start, and its verdict when it has ended.
  static let phase = Column(
    id: "phase", titles: ["PHASE"],
    wishes: { screen, _ in
      [Wish(turn: 10, width: 9)] + (screen >= ScreenWidth.usual ? [Wish(turn: 15, width: 11)] : [])
    },
    cell: PodCell { frame, row, range in
      let (word, role) = row.pod.phaseWord
      // Nothing is counted of a pod that does not start: its reason may reach on.
      let end =
        row.pod.stallReason == nil
        ? range.upperBound : row.places.range(of: .inFlight)?.upperBound ?? range.upperBound
      frame.write(
        row.glyphs.plain(word).fitted(end - range.lowerBound, mark: row.glyphs.cut), row: row.line,
        column: range.lowerBound, role: role, limit: end)
    },
    ended: PodCell { frame, row, range in
      guard let kind = row.pod.verdict?.kind else { return }
      // `killed-early` is longer than any phase.
      frame.write(
        kind.rawValue, row: row.line, column: range.lowerBound, role: kind.role,
        limit: range.lowerBound + 12)
    })
}
