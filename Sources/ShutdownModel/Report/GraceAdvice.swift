import KubernetesObjects

/// Which grace period would have sufficed, as far as the run's data go.
public struct GraceAdvice: Equatable, Sendable {
  /// Pods that ended by themselves, and a grace with a margin over the longest of them.
  public struct Sufficient: Equatable, Sendable {
    /// How many shutdowns ended by themselves and said how long they took.
    public var shutdowns: Int
    /// Of them, those whose work nobody measured: they ended in time, and no more is known.
    public var unmeasured: Int
    public var longestSeconds: Double
    /// Whose it was.
    public var pod: Output.PodIdentity
    /// The longest with its margin; see ``GraceAdvice/withMargin(_:)``.
    public var graceSeconds: Int
  }

  /// A pod that was killed with work left, or with work nobody measured.
  public struct TooShort: Equatable, Sendable {
    public var pod: Output.PodIdentity
    /// From the request to its end: a grace had to be longer than this.
    public var moreThanSeconds: Double?
    /// Nil when nobody measured its work.
    public var inFlight: Int?
    public var estimate: DrainEstimate?
    /// The deadline was assumed, not read from a pod object.
    public var isAssumed: Bool
  }

  /// A pod for which the grace was not the cause, or nobody can tell.
  public struct OtherCause: Equatable, Sendable {
    public var pod: Output.PodIdentity
    public var cause: Cause
  }

  /// Why more grace would have changed nothing, or why that cannot be said.
  public enum Cause: String, CaseIterable, Sendable {
    case neverNoticedItsSignal = "never-noticed-its-signal"
    /// Killed with nothing in flight: its work was done, and yet it did not end.
    case nothingLeft = "nothing-left"
    case ownLimit = "own-limit"
    case cutItsWork = "cut-its-work"
    case killedEarly = "killed-early"
    case crashed
    case outOfMemory = "out-of-memory"
    case vanished
    /// The kubelet ended it, without a deletion that had a grace.
    case kubelet
    case unknown
  }

  public var sufficient: Sufficient?
  public var tooShort: [TooShort] = []
  public var otherCauses: [OtherCause] = []
  /// Shutdowns that are not over.
  public var unfinished = 0
  /// Drains that only a log shows are counted from the signal: what a preStop hook took is not in
  /// them.
  public var countsFromSignal = false
  /// The graces the pods had, ascending, each once.
  public var presentSeconds: [Double] = []

  /// The grace that would have sufficed for every pod whose grace mattered; nil when only a lower
  /// bound is known, or nothing.
  public var graceSeconds: Int? {
    // Of those whose end nobody knows one may have needed more than all others.
    guard unfinished == 0, !otherCauses.contains(where: { $0.cause == .unknown }) else {
      return nil
    }
    let estimates = tooShort.map { $0.estimate?.graceSeconds }
    guard !estimates.contains(nil) else { return nil }
    return (estimates.compactMap { $0 } + [sufficient?.graceSeconds].compactMap { $0 }).max()
  }

  /// ``graceSeconds`` rests on a drain that was not seen to its end.
  public var isEstimate: Bool { graceSeconds != nil && !tooShort.isEmpty }

  /// It had to be longer than this: the longest of those that were killed with work left.
  public var moreThanSeconds: Double? { tooShort.compactMap(\.moreThanSeconds).max() }

  /// A length with a quarter more, 5 s more at least, rounded up to 5 s.
  ///
  /// Container times are whole seconds, and the next drain is not the one that was seen.
  public static func withMargin(_ seconds: Double) -> Int {
    let wanted = max(seconds * 1.25, seconds + 5)
    guard wanted < 1e9 else { return 1_000_000_000 }
    return Int((wanted / 5).rounded(.up)) * 5
  }

  mutating func add(_ pod: PodReport, _ verdict: Verdict) {
    if let present = pod.graceSeconds, !presentSeconds.contains(present) {
      presentSeconds.append(present)
      presentSeconds.sort()
    }
    if pod.pod.workload.kind == .log, pod.signalAt == pod.askedAt { countsFromSignal = true }
    if let cause = pod.causeBesideGrace(verdict) {
      otherCauses.append(OtherCause(pod: pod.pod, cause: cause))
    } else if verdict.kind == .killed {
      tooShort.append(
        TooShort(
          pod: pod.pod, moreThanSeconds: verdict.leastNeededSeconds,
          inFlight: verdict.inFlightAtEnd,
          estimate: DrainEstimate(pod, verdict), isAssumed: verdict.isAssumed))
    } else if let used = verdict.usedSeconds {
      addSufficient(pod.pod, used, isMeasured: verdict.kind == .clean)
    }
  }

  private mutating func addSufficient(
    _ pod: Output.PodIdentity, _ used: Double, isMeasured: Bool
  ) {
    var sum =
      sufficient
      ?? Sufficient(shutdowns: 0, unmeasured: 0, longestSeconds: -1, pod: pod, graceSeconds: 0)
    sum.shutdowns += 1
    if !isMeasured { sum.unmeasured += 1 }
    if used > sum.longestSeconds {
      sum.longestSeconds = used
      sum.pod = pod
      sum.graceSeconds = GraceAdvice.withMargin(used)
    }
    sufficient = sum
  }
}

extension Verdict {
  /// What a pod that was killed with work left has needed at least.
  ///
  /// Its grace; more where SIGKILL came later than that, by more than the seconds that its times are
  /// cut to.
  var leastNeededSeconds: Double? {
    guard let usedSeconds else { return graceSeconds }
    return max(usedSeconds - 1, graceSeconds ?? 0)
  }
}

extension PodReport {
  /// Why its grace was not what mattered; nil when it was, or when it ended well.
  func causeBesideGrace(_ verdict: Verdict) -> GraceAdvice.Cause? {
    switch verdict.kind {
    case .clean, .ended: nil
    case .killed:
      if verdict.graceSeconds == nil {
        .kubelet
      } else if verdict.signalSeen == false {
        .neverNoticedItsSignal
      } else if verdict.inFlightAtEnd == 0 {
        .nothingLeft
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
