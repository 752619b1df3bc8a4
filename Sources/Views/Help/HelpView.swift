import ShutdownModel

/// The keys, as the keymap has them, and what the signs of the table mean: two columns, or one below the
/// other where it is narrow.
func helpView(
  _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  let keys = HelpEntry.keys.map { $0.line(context) } + HelpEntry.commands(context)
  let signs = HelpEntry.signs(glyphs)
  let isTwo = size.columns >= ScreenWidth.usual
  let middle = isTwo ? size.columns / 2 - 1 : size.columns
  let rows = isTwo ? max(keys.count, signs.count) : keys.count + signs.count + 1
  let room = max(bottom - 1, 0)
  let scroll = min(screen.scroll, max(rows - room, 0))
  frame.fill(glyphs.horizontal, row: 0, role: .border)
  frame.write(" keys ", row: 0, column: 2, role: .title)
  if isTwo { frame.write(" signs ", row: 0, column: middle + 1, role: .title) }
  func draw(_ lines: [(key: String, text: String)], from first: Int, _ left: Int, _ right: Int) {
    let width = lines.map { $0.key.cellWidth }.max() ?? 0
    for (index, line) in lines.enumerated() {
      let row = first + index - scroll + 1
      guard (1..<max(bottom, 1)).contains(row) else { continue }
      frame.write(line.key, row: row, column: left, role: .key, limit: right)
      frame.write(
        line.text.fitted(right - left - width - 2, mark: glyphs.cut), row: row,
        column: left + width + 2, limit: right)
    }
  }
  draw(keys, from: 0, 2, middle - 1)
  draw(signs, from: isTwo ? 0 : keys.count + 1, isTwo ? middle + 1 : 2, size.columns)
  if bottom < size.rows {
    frame.drawFooter(screen, context, row: bottom, below: rows - scroll - room)
  }
  return frame
}
