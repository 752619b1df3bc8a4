public import GraceAdvice
public import Time

/// When a run is over, as the user asked for it.
public struct Goal: Equatable, Sendable {
  /// What has to be reached.
  public enum Until: String, CaseIterable, Sendable {
    /// As `kubectl rollout status` means it.
    case available
    /// And every old pod's containers have ended.
    case drained
    /// And the objects have gone.
    case gone
  }

  /// Nil: the run goes on until the user quits.
  public var until: Until?
  /// Watch this long, whatever happens.
  public var duration: TimeSpan?
  /// Give up after this long.
  public var timeout: TimeSpan?
  /// Only `clean` is good.
  public var isStrict: Bool
  /// A command runs beside; the question is asked after it has ended.
  public var hasCommand: Bool
  /// The exit code is 0 unless the run could not do its job (`demo`).
  public var alwaysSucceeds: Bool

  /// Makes a goal.
  public init(
    until: Until? = nil, duration: TimeSpan? = nil, timeout: TimeSpan? = nil,
    isStrict: Bool = false, hasCommand: Bool = false, alwaysSucceeds: Bool = false
  ) {
    self.until = until
    self.duration = duration
    self.timeout = timeout
    self.isStrict = isStrict
    self.hasCommand = hasCommand
    self.alwaysSucceeds = alwaysSucceeds
  }
}

/// The last line of a run.
public struct Summary: Equatable, Sendable {
  /// How the run ended.
  public enum Result: String, Sendable {
    case available
    case drained
    case gone
    /// `--for` is over.
    case elapsed
    /// The rollout itself failed.
    case failed
    case timeout
    case interrupted
  }

  /// Drain lengths in seconds, nearest rank.
  public struct DrainSeconds: Equatable, Sendable {
    public var p50: Double
    public var p95: Double
    public var max: Double
  }

  /// The workloads' names, joined when there are several.
  public var workload: String
  public var result: Result
  /// How many shutdowns have begun.
  public var pods: Int
  /// How many shutdowns got which verdict.
  public var verdicts: [Verdict.Kind: Int]
  /// What pods that ended badly had in flight at their last polls, together.
  public var leftInFlight = 0
  /// Of those whose verdict is `unknown`, the pods that were still terminating.
  public var stillTerminating = 0
  /// Nil when no used seconds are known.
  public var drainSeconds: DrainSeconds?
  /// The grace advised for each workload whose pods were on their way out.
  public var advice: [GraceRecommendation] = []
  /// One sentence for a person: why the run is over.
  public var reason: String
  /// The code lastcall exits with.
  public var exitCode: Int
}
