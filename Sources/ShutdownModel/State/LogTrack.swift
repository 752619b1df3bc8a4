/// What one container's log has said of its shutdown.
public struct LogTrack: Equatable, Sendable {
  public var container: String
  /// When a signal was first logged, on the cluster's clock.
  public var signalAt: Instant?
  /// When a drain was first logged.
  public var drainAt: Instant?
  /// The newest line that said anything about the shutdown, and when.
  public var lastSign: LogSign?
  public var lastSignAt: Instant?
  /// The newest line that carried a count of tasks in flight was this long ago.
  public var lastCountAt: Instant?
  /// A stream of this container is being followed.
  public var isFollowed = false

  /// Makes a track of a log that has said nothing.
  public init(container: String) {
    self.container = container
  }
}
