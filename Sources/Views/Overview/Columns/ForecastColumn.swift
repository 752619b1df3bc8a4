import ShutdownModel

extension Column {
  /// Whether a pod will be done in time: `✖ late 7 s   3 %`, or the chance alone.
  static let forecast = Column(
    id: "forecast", titles: ["DONE IN TIME?", "DONE?"], titlesAtEnd: ["HOW IT ENDED", "ENDED"],
    wishes: { screen, _ in
      [Wish(turn: 60, width: 6)]
        + (screen >= ScreenWidth.usual ? [Wish(turn: 80, width: 17)] : [])
    },
    cell: PodCell { frame, row, range in
      if row.pod.isUnjudged {
        let text = range.count > 14 ? "not judged yet" : row.glyphs.unknown
        frame.write(text, row: row.line, column: range.lowerBound, role: .unknown)
        return
      }
      guard row.pod.phase < .exited,
        let words = ForecastWords(
          row.pod.prospect(at: row.now), danger: row.pod.danger(at: row.now), at: row.now)
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
    ended: PodCell { frame, row, range in
      guard let verdict = row.pod.verdict else { return }
      let code = verdict.exitCode.map { "exit \($0)" } ?? ""
      // Why, where no column of its own says it.
      let why = row.places.range(ofID: Column.note.id) == nil ? row.pod.endBrief : nil
      frame.write(
        why ?? code, row: row.line, column: range.lowerBound, role: .quiet, limit: range.upperBound)
    })
}
