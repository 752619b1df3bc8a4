import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// `rev 12→13 ████░░ 3/5 updated   ‼ 2 in danger · 1 unsure · 1 in time · ✖ 1 killed · ✔ 2 clean`.
  ///
  /// How far the rollout is comes first and keeps its place; where there is no room the bar goes, not a count.
  mutating func drawTotals(_ state: State, row: Int, _ glyphs: Glyphs) {
    let end = size.columns - 2
    let progress = Progress(state, glyphs)
    let totals = Totals(state, room: end - 2 - progress.width - 2, glyphs)
    let gaugeWidth =
      size.columns >= ScreenWidth.wider ? 24 : size.columns >= ScreenWidth.roomy ? 16 : 10
    let room = end - 2 - totals.width - 3
    let full = progress.width + (progress.part == nil ? 0 : gaugeWidth + 1)
    var column = 2
    for part in progress.before {
      column = write(part.text, row: row, column: column, role: part.role, limit: end) + 1
    }
    // A bar that comes and goes with the counts would move them.
    if let part = progress.part, size.columns >= ScreenWidth.roomy || full <= room {
      draw(
        Gauge(part: part), row: row, in: column..<min(column + gaugeWidth, end),
        role: progress.isComplete && !state.result.isBad ? .good : .gauge, glyphs)
      column += gaugeWidth + 1
    }
    for part in progress.after {
      column = write(part.text, row: row, column: column, role: part.role, limit: end) + 1
    }
    column += 2
    for (place, part) in totals.parts.enumerated() {
      let gap = place > 0 ? 3 : 0
      guard column + gap + part.text.cellWidth <= end else {
        write(glyphs.cut, row: row, column: min(column + 1, end - 1), role: .quiet)
        break
      }
      if place > 0 {
        column = write(" \(glyphs.dot) ", row: row, column: column, role: .border, limit: end)
      }
      column = write(part.text, row: row, column: column, role: part.role, limit: end)
    }
  }
}

/// A text of a line, and what it means.
struct LinePart {
  let text: String
  let role: Role
}

/// How far the rollouts are.
private struct Progress {
  /// Before the bar: the revisions, or how many workloads.
  var before: [LinePart] = []
  /// The updated part, 0 … 1; nil without an object.
  var part: Double?
  /// Behind the bar.
  var after: [LinePart] = []
  let isComplete: Bool

  var width: Int { (before + after).reduce(0) { $0 + $1.text.cellWidth + 1 } }

  init(_ state: State, _ glyphs: Glyphs) {
    isComplete = state.rollout == .complete
    let seen = state.workloads.filter { $0.object != nil }
    // Of what was deleted nothing is updated any more.
    let objects = seen.filter { !$0.isDeleted }.compactMap(\.object)
    if objects.isEmpty, !seen.isEmpty {
      let text = seen.count > 1 ? "\(seen.count) workloads deleted" : "workload deleted"
      before = [LinePart(text: text, role: .warning)]
      return
    }
    guard !objects.isEmpty else {
      before = [
        LinePart(text: "\(state.pods.count) pod\(state.pods.count == 1 ? "" : "s")", role: .strong)
      ]
      return
    }
    if objects.count > 1 {
      before = [LinePart(text: "\(objects.count) workloads", role: .strong)]
    } else if let number = objects.first?.revision {
      let earlier = state.workloads.compactMap(\.previousRevision).last
      let text = "rev " + (earlier.map { "\($0)\(glyphs.arrow)" } ?? "") + "\(number)"
      before = [LinePart(text: text, role: .strong)]
    }
    let desired = objects.reduce(0) { $0 + $1.desiredReplicas }
    let updated = objects.reduce(0) { $0 + min($1.updatedReplicas, $1.desiredReplicas) }
    part = desired > 0 ? Double(updated) / Double(desired) : 1
    after = [LinePart(text: "\(updated)/\(desired) updated", role: .plain)]
  }
}

/// How the pods stand, the worst first; each is counted once.
private struct Totals {
  private(set) var parts: [LinePart] = []

  var width: Int { parts.reduce(0) { $0 + $1.text.cellWidth } + max(parts.count - 1, 0) * 3 }

  init(_ state: State, room: Int, _ glyphs: Glyphs) {
    let counts = DangerCounts(state)
    if counts.inDanger > 0 {
      let glyph = counts.isCritical ? glyphs.alarm : glyphs.warning
      parts.append(
        LinePart(
          text: "\(glyph) \(counts.inDanger) in danger",
          role: counts.isCritical ? .critical : .warning))
    }
    let verdicts = state.verdicts
    let ends = Verdict.Kind.allCases.compactMap { kind in
      verdicts[kind].map {
        LinePart(text: "\(kind.glyph(glyphs)) \($0) \(kind.rawValue)", role: kind.role)
      }
    }
    parts += ends.filter { $0.role == .lost }
    let place = parts.count
    if counts.unsure > 0 {
      parts.append(LinePart(text: "\(counts.unsure) unsure", role: .busy))
    }
    if counts.inTime > 0 { parts.append(LinePart(text: "\(counts.inTime) in time", role: .good)) }
    if counts.exited > 0 {
      parts.append(LinePart(text: "\(glyphs.unknown) \(counts.exited) exited", role: .unknown))
    }
    parts += ends.filter { $0.role != .lost }
    guard counts.atRisk > 0 else { return }
    let risk = "about \(counts.atRisk) of \(counts.inFlight) in flight at risk"
    let isShort = width + risk.cellWidth + 3 > room
    // It matters more than who is safe.
    parts.insert(
      LinePart(text: isShort ? "\(counts.atRisk) at risk" : risk, role: .warning), at: place)
  }
}
