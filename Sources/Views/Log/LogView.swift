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
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  let top = size.rows >= 2 ? 1 : 0
  let lines = LogLines(state: state, screen: screen)
  let entries = lines.window(max(bottom - top, 0), offset: screen.logOffset)
  frame.drawLog(entries, rows: top..<max(bottom, top), screen, context.glyphs)
  if top > 0 { frame.drawLogHeading(state, screen, row: 0, context) }
  if entries.isEmpty {
    let text = screen.filter.isEmpty ? "no lines yet" : "no line matches '\(screen.filter)'"
    frame.write(context.glyphs.plain(text), row: top, column: 2, role: .quiet)
  }
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  if screen.logOffset > 0, top > 0 {
    let text = " \(screen.logOffset) newer below, end follows "
    frame.write(text, row: 0, before: size.columns - 2, role: .warning)
  }
  return frame
}
