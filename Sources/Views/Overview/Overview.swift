import KubernetesObjects
import ShutdownModel

/// The main screen.
///
///     ╭ lastcall ── shop ── web ─────────────── rolled out, 3 draining ─ LIVE 14:02:31Z ╮
///     │ rev 12→13 ██████████ 5/5 updated   ‼ 2 in danger · 1 in time · ✔ 2 clean         │
///      ‼ nvqsp: SIGKILL in 3.2 s, 4 in flight                                  ← banners
///      ‼ gw5x6: SIGKILL in 6.1 s, no signal                               +1 more
///     ── web-v2n96tqf64-… old ── IN FLIGHT ───── TO SIGKILL ─────── DONE IN TIME? ──────
///     ▸‼ nvqsp  draining         4 ⣿⣷⣶⣶⣶⣶⣶⣶⣶   ██▌░░░░░░░   3.2 s  ✖ loses 4       0 %
///      ✔ cdrfk  clean            0             ████▊░░░░░  6 of 15 s  exit 0
///     ── web-dlxn6srdjk-… new ── 5 ready, 35 in flight ──────────────────── n opens it ──
///     ── log ── 5 streams ──────────────────────────────────────────────────────────────
///      14:02:30.1 nvqsp │ still waiting, 4 in flight
///      ↑↓ select  ⏎ pod  l log  / filter  s sort  p pause  ? help  q quit       ← footer
func overview(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let layout = OverviewLayout(state: state, screen: screen, size: size)
  frame.drawHeader(state, screen, context, rows: layout.header)
  frame.draw(Banner.all(state, screen, zone: context.zone), rows: layout.banner, glyphs)
  let places = ColumnPlaces(
    screen.view == .times ? Column.ofTimes : Column.chosen(context.columns), screen: size.columns,
    nameWidth: ColumnPlaces.nameWidth(size.columns, screen))
  let times = places.range(ofID: "times")
  let scale = times == nil ? nil : TimeScale(state)
  // Where every pod in view has ended, nothing counts down to anything.
  let isOver = state.isOver || !state.isAnyShuttingDown && layout.hasOnlyEnded
  if let heading = layout.heading {
    frame.drawHeading(
      places, layout.topSection, state, screen, context, isOver: isOver, row: heading)
  }
  for (index, content) in layout.rows.enumerated() {
    let row = layout.table.lowerBound + index
    switch content {
    case .section(let section): frame.draw(section, state, row: row, context)
    case .rest(let section): frame.drawRest(of: section, state, row: row, context)
    case .pod(let pod):
      frame.draw(
        PodRow(
          pod: pod, standing: state.standing(of: pod), now: state.now, line: row, places: places,
          isOld: state.isCutOff, isOver: isOver, isShort: !screen.showsFullNames, scale: scale,
          glyphs: glyphs))
      frame.add(.select(.pod(uid: pod.uid)), row: row, from: 0, to: size.columns)
      if pod.uid == layout.selected {
        frame.write(glyphs.pointer, row: row, column: 0, role: .strong)
        frame.select(row: row)
      }
    }
  }
  if let times, let scale, let heading = layout.heading {
    frame.drawTimeAxis(scale, times, heading: heading, rows: layout.table, glyphs)
  }
  if layout.rows.isEmpty, layout.topSection == nil, let row = layout.table.first {
    frame.write(glyphs.plain(emptyText(state, screen)), row: row, column: 2, role: .quiet)
  }
  let lines = LogLines(state: state, screen: screen)
  let offset = min(screen.logOffset, lines.mostOffset(layout.log.count))
  if let heading = layout.logHeading {
    frame.drawLogHeading(
      state, screen, row: heading, context, newer: offset, follows: .goToEnd)
  }
  if layout.hidden.above + layout.hidden.below > 0,
    let row = layout.logHeading ?? layout.footer
  {
    let (above, below) = layout.hidden
    let danger = layout.hiddenInDanger(state, screen)
    let parts = [
      above > 0 ? "\(above) above" : "", below > 0 ? "\(below) below" : "",
      danger > 0 ? "\(danger) of them in danger" : "",
    ]
    let text = parts.filter { !$0.isEmpty }.joined(separator: ", ")
    frame.write(" \(text) ", row: row, before: size.columns - 2, role: .note)
  }
  // What the wide screen shows of the selected pod stands right of the log, below the times.
  let panel = times.flatMap { times in
    screen.view == .overview && layout.log.count >= 8 ? times.lowerBound..<size.columns : nil
  }
  let logColumns = 0..<(panel?.lowerBound ?? size.columns) - (panel == nil ? 0 : 2)
  frame.drawLog(
    lines.pane(layout.log.count, offset: offset), rows: layout.log, columns: logColumns, screen,
    glyphs, context.zone)
  if let panel, let heading = layout.logHeading, let uid = layout.selected, let pod = state.pod(uid)
  {
    frame.drawPanel(pod, state, rows: heading..<layout.log.upperBound, columns: panel, glyphs)
  }
  if let footer = layout.footer { frame.drawFooter(screen, context, row: footer) }
  return frame
}

private func emptyText(_ state: State, _ screen: ScreenState) -> String {
  if !screen.filter.isEmpty, !state.pods.isEmpty { return "no pod matches '\(screen.filter)'" }
  if case .endpoint(let url, _, _) = state.scope { return "waiting for an answer from \(url)" }
  if case .logs = state.scope { return "nothing of a shutdown yet" }
  return state.isListed ? "no pods" : "waiting for the cluster"
}
