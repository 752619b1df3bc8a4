/// What the model uses of one version of an EndpointSlice.
public struct EndpointSliceObject: Equatable, Sendable {
  /// One entry of `endpoints[]`; a condition the API leaves out has its documented default.
  public struct Endpoint: Equatable, Sendable {
    /// `targetRef.uid`.
    public var podUID: String
    public var isReady: Bool
    public var isServing: Bool
    public var isTerminating: Bool

    /// Makes an endpoint.
    public init(podUID: String, isReady: Bool, isServing: Bool, isTerminating: Bool) {
      self.podUID = podUID
      self.isReady = isReady
      self.isServing = isServing
      self.isTerminating = isTerminating
    }
  }

  public var uid: String
  public var name: String
  public var endpoints: [Endpoint]

  /// Makes a slice.
  public init(uid: String, name: String, endpoints: [Endpoint]) {
    self.uid = uid
    self.name = name
    self.endpoints = endpoints
  }
}

/// What the model uses of a core/v1 Event about a pod or a workload.
public struct EventObject: Equatable, Sendable {
  public var uid: String
  /// `involvedObject.uid`.
  public var involvedUID: String
  /// The container in `involvedObject.fieldPath`, `spec.containers{web}`.
  public var container: String?
  public var isWarning: Bool
  /// `Killing`, `FailedPreStopHook`, `Unhealthy`, ….
  public var reason: String
  /// Harmless text of the message.
  public var message: String
  public var count: Int
  /// `lastTimestamp`, `eventTime` or `firstTimestamp`, the newest there is.
  public var time: Instant?

  /// Makes an event.
  public init(
    uid: String, involvedUID: String, container: String? = nil, isWarning: Bool = false,
    reason: String, message: String, count: Int = 1, time: Instant? = nil
  ) {
    self.uid = uid
    self.involvedUID = involvedUID
    self.container = container
    self.isWarning = isWarning
    self.reason = reason
    self.message = message
    self.count = count
    self.time = time
  }
}
