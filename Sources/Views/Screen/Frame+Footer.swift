import ShutdownModel

extension Frame {
  /// The last row: what is being typed, or the keys that matter here.
  ///
  /// - Parameter below: how many lines of the view stand below its last row.
  mutating func drawFooter(
    _ screen: ScreenState, _ context: ScreenContext, row: Int, below: Int = 0
  ) {
    linesBelow = below
    let glyphs = context.glyphs
    if case .filter(let text) = screen.typing {
      let column = write(" filter: ", row: row, column: 0, role: .label)
      let end = write(glyphs.plain(text), row: row, column: column, role: .input)
      cursor = (row, min(end, max(size.columns - 1, 0)))
      if let problem = screen.textFilter.problem {
        let text = "  searched as plain text: \(glyphs.plain(problem))"
        write(
          text.fitted(max(size.columns - end, 0), mark: glyphs.cut), row: row, column: end,
          role: .warning)
      } else {
        write("  enter keeps it, esc drops it", row: row, column: end, role: .quiet)
      }
      return
    }
    fill(glyphs.horizontal, row: row, role: .border)
    if !screen.notice.isEmpty {
      let text = " \(glyphs.plain(screen.notice)) "
      write(
        text.fitted(max(size.columns - 4, 0), mark: glyphs.cut), row: row, column: 2, role: .note)
      return
    }
    let right = below > 0 ? (" \(below) more below ", .note) : noticeOfTime(screen, context)
    let end = size.columns - 1 - (right.map { $0.text.cellWidth + 1 } ?? 0)
    var column = 2
    for intent in Frame.hints(screen.view) {
      guard let symbol = symbol(of: intent, context),
        let hint = intent == .open && !screen.isTable ? "evidence" : intent.hint
      else { continue }
      guard column + symbol.cellWidth + hint.cellWidth + 3 <= end else { break }
      let start = column
      column = write(" \(symbol)", row: row, column: column, role: .key)
      column = write(" \(hint) ", row: row, column: column, role: .quiet)
      add(.intent(intent), row: row, from: start, to: column)
    }
    if let right { write(right.text, row: row, before: size.columns - 1, role: right.role) }
  }

  /// That another moment than now is shown.
  private func noticeOfTime(
    _ screen: ScreenState, _ context: ScreenContext
  ) -> (text: String, role: Role)? {
    guard let timeline = screen.timeline, !timeline.isReplay else { return nil }
    let key = context.keymap.symbol(of: .pause, context.glyphs) ?? ""
    return (" \(timeline.isPlaying ? "the past" : "held"); \(key) is now ", .warning)
  }

  private func symbol(of intent: Intent, _ context: ScreenContext) -> String? {
    let glyphs = context.glyphs
    guard let next = context.keymap.symbol(of: intent, glyphs) else { return nil }
    guard intent == .selectNext, let previous = context.keymap.symbol(of: .selectPrevious, glyphs)
    else { return next }
    return glyphs.isASCII ? "\(previous)/\(next)" : previous + next
  }

  private static func hints(_ view: ScreenState.View) -> [Intent] {
    switch view {
    case .overview:
      [.selectNext, .open, .findings, .log, .times, .report, .filter, .help, .quit, .pause]
    case .times: [.selectNext, .open, .back, .findings, .log, .report, .pause, .help, .quit]
    case .pod: [.selectNext, .open, .back, .findings, .log, .copy, .pause, .help, .quit]
    case .log: [.selectNext, .back, .filter, .pause, .help, .quit]
    case .findings: [.selectNext, .open, .back, .copy, .filter, .pause, .help, .quit]
    case .report: [.selectNext, .back, .save, .findings, .log, .pause, .help, .quit]
    case .help: [.selectNext, .back, .quit]
    case .command: [.selectNext, .back, .filter, .pause, .help, .quit]
    }
  }
}
