import ShutdownModel

/// The log on the whole screen.
///
///     ── log ── 5 streams ─────────────────────────────────── filter: waiting ──
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
  let offset = screen.logOffset > 0 ? min(screen.logOffset, lines.mostOffset(rows)) : 0
  let entries = lines.window(rows, offset: offset)
  frame.drawLog(
    entries, rows: top..<bottom, columns: 0..<size.columns, screen, context.glyphs,
    context.zone)
  if top > 0 { frame.drawLogHeading(state, screen, row: 0, context) }
  if entries.isEmpty {
    let text = screen.filter.isEmpty ? "no lines yet" : "no line matches '\(screen.filter)'"
    frame.write(context.glyphs.plain(text), row: top, column: 2, role: .quiet)
  }
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  if offset > 0, top > 0 {
    let text = " \(offset) newer below, end follows "
    frame.write(text, row: 0, before: size.columns - 2, role: .warning)
  }
  return frame
}

/// How many entries the log on the whole screen has room for.
func logRows(_ size: Frame.Size) -> Int {
  max(size.rows - (size.rows >= 2 ? 1 : 0) - (size.rows >= 3 ? 1 : 0), 0)
}
