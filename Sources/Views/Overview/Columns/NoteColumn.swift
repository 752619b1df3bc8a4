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
    ended: .text { row in
      let pod = row.pod
      // What only holds, too, is no reason for an end that was bad.
      let found = pod.verdict?.kind.isKnownBad == true ? nil : pod.worstFinding?.brief
      return (pod.endBrief ?? found ?? pod.verdict?.reason ?? "", .quiet)
    })
}

extension Pod {
  /// What went wrong with it above all.
  var worstFinding: Diagnosis? { diagnoses.first { $0.level >= .warning } }

  /// What is worth a remark in its row, the most telling first.
  fileprivate func note(at now: Instant) -> String? {
    if let since = conditions[.stuck] {
      return "its containers ended, its object remains for \((now - since).text) (finalizer?)"
    }
    if let nodeLoss, shutdown != nil, phase < .exited {
      return "\(object.nodeName ?? "its node") has been lost for \((now - nodeLoss.since).text)"
    }
    if let cause, cause.kind != .rollout, cause.kind != .scaleDown, phase >= .preStop {
      return "cause: \(cause.text)"
    }
    if shutdown != nil, conditions[.unseen] != nil { return unseenText }
    if case .past(let by) = countdown(at: now) {
      return "SIGKILL was due \(by.text) ago; the API does not show its end yet"
    }
    if conditions[.unreachable] != nil, let since = status.silentSince {
      return "status refused for \((now - since).text), so it is likely draining"
    }
    guard shutdown == nil || isProgramKnown else { return nil }
    if phase == .preStop, let hook = object.containers.first(where: { $0.preStop != nil })?.preStop
    {
      switch hook {
      case .sleep(let seconds): return "preStop sleeps \(seconds) s"
      case .exec: return "preStop runs a command"
      case .httpGet: return "preStop calls by HTTP"
      }
    }
    if let shutdown, shutdown.isDrainInferred, phase < .drained { return "draining (inferred)" }
    if let signal = shutdown?.signal, phase == .draining { return "began with \(signal)" }
    if case .malformed(let reason) = status.answer { return "status: \(reason)" }
    if status.answer == .forbidden { return "status: no right to read it" }
    let restarts = object.containers.map(\.restartCount).max() ?? 0
    return restarts > 0 && phase < .exited ? "restarted \(restarts) times" : nil
  }
}
