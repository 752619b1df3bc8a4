public import PodStatus

/// What a ``TaskCounter`` knows at one moment.
public struct TaskSnapshot: Equatable, Sendable {
  /// Accepted and not finished.
  public var inFlight: Int
  /// The same by kind; a kind without any is absent.
  public var inFlightByKind: [TaskKind: Int]
  /// Finished since the start.
  public var completed: Int
  /// Ages in seconds of the tasks in flight, oldest first, at most `ShutdownStatus.maximumAges`.
  public var oldestSeconds: [Double]
  /// Finished tasks by duration; empty while none has finished.
  public var durations: [ShutdownStatus.DurationBucket]
  /// How long the finished ones took together, in seconds.
  public var completedSeconds: Double
}
