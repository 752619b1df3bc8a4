import ShutdownModel

/// Every key, from the keymap itself, and what the signs of the table mean.
func helpView(
  _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  let keys = Intent.allCases.map { intent in
    (context.keymap.text(of: intent, glyphs), intent.help)
  }
  let signs = helpSigns(glyphs)
  let keyWidth = max(keys.map { $0.0.cellWidth }.max() ?? 0, 6)
  let isWide = size.columns >= ScreenWidth.wide
  let left = isWide ? size.columns / 2 - 2 : size.columns
  var lines: [(row: Int, column: Int, key: String, text: String, role: Role)] = []
  for (index, key) in keys.enumerated() {
    lines.append((index + 1, 2, key.0, key.1, .key))
  }
  for (index, sign) in signs.enumerated() {
    let row = isWide ? index + 1 : keys.count + 2 + index
    lines.append((row, isWide ? left + 2 : 2, sign.0, sign.1, .strong))
  }
  let last = lines.map(\.row).max() ?? 0
  let scroll = min(screen.scroll, max(last + 1 - bottom, 0))
  for line in lines where line.row >= scroll && line.row - scroll < bottom {
    let row = line.row - scroll
    let width = line.column > 2 || !isWide && line.row > keys.count ? 12 : keyWidth
    frame.write(line.key, row: row, column: line.column, role: line.role)
    frame.write(
      line.text, row: row, column: line.column + width + 2, role: .plain,
      limit: line.column == 2 ? left : size.columns)
  }
  if scroll == 0, bottom > 0 {
    frame.fill(glyphs.horizontal, row: 0, role: .border)
    frame.write(" lastcall: keys ", row: 0, column: 2, role: .title)
    if isWide { frame.write(" what the table says ", row: 0, column: left + 2, role: .title) }
  }
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  return frame
}

private func helpSigns(_ glyphs: Glyphs) -> [(String, String)] {
  [
    ("TO SIGKILL", "time until the kubelet sends SIGKILL; it may pause, it never goes up"),
    ("\(glyphs.atMost)", "a preStop hook of unknown length is running: up to 2 s later"),
    ("~", "assumed: attach sees no pod object, only the status"),
    ("unseen", "the kubelet has not seen the deletion yet: no countdown"),
    ("+3s", "past its SIGKILL, and a container still shows as running"),
    ("FORECAST", "the chance that its work is done before SIGKILL, and when"),
    ("DRAIN", "time since the deletion request"),
    ("3s old", "age of the newest count; a missed poll is a gap, not a zero"),
    ("preStop", "deletion requested, its preStop hook runs"),
    ("draining", "the signal was seen by status or log, or is inferred"),
    ("serving", "terminating, and still in the service"),
    ("\(glyphs.good) clean", "ended, with nothing in flight at the last poll"),
    ("\(glyphs.dash) ended", "exit 0 or 143 in time; its in-flight work was not measured"),
    ("\(glyphs.bad) killed", "SIGKILL at the end of its grace period"),
    ("\(glyphs.bad) killed-early", "SIGKILL well before it: not the kubelet's deadline"),
    ("\(glyphs.bad) cut", "ended by itself with work in flight"),
    ("\(glyphs.bad) timed-out", "gave up by its own limit with work left"),
    ("\(glyphs.bad) vanished", "the object went while a container still ran"),
    ("\(glyphs.unknown) unknown", "its end was not seen, or nothing says what became of the work"),
  ]
}
