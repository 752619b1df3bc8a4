/// One answer of a pod's shutdown-status endpoint, version 1 of the contract.
///
/// The pod library encodes it, the dashboard decodes it; both use this type and no other. What other
/// servers answer is mapped onto it by a ``StatusKind``; what they leave unsaid is nil, never a guess.
public struct ShutdownStatus: Equatable, Sendable {
  /// Where the process says it is on its way out.
  public enum Phase: String, Equatable, Sendable, CaseIterable {
    case running
    case draining
    /// Nothing is left.
    case drained
    /// It gave up with work left.
    case timedOut
  }

  /// One bucket of the histogram of finished tasks.
  public struct DurationBucket: Equatable, Sendable {
    /// Upper bound of the bucket, in seconds.
    public var upperBoundSeconds: Double
    /// How many tasks ended within the bound and above the one before.
    public var count: Int

    /// Makes a bucket from its upper bound in seconds and its count of tasks.
    public init(upperBoundSeconds: Double, count: Int) {
      self.upperBoundSeconds = upperBoundSeconds
      self.count = count
    }
  }

  /// The process's own phase; nil when its server does not tell.
  public var phase: Phase?
  /// Tasks accepted and not finished; nil when its server does not count, or cannot just now.
  ///
  /// The status request itself never counts.
  public var inFlight: Int?
  /// Seconds since the drain began, 0 while running.
  public var drainElapsedSeconds: Double
  /// How long the process itself waits at most, in seconds.
  public var drainTimeoutSeconds: Double?
  /// What began the drain: `SIGTERM`, `SIGHUP`, … or `http`.
  public var signal: String?
  /// Ages in seconds of the tasks in flight, oldest first, at most 100.
  public var oldestSeconds: [Double]
  /// Finished tasks by duration, ascending.
  public var durations: [DurationBucket]
  /// How many of ``inFlight`` end only when closed (SSE, WebSocket, long poll).
  public var streams: Int?
  /// Tasks finished since the start.
  public var completed: Int?
  /// What the pod believes its grace period is, in seconds.
  public var gracePeriodSeconds: Double?
  /// Its server closes this endpoint when it begins to drain, so that no answer ever tells of a drain.
  package var closesOnDrain = false

  /// Makes an answer; what is optional in the contract is absent unless given.
  public init(
    phase: Phase?,
    inFlight: Int?,
    drainElapsedSeconds: Double = 0,
    drainTimeoutSeconds: Double? = nil,
    signal: String? = nil,
    oldestSeconds: [Double] = [],
    durations: [DurationBucket] = [],
    streams: Int? = nil,
    completed: Int? = nil,
    gracePeriodSeconds: Double? = nil
  ) {
    self.phase = phase
    self.inFlight = inFlight
    self.drainElapsedSeconds = drainElapsedSeconds
    self.drainTimeoutSeconds = drainTimeoutSeconds
    self.signal = signal
    self.oldestSeconds = oldestSeconds
    self.durations = durations
    self.streams = streams
    self.completed = completed
    self.gracePeriodSeconds = gracePeriodSeconds
  }

  /// An answer of a server that closes this endpoint when it begins to drain.
  package static func untilDrain(inFlight: Int) -> ShutdownStatus {
    var status = ShutdownStatus(phase: .running, inFlight: inFlight)
    status.closesOnDrain = true
    return status
  }

  /// The process says that it drains, or that its drain is over.
  public var isDraining: Bool { phase.map { $0 != .running } ?? false }
}
