public import KubernetesObjects

/// Which grace period would have sufficed, as far as the shutdowns of a run tell.
public struct GraceInHindsight: Equatable, Sendable {
  /// Pods that ended by themselves, and a grace with a margin over the longest of them.
  public struct Sufficient: Equatable, Sendable {
    /// How many shutdowns ended by themselves and said how long they took.
    public var shutdowns = 0
    /// Of them, those whose work nobody measured: they ended in time, and no more is known.
    public var unmeasured = 0
    public var longestSeconds: Double
    /// Whose it was.
    public var pod: PodIdentity

    /// The longest with its margin.
    public var graceSeconds: Int { GraceMargin.grace(for: longestSeconds) }
  }

  /// A pod that was killed with work left, or with work nobody measured.
  public struct TooShort: Equatable, Sendable {
    public var pod: PodIdentity
    public var shortfall: DrainFact.Shortfall
  }

  /// A pod for which the grace was not the cause, or nobody can tell.
  public struct OtherCause: Equatable, Sendable {
    public var pod: PodIdentity
    public var cause: CauseBesideGrace
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

  /// Looks back at shutdowns, in the order in which they are to be told.
  package init(_ facts: [DrainFact]) {
    for fact in facts {
      switch fact.outcome {
      case .unfinished:
        unfinished += 1
        continue
      case .other(let cause): otherCauses.append(OtherCause(pod: fact.pod, cause: cause))
      case .tooShort(let shortfall):
        tooShort.append(TooShort(pod: fact.pod, shortfall: shortfall))
      case .sufficed(let isMeasured):
        guard let used = fact.usedSeconds else { break }
        var sum = sufficient ?? Sufficient(longestSeconds: used, pod: fact.pod)
        sum.shutdowns += 1
        if !isMeasured { sum.unmeasured += 1 }
        if used > sum.longestSeconds { (sum.longestSeconds, sum.pod) = (used, fact.pod) }
        sufficient = sum
      }
      if fact.countsFromSignal { countsFromSignal = true }
    }
    let ended = facts.filter { $0.outcome != .unfinished }
    presentSeconds = Set(ended.compactMap(\.graceSeconds)).sorted()
  }

  /// The grace that would have sufficed for every pod whose grace mattered; nil when only a lower
  /// bound is known, or nothing.
  public var graceSeconds: Int? {
    // Of those whose end nobody knows one may have needed more than all others.
    guard unfinished == 0, !otherCauses.contains(where: { $0.cause == .unknown }) else {
      return nil
    }
    let estimates = tooShort.map { $0.shortfall.estimate?.graceSeconds }
    guard !estimates.contains(nil) else { return nil }
    return (estimates + [sufficient?.graceSeconds]).compactMap { $0 }.max()
  }

  /// ``graceSeconds`` rests on a drain that was not seen to its end.
  public var isEstimate: Bool { graceSeconds != nil && !tooShort.isEmpty }

  /// It had to be longer than this: the longest of those that were killed with work left.
  public var moreThanSeconds: Double? { tooShort.compactMap(\.shortfall.moreThanSeconds).max() }
}
