import DequeModule
import DrainForecast
import GraceAdvice
import KubernetesObjects
import LogText
import PodStatus
import Time

extension DrainFact {
  /// Nil for a pod that is not on its way out.
  init?(_ pod: Pod, _ scope: Scope) {
    guard let shutdown = pod.shutdown, let report = PodReport(pod) else { return nil }
    self.init(
      pod: pod.identity, outcome: report.graceOutcome,
      hook: DrainFact.hook(pod, shutdown, scope))
    usedSeconds = report.usedSeconds
    slackSeconds = report.slackSeconds
    graceSeconds = report.graceSeconds
    isSignalSeen = shutdown.signalAt != nil && shutdown.origin != .log
    countsFromSignal = pod.workload.kind == .log && report.signalAt == report.askedAt
    let begin = shutdown.asked ?? shutdown.seenAt
    let signalAt = pod.ownDrainBegin ?? shutdown.signalAt ?? shutdown.signalDueAt
    beforeSignal = signalAt.map { max(($0 - begin).seconds, 0) }
    // Of several containers the one with the endpoint is counted, and it says when it drains itself.
    let counts = pod.samples.filter { $0.source == .status && $0.isDraining && $0.time >= begin }
    isArrivalVisible = counts.count >= 2
    let arrivals = zip(counts, counts.dropFirst()).filter { $1.shows(arrivalAfter: $0) }
    lastArrival = arrivals.last.map { max(($0.1.time - begin).seconds, 0) }
    refusedAfter = pod.refusedWhileServed(report).map { max(($0 - begin).seconds, 0) }
    let empty = counts.reversed().prefix { $0.inFlight == 0 }.last
    if let empty, let endedAt = report.endedAt { cleanup = max((endedAt - empty.time).seconds, 0) }
  }

  private static func hook(_ pod: Pod, _ shutdown: Shutdown, _ scope: Scope) -> Hook {
    switch shutdown.origin {
    case .drain: return .unknown
    case .log:
      guard case .logs(_, _, let preStop?) = scope else { return .unknown }
      return .seconds(Int(preStop.seconds.rounded(.up)))
    case .deletion, .kubelet: break
    }
    let main = pod.object.containers.first {
      $0.kind == .main && shutdown.participants.contains($0.name)
    }
    switch main?.preStop {
    case nil: return .none
    case .sleep(let seconds): return .seconds(seconds)
    case .exec(let hook): return hook.isExact ? .seconds(hook.leastSeconds) : .open
    case .httpGet: return .open
    }
  }
}

extension Sample {
  /// A task came between the look before and this one.
  fileprivate func shows(arrivalAfter before: Sample) -> Bool {
    if inFlight > before.inFlight { return true }
    guard let accepted, let earlier = before.accepted else { return false }
    return accepted > earlier
  }
}

extension Pod {
  /// When the container with the endpoint began to drain, as its newest answer says.
  fileprivate var ownDrainBegin: Instant? {
    guard let report = status.report, let reportAt = status.reportAt, report.isDraining else {
      return nil
    }
    return reportAt - .seconds(report.drainElapsedSeconds)
  }

  /// When its endpoint began to refuse, within 2 s of the deletion, though the process lived on.
  fileprivate func refusedWhileServed(_ report: PodReport) -> Instant? {
    guard wasServed, shutdown?.origin == .deletion, status.answer == .refused,
      let silentSince = status.silentSince, let askedAt = report.askedAt, silentSince >= askedAt,
      silentSince <= askedAt + .seconds(2), let endedAt = report.endedAt,
      endedAt >= silentSince + .seconds(1)
    else { return nil }
    return silentSince
  }
}
