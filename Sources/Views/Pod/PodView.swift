import KubernetesObjects
import ShutdownModel
import Time

/// Everything about one pod.
///
///     ── web-5d68-hq9mt ── deployment/web ── old ──────────────── draining 15.9 s ──
///      SIGKILL   in 4.1 s                                        ███▍▒░░░░░░░
///      IN FLIGHT 7, seen 0.3 s ago
///      12 │⣿⣿⣶⣤                                                                ┊ SIGKILL
///       0 │⣿⣿⣿⣿⣿⣶⣤⣀                                                            ┊
///         └deleted──SIGTERM─────5s───────────now──────────────15s──────────────────────
///      WHY   the requests take longer than the grace
///      FIX   terminationGracePeriodSeconds: 30
///      CONTAINERS  web  running  TERM  preStop exec
///      EVENTS      14:02:15Z Killing  Stopping container web
func podView(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  guard let uid = screen.selection(state), let pod = state.pod(uid) else {
    frame.write("no pod is selected", row: 0, column: 2, role: .quiet)
    if size.rows >= 3 { frame.drawFooter(screen, context, row: size.rows - 1) }
    return frame
  }
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  frame.drawPodTitle(pod, state, row: 0, glyphs)
  let text = PodText(
    pod: pod, state: state, showsEvidence: screen.finding(state)?.isOpen == true,
    width: size.columns - PodText.column - 1, glyphs, context.zone)
  let hasCurve = bottom >= 14 && !pod.samples.isEmpty
  let curveRows = hasCurve ? max(min((bottom - 8) / 3, 12), 3) : 0
  var row = 1
  for line in text.head where row < bottom {
    frame.write(line, row: row, glyphs)
    if line.label == text.countdownLabel {
      frame.drawPodGauge(pod, state, row: row, behind: line.text, glyphs)
    }
    row += 1
  }
  if hasCurve {
    frame.drawCurve(
      pod, state, rows: row..<min(row + curveRows + 1, bottom), columns: 0..<size.columns - 1,
      glyphs)
    row += curveRows + 1
  }
  let room = max(bottom - row, 0)
  let logRows = room - text.lines.count >= 3 ? room - text.lines.count - 1 : 0
  let textRows = room - (logRows > 0 ? logRows + 1 : 0)
  let scroll = min(screen.scroll, max(text.lines.count - textRows, 0))
  for line in text.lines.dropFirst(scroll).prefix(textRows) {
    frame.write(line, row: row, glyphs)
    row += 1
  }
  if logRows > 0 {
    row = bottom - logRows - 1
    let lines = LogLines(state: state, screen: screen, podUID: uid)
    let offset = min(screen.logOffset, lines.mostOffset(logRows))
    frame.drawLogHeading(
      state, screen, row: row, context, title: "its log", newer: offset, follows: .goToEnd)
    frame.drawLog(
      lines.pane(logRows, offset: offset), rows: row + 1..<bottom, columns: 0..<size.columns,
      screen, glyphs, context.zone)
  }
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  return frame
}

extension Frame {
  fileprivate mutating func drawPodTitle(_ pod: Pod, _ state: State, row: Int, _ glyphs: Glyphs) {
    fill(glyphs.horizontal, row: row, role: .border)
    let phase =
      pod.verdict.map { "\($0.kind.glyph(glyphs)) \($0.kind.rawValue)" }
      ?? "\(pod.phaseWord.text) for \((state.now - pod.phaseSince).text)"
    let right = " \(phase) "
    write(
      right, row: row, before: size.columns - 2, role: pod.verdict?.kind.role ?? pod.phase.role)
    let limit = size.columns - right.cellWidth - 4
    let standing = state.standing(of: pod)
    // The name may lose its middle, the revision is a word of three letters.
    let parts = [pod.workload.text, standing == .unknown ? "" : standing.rawValue]
      .filter { !$0.isEmpty }.map { " \(glyphs.plain($0)) " }
    let room = limit - parts.reduce(0) { $0 + $1.cellWidth + 2 } - 4
    let name = glyphs.plain(pod.object.name).cutInTheMiddle(
      max(room, min(limit - 4, 20)), mark: glyphs.cut)
    var column = write(" \(name) ", row: row, column: 2, role: .title, limit: limit)
    for part in parts where column + 2 + part.cellWidth <= limit {
      column = write(part, row: row, column: column + 2, role: .label, limit: limit)
    }
  }

  fileprivate mutating func write(_ line: PodText.Line, row: Int, _ glyphs: Glyphs) {
    write(line.label, row: row, column: 1, role: .label, limit: 13)
    let room = size.columns - PodText.column - 1
    write(
      glyphs.plain(line.text).fittedByClause(room, mark: glyphs.cut, keepsLast: false), row: row,
      column: PodText.column, role: line.role)
  }

  /// The countdown as a bar behind its number.
  fileprivate mutating func drawPodGauge(
    _ pod: Pod, _ state: State, row: Int, behind text: String, _ glyphs: Glyphs
  ) {
    let end = size.columns - 2
    guard case .running(let running) = pod.countdown(at: state.now),
      size.columns >= ScreenWidth.plain,
      PodText.column + text.cellWidth < end - min(size.columns / 3, 50) - 1
    else { return }
    draw(
      Gauge(running), row: row, in: end - min(size.columns / 3, 50)..<end,
      role: pod.danger(at: state.now) == .critical ? .critical : .gauge, glyphs)
  }
}
