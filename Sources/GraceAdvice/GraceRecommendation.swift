public import DrainForecast
public import KubernetesObjects
internal import Time

/// The grace and the preStop delay a workload should have, by what its drains needed.
///
/// terminationGracePeriodSeconds = the preStop delay + the drain + the cleanup + a margin. Where the
/// pods told how long their tasks take, the drain is a quantile of what is left of a task in flight
/// (see ``ResidualLaw``); else it is the longest that was seen. A number that nobody can justify is
/// nil, with the reason.
public struct GraceRecommendation: Equatable, Sendable {
  /// What the advised drain rests on.
  public enum Basis: Equatable, Sendable {
    case residual(ResidualLaw.Quantile)
    /// The longest of so many drains that ended by themselves.
    case longest(PodIdentity, of: Int)
    /// A drain that SIGKILL cut off, as long as it would have taken had it gone on as it went.
    case estimate(PodIdentity)
    /// The process gives up by its own limit before its last task would be done.
    case ownLimit
  }

  /// What the grace is the sum of, in seconds, before it is rounded up to 5 s.
  public struct Parts: Equatable, Sendable {
    public var preStop: Double
    public var drain: Double
    /// From the last task's end to the process's; in a drain that was seen to its end it is
    /// contained.
    public var cleanup: Double
    public var margin: Double
    public var basis: Basis
  }

  /// Why no grace is advised.
  public enum Refusal: Equatable, Sendable {
    /// So many shutdowns are not over.
    case unfinished(Int)
    /// Nobody knows how so many ended: one of them may have needed more than all others.
    case unknownEnds(Int)
    /// So many were killed with work left, after so long at least.
    case killed(Int, moreThan: Double?)
    /// For none of them the grace was what mattered.
    case otherCauses(Int)
    /// None said how long it took.
    case noLength
    /// The drain is known from the signal on, and a preStop hook is part of the grace.
    case hookUnknown
  }

  public var workload: WorkloadID
  /// Shutdowns that began.
  public var shutdowns: Int
  /// Nil when no drain said how long it took.
  public var percentiles: DrainPercentiles?
  /// What pods that ended by themselves left of their grace; nil when none did.
  public var leastSlackSeconds: Double?
  public var medianSlackSeconds: Double?
  /// The graces the pods had, ascending, each once.
  public var presentGraceSeconds: [Double]
  /// Pods that SIGKILL found with work left, or with work nobody measured.
  public var killed: Int
  /// A grace had to be longer than this: the longest of those.
  public var killedAfterSeconds: Double?
  /// Pods that ended badly for another reason than their grace, those of unknown end among them.
  public var otherCauses: Int
  public var preStop: PreStopAdvice
  /// Nil when ``refusal`` says why; with ``Refusal/hookUnknown`` what is needed from the signal on.
  public var parts: Parts?
  public var refusal: Refusal?
  /// Why the histograms of durations could not tell; nil when they did.
  public var histogramRefusal: ResidualLaw.Refusal?

  /// The advised `terminationGracePeriodSeconds`.
  public var graceSeconds: Int? { refusal == nil ? neededSeconds : nil }

  /// The sum of ``parts``, rounded up to 5 s.
  public var neededSeconds: Int? {
    parts.map { GraceMargin.grace(of: $0.preStop + $0.drain + $0.cleanup + $0.margin) }
  }

  init(_ drains: WorkloadDrains) {
    let facts = drains.facts
    workload = drains.workload
    shutdowns = facts.count
    percentiles = DrainPercentiles(
      facts.compactMap(\.usedSeconds),
      cutOff: facts.count { $0.shortfall != nil && $0.usedSeconds != nil })
    let slacks = facts.filter(\.hasSufficed).compactMap(\.slackSeconds)
    leastSlackSeconds = slacks.min()
    medianSlackSeconds = slacks.nearestRank(0.5)
    presentGraceSeconds = Set(facts.compactMap(\.graceSeconds)).sorted()
    killed = facts.count { $0.shortfall != nil }
    killedAfterSeconds = facts.compactMap(\.shortfall?.moreThanSeconds).max()
    otherCauses = facts.count { if case .other = $0.outcome { true } else { false } }
    preStop = PreStopAdvice(drains)
    switch GraceRecommendation.quantile(drains) {
    case .success(let quantile): parts = residual(quantile, drains)
    case .failure(let error): histogramRefusal = error.refusal
    }
    if parts == nil {
      refusal = GraceRecommendation.refusal(of: facts)
      if refusal == nil { parts = observed(facts) }
      if refusal == nil, parts == nil { refusal = .noLength }
    }
    if refusal == nil, facts.contains(where: { $0.hook == .unknown }) { refusal = .hookUnknown }
  }

  /// The present grace, where less would have done: so few drains are no reason to lower it, for the next
  /// one often exceeds the longest of them.
  ///
  /// Nil where it is reliable.
  public var graceToKeep: Double? {
    guard let graceSeconds, let present = presentGraceSeconds.max(), Double(graceSeconds) < present
    else { return nil }
    return isReliable ? nil : present
  }

  /// It rests on the durations of many tasks, or on thirty drains.
  var isReliable: Bool {
    if case .residual? = parts?.basis { return true }
    return shutdowns >= GraceRecommendation.drainsToRelyOn
  }

  /// So many drains it takes for their longest to be a number.
  public static let drainsToRelyOn = 30

  private static func quantile(
    _ drains: WorkloadDrains
  ) -> Result<ResidualLaw.Quantile, ResidualLaw.QuantileError> {
    // Where no pod drained, or none was counted, more grace is no answer.
    guard drains.facts.contains(where: { $0.hasSufficed || $0.shortfall != nil }) else {
      return .failure(.init(.noHistogram))
    }
    if drains.streams > 0 { return .failure(.init(.streams(drains.streams))) }
    let answer = drains.law.quantile(inFlight: drains.peakInFlight)
    guard case .success(let quantile) = answer else { return answer }
    // A task that was still there after longer than the law allows speaks against it.
    let most = drains.facts.compactMap { fact in
      fact.shortfall?.moreThanSeconds.map(fact.drainSeconds)
    }.max()
    if let most, most > quantile.seconds {
      return .failure(.init(.contradicted(seconds: quantile.seconds, by: most)))
    }
    return answer
  }

  private func residual(_ quantile: ResidualLaw.Quantile, _ drains: WorkloadDrains) -> Parts {
    let cleanup = drains.facts.filter(\.hasSufficed).compactMap(\.cleanup).max() ?? 0
    var parts = Parts(
      preStop: delay(drains.facts), drain: quantile.seconds, cleanup: cleanup,
      margin: GraceMargin.least,
      basis: .residual(quantile))
    if let limit = drains.ownLimitSeconds, limit < quantile.seconds {
      parts.drain = limit
      parts.basis = .ownLimit
    }
    // What was seen may happen again, whatever the law says.
    if let seen = longest(drains.facts), seen.seconds > parts.drain + cleanup {
      parts.drain = seen.seconds
      parts.cleanup = 0
      parts.basis = .longest(seen.pod, of: drains.facts.count(where: \.hasSufficed))
    }
    return parts
  }

  private func observed(_ facts: [DrainFact]) -> Parts? {
    let seen = longest(facts)
    let estimates = facts.compactMap { fact in
      fact.shortfall?.estimate.map {
        (seconds: fact.drainSeconds(of: $0.neededSeconds), pod: fact.pod)
      }
    }
    let estimate = estimates.max { $0.seconds < $1.seconds }
    let count = facts.count(where: \.hasSufficed)
    let bases = [
      seen.map { ($0.seconds, Basis.longest($0.pod, of: count)) },
      estimate.map { ($0.seconds, Basis.estimate($0.pod)) },
    ].compactMap { $0 }
    guard let (seconds, basis) = bases.max(by: { $0.0 < $1.0 }) else { return nil }
    return Parts(
      preStop: delay(facts), drain: seconds, cleanup: 0, margin: GraceMargin.beyond(seconds),
      basis: basis)
  }

  /// What stands before the drain: the advised delay, else the present one, else as it was measured.
  private func delay(_ facts: [DrainFact]) -> Double {
    if let seconds = preStop.seconds ?? preStop.presentSeconds { return Double(seconds) }
    return facts.filter { $0.hook == .open && $0.isSignalSeen }.compactMap(\.beforeSignal).max()
      ?? 0
  }

  private func longest(_ facts: [DrainFact]) -> (seconds: Double, pod: PodIdentity)? {
    facts.filter(\.hasSufficed)
      .compactMap { fact in
        fact.usedSeconds.map { (seconds: fact.drainSeconds(of: $0), pod: fact.pod) }
      }
      .max { $0.seconds < $1.seconds }
  }

  /// Why what was seen justifies no number; nil when it does.
  private static func refusal(of facts: [DrainFact]) -> Refusal? {
    var (open, unknown, bounds, others) = (0, 0, [Double?](), 0)
    for fact in facts {
      switch fact.outcome {
      case .unfinished: open += 1
      case .other(.unknown): unknown += 1
      case .other: others += 1
      case .tooShort(let shortfall):
        if shortfall.estimate == nil { bounds.append(shortfall.moreThanSeconds) }
      case .sufficed: break
      }
    }
    if !bounds.isEmpty { return .killed(bounds.count, moreThan: bounds.compactMap { $0 }.max()) }
    if unknown > 0 { return .unknownEnds(unknown) }
    if open > 0 { return .unfinished(open) }
    return others > 0 && others == facts.count ? .otherCauses(others) : nil
  }
}
