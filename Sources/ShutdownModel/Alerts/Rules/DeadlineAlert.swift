import DrainForecast
import KubernetesObjects
import Time

/// SIGKILL is near with work left, or with no stop signal seen.
enum DeadlineAlert: PodAlertRule {
  static let rule = Alert.Rule.deadline
  static let title = "SIGKILL is near with work left, or with no stop signal seen"

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    guard let deadline = pod.shutdown?.deadline, !(pod.isUnseen && pod.isNodeLost), pod.isAtRisk
    else { return nil }
    // Its own limit comes first, and it says itself that it keeps it.
    if let limitAt = pod.earlierLimit(at: moment.now), pod.forecast?.probabilityDone ?? 1 < 0.5 {
      if moment.now >= limitAt - deadline.criticalLead(moment.thresholds) { return .critical }
    }
    if moment.now >= deadline.criticalAt(moment.thresholds) {
      return pod.mayHaveEndedUnseen ? .warning : .critical
    }
    guard moment.now >= deadline.warningAt(moment.thresholds) else { return nil }
    // The rest of the pod is done, and this one says nothing: it seems not to end.
    return pod.isEndpointSaidDone && !pod.unmeasuredContainers.isEmpty ? .critical : .warning
  }

  /// When it is killed, with how much work, and how much more it needs.
  static func message(of pod: Pod, at now: Instant) -> String {
    guard let deadline = pod.shutdown?.deadline else { return pod.object.name }
    let rest = pod.isEndpointSaidDone ? pod.unmeasuredContainers : []
    let name =
      rest.isEmpty ? pod.object.name : "\(rest.joined(separator: ", ")) of \(pod.object.name)"
    var text = "\(name): \(pod.limitText(at: now))"
    guard rest.isEmpty else {
      return text + "; its work is not measured; \(pod.endpointContainer ?? "the other") is done"
    }
    text += pod.saidFinishedText(at: now) ?? pod.workText(at: now)
    // What does not end by itself needs no time.
    if pod.isMissingSignal {
      return text + "; no signal"
    }
    if let needed = pod.neededText(at: now) { text += "; \(needed)" }
    if pod.shutdown?.signalAt == nil {
      text += "; no stop signal seen"
      if deadline.hookLength == nil { text += "; preStop may still run" }
      if pod.isUnseen, pod.conditions[.unseen] != nil { text += "; \(pod.unseenText)" }
    } else if let hook = deadline.hookLength, hook >= .seconds(1) {
      text += "; the preStop hook took \(hook.text)"
    }
    return text
  }

  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant] {
    guard let deadline = pod.shutdown?.deadline else { return [] }
    let dues = [deadline.warningAt(thresholds), deadline.criticalAt(thresholds)]
    guard let limitAt = pod.measured.ownLimitAt else { return dues }
    return dues + [limitAt - deadline.criticalLead(thresholds), limitAt + Pod.limitIsKeptWithin]
  }
}

extension Deadline {
  /// When the deadline rule may warn first.
  fileprivate func warningAt(_ thresholds: Thresholds) -> Instant {
    let length = (earliestKill - begin).seconds * thresholds.deadlineWarningPart
    return begin + .seconds(length)
  }

  /// How long before an end the deadline rule becomes critical: min(5 s, 25 % of the grace).
  fileprivate func criticalLead(_ thresholds: Thresholds) -> TimeSpan {
    min(thresholds.deadlineCriticalLeft, .seconds(grace.seconds * thresholds.deadlineCriticalPart))
  }

  /// When the deadline rule becomes critical before SIGKILL.
  fileprivate func criticalAt(_ thresholds: Thresholds) -> Instant {
    earliestKill - criticalLead(thresholds)
  }
}

extension Pod {
  /// Nothing was ever heard of it, and an API that showed its deletion seconds late shows its end no sooner.
  fileprivate var mayHaveEndedUnseen: Bool {
    guard workSample == nil, status.report == nil, shutdown?.signalAt == nil,
      let deadline = shutdown?.deadline
    else { return false }
    return deadline.arrival - deadline.asked >= .seconds(2)
  }
}
