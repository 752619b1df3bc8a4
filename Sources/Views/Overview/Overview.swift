import KubernetesObjects
import ShutdownModel

/// The main screen.
///
///     ╭ lastcall ── shop ── deploy/web ───────────── rolling out ─ 1m12s ─ LIVE 14:02:31 ╮
///     │ rev 12→13   ███████████▍░░░░░  3/5 updated · 4 available · 2 terminating          │
///     ╰─────────────────────────────────────────────────────────────────────────────────╯
///      ‼ web-5d68-hq9mt is killed in 4.1 s with 7 in flight                    ← Banner
///       POD              REV  PHASE      IN FLIGHT    DRAIN    TO SIGKILL      ENDPOINT
///     ▸ web-5d68-hq9mt   old  draining    7 ⣿⣶⣤⣄⣀   15.9 s   ███▍░░░  4.1 s  terminating
///     ── log ── 5 streams ────────────────────────────────────────────────────────────
///      14:02:30.1 hq9mt │ still waiting, 7 in flight
///      ↑↓ select  ⏎ pod  l log  / filter  s sort  p pause  ? help  q quit      ← Footer
func overview(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let layout = OverviewLayout(state: state, screen: screen, size: size)
  frame.drawHeader(state, screen, context, rows: layout.header)
  for (row, banner) in zip(layout.banner, layout.banners) {
    let alarm = banner.role == .note ? " " : context.glyphs.alarm
    frame.paint(row: row, role: banner.role)
    frame.write(
      " \(alarm) \(context.glyphs.plain(banner.text))".fitted(
        size.columns, mark: context.glyphs.cut),
      row: row, column: 0, role: banner.role)
  }
  let names = layout.rows.map { row in
    if case .pod(let pod) = row { pod.object.name.cellWidth } else { 0 }
  }
  let places = ColumnPlaces(screen: size.columns, longestName: names.max() ?? 0)
  if let heading = layout.heading { frame.drawHeading(places, screen, row: heading) }
  for (index, content) in layout.rows.enumerated() {
    let row = layout.table.lowerBound + index
    switch content {
    case .group(let workload): frame.drawGroup(workload, state, row: row, context.glyphs)
    case .pod(let pod):
      frame.draw(
        PodRow(
          pod: pod, standing: state.standing(of: pod), now: state.now, line: row, places: places,
          glyphs: context.glyphs))
      if pod.uid == layout.selected {
        frame.write(context.glyphs.pointer, row: row, column: 0, role: .strong)
        frame.select(row: row)
      }
    }
  }
  if layout.rows.isEmpty, let row = layout.table.first {
    frame.write(context.glyphs.plain(emptyText(state, screen)), row: row, column: 2, role: .quiet)
  }
  if layout.hidden.above + layout.hidden.below > 0, let row = layout.heading ?? layout.footer {
    let (above, below) = layout.hidden
    let parts = [above > 0 ? "\(above) above" : "", below > 0 ? "\(below) below" : ""]
    let text = parts.filter { !$0.isEmpty }.joined(separator: ", ")
    frame.write(" \(text) ", row: row, before: size.columns, role: .note)
  }
  if let heading = layout.logHeading { frame.drawLogHeading(state, screen, row: heading, context) }
  frame.drawLog(
    LogLines(state: state, screen: screen).window(layout.log.count, offset: 0), rows: layout.log,
    screen, context.glyphs)
  if let footer = layout.footer { frame.drawFooter(screen, context, row: footer) }
  return frame
}

private func emptyText(_ state: State, _ screen: ScreenState) -> String {
  if !screen.filter.isEmpty, !state.pods.isEmpty { return "no pod matches '\(screen.filter)'" }
  if case .endpoint(let url, _, _) = state.scope { return "waiting for an answer from \(url)" }
  if case .logs = state.scope { return "nothing of a shutdown yet" }
  return state.isListed ? "no pods" : "waiting for the cluster"
}
