import ShutdownModel

/// The log on the whole screen.
///
///     ── log ── 5 streams ── lines 1-20 of 312 found in 20,000 ── filter: waiting ──
///      14:02:29.1 hq9mt │ still waiting, 7 in flight
///      14:02:30.1 hq9mt │ still waiting, 7 in flight
///     ── ↑↓ select  esc back  / filter  p pause  ? help  q quit ────────────────
func logView(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let top = size.rows >= 2 ? 1 : 0
  let rows = logRows(size)
  let bottom = top + rows
  let lines = LogLines(state: state, screen: screen)
  // The filter may have left fewer lines than were scrolled.
  let most = screen.logOffset > 0 ? LogPage.mostOffset(lines, screen, size) : 0
  let offset = min(screen.logOffset, most)
  let page = LogPage(lines, offset: offset, rows: rows, screen, size)
  frame.draw(
    page.parts, rows: top..<bottom, columns: 0..<size.columns, isWrapped: screen.wrapsLog, screen,
    context.glyphs, context.zone)
  if top > 0 {
    frame.drawLogHeading(
      state, screen, row: 0, context, newer: offset, follows: .selectLast,
      position: position(page, offset: offset, lines, state))
  }
  if page.parts.isEmpty {
    let text = screen.filter.isEmpty ? "no lines yet" : "no line matches '\(screen.filter)'"
    frame.write(context.glyphs.plain(text), row: top, column: 2, role: .quiet)
  }
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  return frame
}

/// Which lines are in view, of how many.
private func position(
  _ page: LogPage, offset: Int, _ lines: LogLines, _ state: State
) -> String? {
  guard !page.parts.isEmpty else { return nil }
  let last = lines.count - offset
  let place =
    "lines \((last - page.parts.count + 1).grouped)-\(last.grouped) of \(lines.count.grouped)"
  let all = lines.known == nil ? "" : " found in \(state.log.numbers.count.grouped)"
  return " \(place)\(all) "
}

/// How many entries the log on the whole screen has room for.
func logRows(_ size: Frame.Size) -> Int {
  max(size.rows - (size.rows >= 2 ? 1 : 0) - (size.rows >= 3 ? 1 : 0), 0)
}
