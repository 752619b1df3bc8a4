public import KubernetesObjects

/// What one shutdown says of the grace and the preStop delay that its workload needs.
///
/// All lengths are in seconds; those of arrivals count from the deletion.
public struct DrainFact: Equatable, Sendable {
  /// How the shutdown counts.
  public enum Outcome: Equatable, Sendable {
    /// It ended by itself; `isMeasured` is false when nobody saw what became of its work.
    case sufficed(isMeasured: Bool)
    /// Killed with work left, or with work nobody measured.
    case tooShort(Shortfall)
    /// The grace was not what mattered.
    case other(CauseBesideGrace)
    case unfinished
  }

  /// What a pod that its grace cut off would have needed.
  public struct Shortfall: Equatable, Sendable {
    /// From the request to its end: a grace had to be longer than this.
    public var moreThanSeconds: Double?
    /// Nil when nobody measured its work.
    public var inFlight: Int?
    /// Nil when the counts do not carry one.
    public var estimate: DrainEstimate?
    /// The deadline was assumed, not read from a pod object.
    public var isAssumed: Bool

    package init(
      moreThanSeconds: Double?, inFlight: Int?, estimate: DrainEstimate?, isAssumed: Bool
    ) {
      self.moreThanSeconds = moreThanSeconds
      self.inFlight = inFlight
      self.estimate = estimate
      self.isAssumed = isAssumed
    }
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

  public var pod: PodIdentity
  public var outcome: Outcome
  public var hook: Hook
  /// From the request to the last end of all containers.
  public var usedSeconds: Double?
  public var slackSeconds: Double?
  public var graceSeconds: Double?
  /// From the request to the signal, or to the moment at which it was due.
  public var beforeSignal: Double?
  /// The signal was noticed, not only due.
  public var isSignalSeen = false
  /// Only a log shows the drain, and it is counted from the signal: what a preStop hook took is not in it.
  public var countsFromSignal = false
  /// The look that showed the last task to arrive, if it arrived after the signal.
  public var lastArrival: Double?
  /// It was counted while it drained, so that an arrival would have been seen.
  public var isArrivalVisible = false
  /// When the endpoint began to refuse connections while the process lived on and a Service could
  /// still send some.
  public var refusedAfter: Double?
  /// From the first look that showed it empty to its end.
  public var cleanup: Double?

  /// Makes a fact of which no length is known.
  package init(pod: PodIdentity, outcome: Outcome, hook: Hook) {
    self.pod = pod
    self.outcome = outcome
    self.hook = hook
  }

  var hasSufficed: Bool { if case .sufficed = outcome { true } else { false } }

  var shortfall: Shortfall? {
    if case .tooShort(let shortfall) = outcome { shortfall } else { nil }
  }

  /// What is left of a length from the request without what came before the signal.
  func drainSeconds(of seconds: Double) -> Double { max(seconds - (beforeSignal ?? 0), 0) }
}

/// Why more grace would have changed nothing, or why that cannot be said.
public enum CauseBesideGrace: String, CaseIterable, Sendable {
  case neverNoticedItsSignal = "never-noticed-its-signal"
  /// Killed with nothing in flight: its work was done, and yet it did not end.
  case nothingLeft = "nothing-left"
  case ownLimit = "own-limit"
  case cutItsWork = "cut-its-work"
  case killedEarly = "killed-early"
  /// A container that nobody measures ran on until SIGKILL.
  case otherContainer = "other-container"
  case crashed
  case outOfMemory = "out-of-memory"
  case vanished
  /// The kubelet ended it, without a deletion that had a grace.
  case kubelet
  case unknown
}
