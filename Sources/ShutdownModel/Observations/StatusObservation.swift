public import LogText
public import PodStatus
public import Time

/// One poll of a pod's shutdown-status endpoint and what came of it.
public struct StatusObservation: Equatable, Sendable {
  /// What came of it.
  ///
  /// Only ``report(_:)`` carries numbers: nothing else is ever taken as zero.
  public enum Answer: Equatable, Sendable {
    case report(ShutdownStatus)
    /// Connection refused: the listener is closed, or not open yet.
    case refused
    case timedOut
    /// An answer that is not of the contract, and why, as harmless text.
    case malformed(reason: String)
    /// The pod answered, but has no such path.
    case notFound
    /// The API server forbids `pods/proxy`.
    case forbidden
    /// Anything else, as harmless text (a 500 of the API server, a closed connection).
    case failed(String)
  }

  public var pod: PodReference
  /// What was asked, for example `http (8080)/shutdown-status`; shown in the pod view.
  public var endpoint: String
  /// The container whose port it is, if known.
  public var container: String?
  public var answer: Answer
  /// How long it took.
  public var latency: TimeSpan

  /// Makes an observation of a poll.
  public init(
    pod: PodReference, endpoint: String, container: String? = nil, answer: Answer,
    latency: TimeSpan = .zero
  ) {
    self.pod = pod
    self.endpoint = endpoint
    self.container = container
    self.answer = answer
    self.latency = latency
  }
}
