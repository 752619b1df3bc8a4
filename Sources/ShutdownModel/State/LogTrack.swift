/// What one container's log has said of its shutdown.
public struct LogTrack: Equatable, Sendable {
  public var container: String
  /// When each sign was last seen, on the cluster's clock.
  public var latest: [LogSign: Instant] = [:]
  /// When the newest line was written.
  public var lastLineAt: Instant?
  /// A stream of this container is being followed and has not ended.
  public var isFollowed = false

  /// Makes a track of a log that has said nothing.
  public init(container: String) {
    self.container = container
  }

  /// When the log said that the shutdown had begun: a signal or a drain, not before an instant.
  func shutdownSeenAt(notBefore start: Instant) -> Instant? {
    [latest[.signal], latest[.draining], latest[.waiting]].compactMap { $0 }
      .filter { $0 >= start }.min()
  }

  /// When the log said that the work was done, not before an instant.
  ///
  /// After a cut the last words say no more than that the process is gone: nginx logs the same `exit`
  /// after SIGTERM and after SIGQUIT.
  func finishedAt(notBefore start: Instant) -> Instant? {
    guard let finished = latest[.finished], finished >= start else { return nil }
    if let cut = latest[.cut], cut >= start, cut <= finished { return nil }
    return finished
  }
}
