public import Time

/// What the model uses of one version of a Kubernetes Pod.
public struct PodObject: Equatable, Sendable {
  /// `status.phase`.
  public enum Phase: String, Equatable, Sendable, CaseIterable {
    case pending = "Pending"
    case running = "Running"
    case succeeded = "Succeeded"
    case failed = "Failed"
    case unknown = "Unknown"

    /// Nothing of the pod runs any more.
    public var isTerminal: Bool { self == .succeeded || self == .failed }
  }

  /// `metadata.uid`: a StatefulSet uses a name again, a UID is never used again.
  public var uid: String
  public var namespace: String
  public var name: String
  /// `metadata.creationTimestamp`, whole seconds of the API server's clock.
  public var createdAt: Instant?
  /// The controller in `metadata.ownerReferences`, if any.
  public var owner: OwnerReference?
  /// Label `pod-template-hash` or `controller-revision-hash`.
  public var revisionHash: String?
  public var labels: [String: String]
  public var generation: Int?
  /// `status.observedGeneration`: the newest generation the kubelet has seen; absent before 1.33.
  public var observedGeneration: Int?
  /// `metadata.deletionTimestamp`: the deadline, not the start of the deletion.
  public var deletionTimestamp: Instant?
  /// `metadata.deletionGracePeriodSeconds`.
  public var deletionGracePeriodSeconds: Int?
  /// `spec.terminationGracePeriodSeconds`.
  public var terminationGracePeriodSeconds: Int?
  public var nodeName: String?
  /// Annotation `lastcall.dev/status`: `PORT/PATH` of the shutdown-status endpoint.
  public var statusAnnotation: String?
  public var phase: Phase
  /// `status.reason`: `Evicted`, `Terminated`, `Preempting`, `NodeLost`, ….
  public var reason: String?
  /// `status.message` beside one of the reasons that say who ended the pod; harmless text.
  public var message: String?
  /// Condition Ready; nil while the pod has none.
  public var isReady: Bool?
  /// The reason of condition Ready, if any.
  public var readyReason: String?
  /// The reason of condition DisruptionTarget while it is True.
  public var disruptionReason: String?
  /// The message of that condition, as harmless text.
  public var disruptionMessage: String?
  /// Why the scheduler found no node, while it finds none: `0/3 nodes are available: …`.
  public var unschedulableMessage: String?
  /// `metadata.finalizers`.
  public var finalizers: [String]
  /// `spec.readinessGates[].conditionType`.
  public var readinessGates: [String]
  /// `spec.shareProcessNamespace`: PID 1 is `/pause`.
  public var sharesProcesses: Bool
  /// `spec.os.name` or the node selector says Windows: its exit codes have other meanings.
  public var isWindows: Bool
  public var containers: [ContainerObject]

  /// Makes a pod; what a version of the object leaves out stays nil or empty.
  public init(
    uid: String,
    namespace: String,
    name: String,
    createdAt: Instant? = nil,
    owner: OwnerReference? = nil,
    revisionHash: String? = nil,
    labels: [String: String] = [:],
    generation: Int? = nil,
    observedGeneration: Int? = nil,
    deletionTimestamp: Instant? = nil,
    deletionGracePeriodSeconds: Int? = nil,
    terminationGracePeriodSeconds: Int? = nil,
    nodeName: String? = nil,
    statusAnnotation: String? = nil,
    phase: Phase = .pending,
    reason: String? = nil,
    message: String? = nil,
    isReady: Bool? = nil,
    readyReason: String? = nil,
    disruptionReason: String? = nil,
    disruptionMessage: String? = nil,
    unschedulableMessage: String? = nil,
    finalizers: [String] = [],
    readinessGates: [String] = [],
    sharesProcesses: Bool = false,
    isWindows: Bool = false,
    containers: [ContainerObject] = []
  ) {
    self.uid = uid
    self.namespace = namespace
    self.name = name
    self.createdAt = createdAt
    self.owner = owner
    self.revisionHash = revisionHash
    self.labels = labels
    self.generation = generation
    self.observedGeneration = observedGeneration
    self.deletionTimestamp = deletionTimestamp
    self.deletionGracePeriodSeconds = deletionGracePeriodSeconds
    self.terminationGracePeriodSeconds = terminationGracePeriodSeconds
    self.nodeName = nodeName
    self.statusAnnotation = statusAnnotation
    self.phase = phase
    self.reason = reason
    self.message = message
    self.isReady = isReady
    self.readyReason = readyReason
    self.disruptionReason = disruptionReason
    self.disruptionMessage = disruptionMessage
    self.unschedulableMessage = unschedulableMessage
    self.finalizers = finalizers
    self.readinessGates = readinessGates
    self.sharesProcesses = sharesProcesses
    self.isWindows = isWindows
    self.containers = containers
  }
}

/// An entry of `metadata.ownerReferences` whose `controller` is true.
public struct OwnerReference: Equatable, Hashable, Sendable {
  public var kind: String
  public var name: String
  public var uid: String

  /// Makes a reference to an owner.
  public init(kind: String, name: String, uid: String) {
    self.kind = kind
    self.name = name
    self.uid = uid
  }
}
