import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The box at the top: what is watched, how far its rollout is, and whether this is live.
  mutating func drawHeader(
    _ state: State, _ screen: ScreenState, _ context: ScreenContext, rows: Range<Int>
  ) {
    guard let top = rows.first else { return }
    let glyphs = context.glyphs
    let columns = size.columns
    let isBox = rows.count >= 2
    // What is not live is framed differently, so that it is seen before it is read.
    let isPast = screen.timeline.map { !$0.isReplay } ?? false
    let border: Role = isPast || state.isCutOff ? .warning : .border
    if isBox {
      fill(glyphs.horizontal, row: top, role: border)
      write(glyphs.topLeft, row: top, column: 0, role: border)
      write(glyphs.topRight, row: top, column: columns - 1, role: border)
      for column in [0, columns - 1] {
        fill(glyphs.vertical, row: top + 1, from: column, to: column + 1, role: border)
      }
    }
    var limit = drawMode(state, screen, context, row: top, before: columns - (isBox ? 1 : 0)) - 1
    let (text, role) = rolloutText(state)
    let status = " \(text) "
    if limit - status.cellWidth > 24 {
      write(status, row: top, before: limit, role: role)
      limit -= status.cellWidth + 1
    }
    var column = write(" lastcall ", row: top, column: isBox ? 1 : 0, role: .title, limit: limit)
    let place = placeText(state)
    var target = targetText(state.scope)
    // Where there is no room for the kind, it goes, not the name.
    if case .workloads(let workloads) = state.scope, workloads.count == 1,
      column + place.cellWidth + target.cellWidth + 8 > limit
    {
      target = workloads[0].name
    }
    for part in [place, target] where !part.isEmpty {
      let text = " \(glyphs.plain(part)) "
      column = write(
        text.fitted(max(limit - column - 2, 0), mark: glyphs.cut), row: top, column: column + 2,
        role: part == target ? .strong : .label, limit: limit)
    }
    if isBox { drawTotals(state, row: top + 1, glyphs) }
  }

  /// Whether this is live, and of when it is; returns the column it begins in.
  private mutating func drawMode(
    _ state: State, _ screen: ScreenState, _ context: ScreenContext, row: Int, before end: Int
  ) -> Int {
    let mode =
      screen.timeline.map { $0.isReplay ? "REPLAY" : $0.isPlaying ? "PAST" : "HELD" }
      ?? (state.isCutOff ? "STALE" : "LIVE")
    let hasBegun = state.now > Instant(nanoseconds: 0)
    let isShort = size.columns < ScreenWidth.roomy
    let text =
      hasBegun ? " \(mode) \(context.zone.saidClock(state.now, isShort: isShort)) " : " \(mode) "
    write(
      text, row: row, before: end,
      role: screen.timeline != nil || state.isCutOff ? .warning : .good)
    return end - text.cellWidth
  }

  /// The row above a view that has no header: what is in danger, or else what is watched, and whether it is live.
  mutating func drawStatusLine(
    _ state: State, _ screen: ScreenState, _ context: ScreenContext, row: Int
  ) {
    guard let danger = Banner.danger(state, screen, zone: context.zone) else {
      return drawHeader(state, screen, context, rows: row..<row + 1)
    }
    let limit = drawMode(state, screen, context, row: row, before: size.columns)
    draw(danger, row: row, before: limit, context.glyphs)
  }

  private func placeText(_ state: State) -> String {
    [state.clusterContext ?? "", state.scope.namespace].filter { !$0.isEmpty }
      .joined(separator: "/")
  }

  /// The namespace stands before it already.
  private func targetText(_ scope: Scope) -> String {
    switch scope {
    case .namespace: "all workloads"
    case .selector(let selector, _): "-l \(selector)"
    case .endpoint(let url, _, _): url
    case .logs(let names, _, _): names.joined(separator: ", ")
    case .workloads, .pods: scope.text
    }
  }

  private func rolloutText(_ state: State) -> (String, Role) {
    let leaving = state.pods.indices.count { state.pods[$0].isShuttingDown }
    switch state.rollout {
    case .failed where leaving == 0 && state.workloads.allSatisfy(\.isDeleted):
      return ("deleted", .warning)
    case .failed: return ("rollout failed", .critical)
    case .progressing:
      let since = state.workloads.compactMap(\.rolloutBeganAt).max()
      return ("rolling out" + (since.map { " \((state.now - $0).passedText)" } ?? ""), .busy)
    case .complete:
      if leaving > 0 { return ("rolled out, \(leaving) terminating", .busy) }
      let bad = state.verdicts.reduce(0) { $0 + ($1.key.isKnownBad ? $1.value : 0) }
      return bad > 0 ? ("rolled out, \(bad) ended badly", .lost) : ("rolled out", .good)
    case .none: return leaving > 0 ? ("\(leaving) terminating", .busy) : ("watching", .quiet)
    }
  }
}

extension State {
  /// Nothing new comes from the cluster.
  var isCutOff: Bool { inputs.contains { $0.value.lostSince != nil && $0.key != .status } }
}
