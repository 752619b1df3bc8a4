public import KubernetesObjects
public import LogText
public import Time

/// Everything that reaches the model: something seen, and when this machine saw it.
public struct Event: Equatable, Sendable {
  /// When it was seen, on this machine's clock, which never runs backwards while lastcall runs.
  public var time: Instant
  public var observation: Observation

  /// Makes an event.
  public init(time: Instant, _ observation: Observation) {
    self.time = time
    self.observation = observation
  }
}

/// What can be seen.
///
/// Key presses are no observations: they never reach the model. The large and rare ones are
/// indirect, so that the many polls and lines need not be moved about in their size.
public enum Observation: Equatable, Sendable {
  /// What the user's words stand for: the namespace is known only after kubectl was asked.
  case scope(Scope, clusterContext: String?)
  /// The cluster's clock was read from an answer of the API server itself.
  case serverDate(ServerDate)
  indirect case workload(WorkloadObject)
  case workloadDeleted(WorkloadID)
  indirect case revision(RevisionObject)
  case revisionDeleted(uid: String)
  /// A pod was added or changed; a bare selector or a namespace may name its workload.
  indirect case pod(PodObject)
  /// A watch said DELETED; the object is the last one the API server stored.
  indirect case podDeleted(PodObject)
  /// A list has been read to its end: whatever of the kind is not in it has gone unseen. Of files: no more
  /// is seen of these.
  case listed(ResourceKind, uids: Set<String>)
  case endpointSlice(EndpointSliceObject)
  case endpointSliceDeleted(uid: String)
  indirect case event(EventObject)
  /// A pod's shutdown-status was asked.
  case status(StatusObservation)
  case log(LogLine)
  /// A log stream was opened; its pod's verdict waits for its end.
  case logBegan(pod: PodReference, container: String)
  /// The server ended a log stream because its container ended.
  case logEnded(pod: PodReference, container: String)
  /// Lines were thrown away unread because they came too fast.
  case logDropped(count: Int, source: String)
  /// An input was lost, came back, or cannot do part of its work.
  case input(InputObservation)
  /// `-- COMMAND` began or ended.
  case command(CommandObservation)
  /// A line the command printed, as harmless text.
  case commandOutput(String)
  /// The user or a signal asked lastcall to end.
  case stop(StopReason)
  /// Nothing was seen; time passed.
  case tick
}

/// The collections that are listed and watched.
public enum ResourceKind: String, Hashable, Sendable, CaseIterable {
  case pods
  case deployments
  case statefulSets = "statefulsets"
  case daemonSets = "daemonsets"
  case replicaSets = "replicasets"
  case controllerRevisions = "controllerrevisions"
  case endpointSlices = "endpointslices"
  case events
}

/// A `Date` header of an answer the API server itself made (RFC 9110: whole seconds, truncated).
public struct ServerDate: Equatable, Sendable {
  /// The header's value, on the cluster's clock.
  public var date: Instant
  /// When the request left, on this machine's clock.
  public var sent: Instant
  /// When the head of the answer had come, on this machine's clock.
  public var received: Instant

  /// Makes a reading of the cluster's clock.
  public init(date: Instant, sent: Instant, received: Instant) {
    self.date = date
    self.sent = sent
    self.received = received
  }
}

/// The command behind `--`.
public enum CommandObservation: Equatable, Sendable {
  case began(text: String)
  /// Its exit code; 128 + the signal's number when a signal ended it.
  case ended(exitCode: Int)
}

/// Why lastcall was asked to end.
public enum StopReason: Equatable, Sendable {
  /// `q`, or the end of a story that ends by itself.
  case quit
  /// Logs that are replayed have been read to their end.
  case inputEnded
  /// SIGINT.
  case interrupted
  /// SIGTERM.
  case terminated
  /// SIGHUP: the terminal has gone.
  case hungUp
}
