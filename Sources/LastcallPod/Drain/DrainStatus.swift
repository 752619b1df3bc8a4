import PodStatus

/// How a drain stands at one moment.
public struct DrainStatus: Equatable, Sendable {
  /// Where a process is on its way to the end.
  public enum Phase: String, CaseIterable, Sendable {
    /// No drain has begun.
    case running
    /// It waits for what is in flight.
    case draining
    /// It is over, and nothing was left.
    case drained
    /// It is over, and work was left.
    case timedOut
  }

  /// Where the process is.
  public var phase: Phase
  /// What began the drain: the name of a signal, `http`, ….
  public var cause: String?
  /// Accepted and not finished; nil where that is not known.
  public var inFlight: Int?
  /// Since the drain began, until it was over; zero while running.
  public var elapsed: Duration
  /// How long the process waits at most.
  public var limit: Duration
  /// What the pod believes its grace period is.
  public var gracePeriod: Duration?
  /// The work in detail; nil where somebody else counts it, and only `inFlight` is known.
  public var tasks: TaskSnapshot?

  /// As the status endpoint tells it, for a server of one's own.
  public var json: String { contract.json }

  var contract: ShutdownStatus {
    let durations = tasks.map { $0.completed == 0 ? [] : $0.durations } ?? []
    return ShutdownStatus(
      phase: ShutdownStatus.Phase(rawValue: phase.rawValue), inFlight: inFlight,
      drainElapsedSeconds: elapsed.inSeconds, drainTimeoutSeconds: limit.inSeconds, signal: cause,
      oldestSeconds: tasks?.oldest.map(\.inSeconds) ?? [],
      durations: durations.map {
        ShutdownStatus.DurationBucket(
          upperBoundSeconds: $0.upperBound.inSeconds, count: $0.count)
      },
      streams: tasks.map { $0.inFlightByKind[.stream] } ?? nil, completed: tasks?.completed,
      gracePeriodSeconds: gracePeriod?.inSeconds)
  }
}
