import KubernetesObjects
import PodStatus
import ShutdownModel
import Time

extension Column {
  /// What is worth a remark, in the room the others leave.
  static let note = Column(
    id: "note", titles: ["WHY"],
    wishes: { screen, _ in
      // A wider screen shows times there, and the reason below.
      (ScreenWidth.wide..<ScreenWidth.widest).contains(screen)
        ? [Wish(turn: 110, width: 16...Int.max)] : []
    },
    cell: .text { row in
      if let worst = row.pod.worstFinding {
        return (worst.brief, worst.level == .critical ? .warning : .plain)
      }
      return row.pod.note(at: row.now).map { ($0, .quiet) }
    },
    ended: PodCell { frame, row, range in
      // What only holds, too, is no reason for an end that was bad.
      let found = row.pod.verdict?.kind.isKnownBad == true ? nil : row.pod.worstFinding?.brief
      let text = row.pod.endBrief ?? found ?? row.pod.verdict?.reason ?? ""
      // Half a sentence says nothing.
      guard text.cellWidth <= range.count else { return }
      frame.write(row.glyphs.plain(text), row: row.line, column: range.lowerBound, role: .quiet)
    })
}

extension Pod {
  /// What went wrong with it above all.
  var worstFinding: Diagnosis? { diagnoses.first { $0.level >= .warning } }

  /// What is worth a remark in its row, the most telling first.
  fileprivate func note(at now: Instant) -> String? {
    if let since = conditions[.stuck] {
      return "stuck for \((now - since).text), finalizer?"
    }
    if let nodeLoss, shutdown != nil, phase < .exited {
      return "node lost for \((now - nodeLoss.since).short)"
    }
    if let cause, cause.kind != .rollout, cause.kind != .scaleDown, phase >= .preStop {
      return cause.text
    }
    if shutdown != nil, conditions[.unseen] != nil { return unseenText }
    if case .past(let by) = countdown(at: now) {
      return "no end seen, \(by.short)"
    }
    if conditions[.unreachable] != nil, let since = status.silentSince {
      return "status closed \((now - since).short)"
    }
    guard shutdown == nil || isProgramKnown else { return nil }
    if phase == .preStop, let hook = object.containers.first(where: { $0.preStop != nil })?.preStop
    {
      switch hook {
      case .sleep(let seconds): return "preStop \(seconds) s"
      case .exec: return "preStop exec"
      case .httpGet: return "preStop httpGet"
      }
    }
    if let shutdown, shutdown.isDrainInferred, phase < .drained { return "drain inferred" }
    if let signal = shutdown?.signal, phase == .draining { return "got \(signal)" }
    if case .malformed(let reason) = status.answer { return "status: \(reason)" }
    if status.answer == .forbidden { return "status forbidden" }
    let restarts = object.containers.map(\.restartCount).max() ?? 0
    return restarts > 0 && phase < .exited ? "restarted \(restarts) times" : nil
  }
}
