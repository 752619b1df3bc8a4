import DrainForecast
package import GraceAdvice
import Time

extension PodReport {
  /// What it says of its grace.
  var graceOutcome: DrainFact.Outcome {
    guard let verdict else { return .unfinished }
    if let cause = causeBesideGrace(verdict) { return .other(cause) }
    guard verdict.kind == .killed else { return .sufficed(isMeasured: verdict.kind == .clean) }
    return .tooShort(
      DrainFact.Shortfall(
        moreThanSeconds: verdict.leastNeededSeconds, inFlight: verdict.inFlightAtEnd,
        estimate: drainEstimate, isAssumed: verdict.isAssumed))
  }

  /// How long its drain would have taken; nil where its counts, or its last look, do not carry it.
  package var drainEstimate: DrainEstimate? {
    guard let askedAt, verdict?.inFlightAgeSeconds.map({ $0 <= 2 }) == true else { return nil }
    let drain = samples.filter { $0.isDraining && $0.time >= askedAt }
    return DrainEstimate(
      of: drain.map { .init(time: $0.time, inFlight: $0.inFlight) }, asked: askedAt)
  }

  /// Why its grace was not what mattered; nil when it was, or when it ended well.
  private func causeBesideGrace(_ verdict: Verdict) -> CauseBesideGrace? {
    switch verdict.kind {
    case .clean, .ended: nil
    case .killed:
      if verdict.kill?.isBeforeGrace == true {
        .killedEarly
      } else if verdict.graceSeconds == nil {
        .kubelet
      } else if verdict.signalSeen == false {
        .neverNoticedItsSignal
      } else if verdict.inFlightAtEnd == 0 {
        .nothingLeft
      } else if isOfOtherContainer {
        .otherContainer
      } else {
        nil
      }
    case .killedEarly: .killedEarly
    case .crashed: .crashed
    case .oom: .outOfMemory
    case .timedOut: .ownLimit
    case .cut: .cutItsWork
    case .vanished: .vanished
    case .unknown: .unknown
    }
  }
}

extension Verdict {
  /// What a pod that was killed with work left has needed at least.
  ///
  /// Its grace; more where SIGKILL came later than that, by more than the seconds that its times are
  /// cut to.
  fileprivate var leastNeededSeconds: Double? {
    guard let usedSeconds else { return graceSeconds }
    return max(usedSeconds - 1, graceSeconds ?? 0)
  }
}
