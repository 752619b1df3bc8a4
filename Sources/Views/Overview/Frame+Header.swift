import KubernetesObjects
import LogText
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
    let isBox = rows.count >= 3
    if isBox {
      fill(glyphs.horizontal, row: top, role: .border)
      write(glyphs.topLeft, row: top, column: 0, role: .border)
      write(glyphs.topRight, row: top, column: columns - 1, role: .border)
      fill(glyphs.horizontal, row: top + 2, role: .border)
      write(glyphs.bottomLeft, row: top + 2, column: 0, role: .border)
      write(glyphs.bottomRight, row: top + 2, column: columns - 1, role: .border)
      for column in [0, columns - 1] {
        fill(glyphs.vertical, row: top + 1, from: column, to: column + 1, role: .border)
      }
    }
    let clock =
      screen.timeline.map { $0.isReplay ? "REPLAY" : $0.isPlaying ? "PAST" : "HELD" }
      ?? (isCut(state) ? "OLD" : "LIVE")
    let hasBegun = state.now > Instant(nanoseconds: 0)
    let right = hasBegun ? " \(clock) \(state.now.clock) " : " \(clock) "
    let rightRole: Role = screen.timeline != nil || isCut(state) ? .warning : .good
    let end = columns - (isBox ? 1 : 0)
    write(right, row: top, before: end, role: rightRole)
    var limit = end - right.cellWidth - 1
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
    if isBox { drawRollout(state, row: top + 1, glyphs) }
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

  /// Nothing new comes from the cluster.
  private func isCut(_ state: State) -> Bool {
    state.inputs.contains { $0.value.lostSince != nil && $0.key != .status }
  }

  private func rolloutText(_ state: State) -> (String, Role) {
    let leaving = state.pods.indices.count { state.pods[$0].isShuttingDown }
    switch state.rollout {
    case .failed: return ("rollout failed", .critical)
    case .progressing:
      let since = state.workloads.compactMap(\.rolloutBeganAt).max()
      return ("rolling out" + (since.map { " \((state.now - $0).text)" } ?? ""), .busy)
    case .complete:
      if leaving > 0 { return ("rolled out, \(leaving) draining", .busy) }
      let bad = state.verdicts.reduce(0) { $0 + ($1.key.isKnownBad ? $1.value : 0) }
      return bad > 0 ? ("rolled out, \(bad) ended badly", .lost) : ("rolled out", .good)
    case .none: return leaving > 0 ? ("\(leaving) draining", .busy) : ("watching", .quiet)
    }
  }

  /// `rev 12→13  ████░░  3/5 updated · 4 available · 2 terminating  surge 1 unavailable 0`.
  private mutating func drawRollout(_ state: State, row: Int, _ glyphs: Glyphs) {
    let objects = state.workloads.compactMap(\.object)
    let leaving = state.pods.indices.count { state.pods[$0].isShuttingDown }
    let end = size.columns - 2
    var column = 2
    guard !objects.isEmpty else {
      let ended = state.pods.indices.count { state.pods[$0].verdict != nil }
      let pods = "\(state.pods.count) pod\(state.pods.count == 1 ? "" : "s")"
      column = write(
        [pods, "\(leaving) terminating", "\(ended) ended"].joined(separator: " \(glyphs.dot) "),
        row: row, column: column, role: .plain, limit: end)
      drawVerdicts(state, row: row, before: end, from: column + 2)
      return
    }
    if objects.count == 1, let number = objects.first?.revision {
      let before = state.workloads.compactMap(\.previousRevision).last
      let text = "rev " + (before.map { "\($0)\(glyphs.arrow)" } ?? "") + "\(number)"
      column = write(text, row: row, column: column, role: .strong, limit: end) + 2
    } else if objects.count > 1 {
      column =
        write("\(objects.count) workloads", row: row, column: column, role: .strong, limit: end) + 2
    }
    let desired = objects.reduce(0) { $0 + $1.desiredReplicas }
    let updated = objects.reduce(0) { $0 + min($1.updatedReplicas, $1.desiredReplicas) }
    let available = objects.reduce(0) { $0 + $1.availableReplicas }
    let width =
      size.columns >= ScreenWidth.widest
      ? 40
      : size.columns >= ScreenWidth.wide ? 24 : size.columns >= ScreenWidth.plain ? 10 : 0
    let counts =
      "\(updated)/\(desired) updated \(glyphs.dot) \(available) available \(glyphs.dot) "
    let leavingText = "\(leaving) terminating"
    // What became of the pods matters more than a bar.
    let verdicts = verdictTexts(state).map { $0.text.cellWidth + 2 }.reduce(0, +)
    let needed = counts.cellWidth + leavingText.cellWidth + 1 + verdicts
    if width > 0, verdicts == 0 || column + width + 2 + needed <= end {
      draw(
        Gauge(part: desired > 0 ? Double(updated) / Double(desired) : 1), row: row,
        in: column..<column + width, role: state.rollout == .complete ? .good : .gauge, glyphs)
      column += width + 2
    }
    column = write(counts, row: row, column: column, limit: end)
    column =
      write(
        leavingText, row: row, column: column, role: leaving > 0 ? .busy : .plain, limit: end) + 2
    drawVerdicts(state, row: row, before: end, from: column)
  }

  /// `2 killed`, the worst first.
  private func verdictTexts(_ state: State) -> [(text: String, role: Role)] {
    let counts = state.verdicts
    return Verdict.Kind.allCases.compactMap { kind in
      counts[kind].map { ("\($0) \(kind.rawValue)", kind.role) }
    }
  }

  /// What became of those that have ended, and the strategy where there is room.
  private mutating func drawVerdicts(_ state: State, row: Int, before end: Int, from: Int) {
    var column = end
    let texts = verdictTexts(state)
    // Where there is no room for all, it is the better ones that go.
    var shown: [(text: String, role: Role)] = []
    for (text, role) in texts {
      guard column - text.cellWidth - (shown.isEmpty ? 0 : 2) >= from else { break }
      column -= text.cellWidth + (shown.isEmpty ? 0 : 2)
      shown.append((text, role))
    }
    for (text, role) in shown {
      column = write(text, row: row, column: column, role: role, limit: end) + 2
    }
    guard texts.isEmpty, let strategy = state.workloads.compactMap(\.object).first?.strategy,
      case .rollingUpdate(let surge?, let unavailable?, _) = strategy
    else { return }
    let text = "surge \(surge)  unavailable \(unavailable)"
    if end - text.cellWidth > from { write(text, row: row, before: end, role: .quiet) }
  }
}

extension Instant {
  /// `14:02:31Z`: the cluster's clock, UTC.
  var clock: String {
    isDated ? String(rfc3339.dropFirst("2026-11-23T".count).prefix(8)) + "Z" : "--:--:-- "
  }

  /// `14:02:31.1`.
  var clockTenths: String {
    isDated ? String(rfc3339.dropFirst("2026-11-23T".count).prefix(10)) : "--:--:--.-"
  }

  /// `2026-11-23T14:02:31.123Z`; nil for what is only a place in an order.
  var told: String? { dated?.rfc3339 }
}
