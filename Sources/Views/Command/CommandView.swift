/// What a command for the selected pod has written.
///
///     ── describe ── exit 0 ─────────────────────────────── lines 1-20 of 64 ──
///      kubectl --context shop -n shop describe pod web-5d68-hq9mt
///      Name:             web-5d68-hq9mt
///      Namespace:        shop
///     ── ↑↓ select  esc back  / filter  ? help  q quit ────────────────────────
func commandView(_ screen: ScreenState, _ context: ScreenContext, size: Frame.Size) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let rows = commandRows(size)
  let lines = CommandLines(screen)
  let scroll = min(screen.scroll, lines.mostScroll(rows.count, isWrapped: screen.wrapsLog))
  var filter = screen.textFilter
  var (row, index) = (rows.lowerBound, scroll)
  while row < rows.upperBound, index < lines.count {
    let text = MarkedText(lines[index], &filter)
    let parts =
      screen.wrapsLog
      ? text.parts(cells: size.columns - 1) : [text.dropFirst(screen.leftColumn)]
    if !screen.wrapsLog { frame.markLeft(of: text, screen, row: row, column: 0, glyphs) }
    for part in parts.prefix(rows.upperBound - row) {
      frame.write(part, of: text, row: row, column: 1, end: size.columns, role: .plain, glyphs)
      row += 1
    }
    index += 1
  }
  if lines.count == 0, let row = rows.first {
    frame.write(glyphs.plain(emptyText(screen)), row: row, column: 1, role: .quiet)
  }
  if rows.lowerBound > 0 {
    frame.drawCommandHeading(
      screen, lines: lines.count > 0 ? scroll + 1...max(index, scroll + 1) : nil, lines.count,
      glyphs)
  }
  if rows.lowerBound > 1, let words = screen.command?.words {
    frame.write(
      glyphs.plain(words.joined(separator: " ")).fitted(size.columns - 1, mark: glyphs.cut),
      row: 1, column: 1, role: .quiet)
  }
  if rows.upperBound < size.rows { frame.drawFooter(screen, context, row: rows.upperBound) }
  return frame
}

/// The rows for the output.
func commandRows(_ size: Frame.Size) -> Range<Int> {
  let top = size.rows >= 6 ? 2 : size.rows >= 2 ? 1 : 0
  return top..<max(size.rows - (size.rows >= 3 ? 1 : 0), top)
}

private func emptyText(_ screen: ScreenState) -> String {
  guard let command = screen.command else { return "no command was run" }
  guard command.lines.isEmpty else { return "no line matches '\(screen.filter)'" }
  return switch command.end {
  case .notStarted(let reason): reason
  case nil: "no output yet"
  default: "no output"
  }
}

extension Frame {
  fileprivate mutating func drawCommandHeading(
    _ screen: ScreenState, lines: ClosedRange<Int>?, _ count: Int, _ glyphs: Glyphs
  ) {
    fill(glyphs.horizontal, row: 0, role: .border)
    guard let command = screen.command else { return }
    var column = write(" \(glyphs.plain(command.name)) ", row: 0, column: 2, role: .title) + 2
    let (text, role) = command.endWords
    column = write(" \(text) ", row: 0, column: column, role: role) + 1
    var end = size.columns - 2
    let place = lines.map {
      " lines \($0.lowerBound.grouped)-\($0.upperBound.grouped) of \(count.grouped) "
    }
    for (text, role) in [(screen.textFilter.heading, Role.note), (place, .quiet)] {
      guard let text, end - text.cellWidth > column else { continue }
      write(glyphs.plain(text), row: 0, before: end, role: role)
      end -= text.cellWidth + 2
    }
  }
}

extension CommandOutput {
  /// What became of it, in a word or two.
  fileprivate var endWords: (text: String, role: Role) {
    switch end {
    case nil: ("running", .busy)
    case .exited(0): ("exit 0", .good)
    case .exited(let code): ("exit \(code)", .critical)
    case .overran(let seconds): ("stopped after \(seconds) s", .warning)
    case .wroteTooMuch(let bytes): ("cut off at \(bytes / 1_000_000) MB", .warning)
    case .notStarted: ("not started", .critical)
    }
  }
}
