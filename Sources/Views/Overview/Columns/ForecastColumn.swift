import ShutdownModel

extension Column {
  /// Whether a pod will be done in time: `✖ late 7 s   3 %`, or the chance alone.
  static let forecast = Column(
    id: "forecast", titles: ["FORECAST", "DONE?"],
    wishes: { screen, _ in
      let sentence = Wish(turn: 80, width: 17, leaving: 1)
      return [Wish(turn: 60, width: 6)] + (screen >= ScreenWidth.roomy ? [sentence] : [])
    },
    cell: PodCell { frame, row, range in
      guard row.pod.phase < .exited,
        let words = ForecastWords(row.pod.prospect(at: row.now), at: row.now)
      else { return }
      frame.write(
        words.glyph(row.glyphs), row: row.line, column: range.lowerBound, role: words.role,
        limit: range.upperBound)
      if range.count > 6 {
        frame.write(
          words.when, row: row.line, column: range.lowerBound + 2,
          limit: range.upperBound - words.percent.count)
      }
      frame.write(words.percent, row: row.line, before: range.upperBound, role: words.role)
    },
    ended: .empty)
}
