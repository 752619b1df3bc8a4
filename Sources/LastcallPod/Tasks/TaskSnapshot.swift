/// What a ``TaskCounter`` knows at one moment.
public struct TaskSnapshot: Equatable, Sendable {
  /// How many finished tasks took a certain time.
  public struct Bucket: Equatable, Sendable {
    /// They took at most this; in the last one longer, too.
    public var upperBound: Duration
    /// How many, those of other buckets not among them.
    public var count: Int
  }

  /// Accepted and not finished.
  public var inFlight: Int
  /// The same by kind; a kind without any is absent.
  public var inFlightByKind: [TaskKind: Int]
  /// Finished since the start.
  public var completed: Int
  /// Ages of the tasks in flight, oldest first, at most a hundred.
  public var oldest: [Duration]
  /// Finished tasks by duration, in ascending order.
  public var durations: [Bucket]
  /// How long the finished ones took together.
  public var completedDuration: Duration
}
