public import Time

/// What the model uses of an Event about a pod, its workload or its node.
///
/// Both forms of the API are read into it: core/v1 and events.k8s.io/v1.
public struct EventObject: Equatable, Sendable {
  public var uid: String
  /// `involvedObject.uid`; empty where the event names its object only.
  public var involvedUID: String
  /// `involvedObject.kind`: `Pod`, `ReplicaSet`, `Job`, `Node`, ….
  public var involvedKind: String
  /// `involvedObject.name`; of an event about a pod only where it has no UID.
  public var involvedName: String
  /// The container in `involvedObject.fieldPath`, `spec.containers{web}`.
  public var container: String?
  public var isWarning: Bool
  /// `Killing`, `FailedPreStopHook`, `Unhealthy`, ….
  public var reason: String
  /// Harmless text of the message.
  public var message: String
  /// `reportingComponent` or `source.component`: who says so.
  public var source: String?
  public var count: Int
  /// `lastTimestamp`, `eventTime` or `firstTimestamp`, the newest there is.
  public var time: Instant?

  /// Makes an event.
  public init(
    uid: String, involvedUID: String, involvedKind: String = "Pod", involvedName: String = "",
    container: String? = nil, isWarning: Bool = false, reason: String, message: String,
    source: String? = nil, count: Int = 1, time: Instant? = nil
  ) {
    self.uid = uid
    self.involvedUID = involvedUID
    self.involvedKind = involvedKind
    self.involvedName = involvedName
    self.container = container
    self.isWarning = isWarning
    self.reason = reason
    self.message = message
    self.source = source
    self.count = count
    self.time = time
  }

  /// It is about a pod.
  public var isAboutPod: Bool { involvedKind == "Pod" }
}
