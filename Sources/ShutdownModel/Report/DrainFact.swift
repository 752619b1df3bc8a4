import DequeModule
import KubernetesObjects
import PodStatus
import Time

/// What one shutdown says of the grace and the preStop delay that its workload needs.
///
/// All lengths are in seconds; those of arrivals count from the deletion.
public struct DrainFact: Equatable, Sendable {
  /// How the shutdown counts.
  public enum Outcome: Equatable, Sendable {
    /// It ended by itself; `isMeasured` is false when nobody saw what became of its work.
    case sufficed(isMeasured: Bool)
    /// Killed with work left, after so long at least; with what it would have needed as an estimate.
    case tooShort(moreThan: Double?, estimate: Double?)
    /// The grace was not what mattered.
    case other(GraceAdvice.Cause)
    case unfinished
  }

  /// The preStop hook as the pod's spec has it.
  public enum Hook: Equatable, Sendable {
    case none
    case seconds(Int)
    /// How long it runs it decides itself.
    case open
    /// No pod object was seen, and nobody has told.
    case unknown
  }

  public var pod: Output.PodIdentity
  public var outcome: Outcome
  /// From the request to the last end of all containers.
  public var usedSeconds: Double?
  public var slackSeconds: Double?
  public var graceSeconds: Double?
  public var hook: Hook
  /// From the request to the signal, or to the moment at which it was due.
  public var beforeSignal: Double?
  /// The signal was noticed, not only due.
  public var isSignalSeen: Bool
  /// The look that showed the last task to arrive, if it arrived after the signal.
  public var lastArrival: Double?
  /// It was counted while it drained, so that an arrival would have been seen.
  public var isArrivalVisible: Bool
  /// When the endpoint began to refuse connections while the process lived on and a Service could
  /// still send some.
  public var refusedAfter: Double?
  /// From the first look that showed it empty to its end.
  public var cleanup: Double?

  /// What is left of a length from the request without what came before the signal.
  func drainSeconds(of seconds: Double) -> Double { max(seconds - (beforeSignal ?? 0), 0) }

  /// Nil for a pod that is not on its way out.
  init?(_ pod: Pod, _ scope: Scope) {
    guard let shutdown = pod.shutdown, let report = PodReport(pod, Chronicle()) else { return nil }
    self.pod = pod.identity
    usedSeconds = report.usedSeconds
    slackSeconds = report.slackSeconds
    graceSeconds = report.graceSeconds
    hook = DrainFact.hook(pod, shutdown, scope)
    outcome = DrainFact.outcome(report)
    isSignalSeen = shutdown.signalAt != nil && shutdown.origin != .log
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

  private static func outcome(_ pod: PodReport) -> Outcome {
    guard let verdict = pod.verdict else { return .unfinished }
    if let cause = pod.causeBesideGrace(verdict) { return .other(cause) }
    if verdict.kind == .killed {
      return .tooShort(
        moreThan: verdict.leastNeededSeconds, estimate: DrainEstimate(pod, verdict)?.neededSeconds)
    }
    return .sufficed(isMeasured: verdict.kind == .clean)
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
