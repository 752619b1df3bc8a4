public import PodStatus
public import Time

/// What is known of a pod's shutdown-status endpoint.
public struct StatusTrack: Equatable, Sendable {
  /// What was asked last, for example `http (8080)/shutdown-status`.
  public var endpoint: String?
  /// The container that owns the endpoint, if known.
  public var container: String?
  /// The newest valid answer.
  public var report: ShutdownStatus?
  /// When it came, on the cluster's clock.
  public var reportAt: Instant?
  /// When that was asked: the process was alive then, and need not have been when the answer came.
  var heardAt: Instant?
  /// What came of the newest poll.
  public var answer: StatusObservation.Answer?
  /// When that was, on the cluster's clock.
  public var answerAt: Instant?
  /// Since when the endpoint has not given a valid answer, having given one before.
  public var silentSince: Instant?
  /// How many answers were malformed.
  public var malformedCount = 0

  /// Makes a track of an endpoint never asked.
  public init() {}
}
