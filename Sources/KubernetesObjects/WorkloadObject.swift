public import Time

/// What owns the pods that are watched.
public struct WorkloadID: Hashable, Sendable, Comparable {
  /// The kinds lastcall follows.
  ///
  /// A bare selector and a namespace have no object of their own.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case deployment
    case statefulSet = "statefulset"
    case daemonSet = "daemonset"
    /// A ReplicaSet without a Deployment.
    case replicaSet = "replicaset"
    case job
    /// Pods found by a label selector; the name is the selector.
    case selector
    /// One pod; the name is the pod's.
    case pod
    /// One process reached by `attach`; the name is its URL.
    case endpoint
    /// Pods that only their log shows; the name is the log's.
    case log
  }

  public var kind: Kind
  public var namespace: String
  public var name: String

  /// Names a workload.
  public init(kind: Kind, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// `deployment/web`, as the output spells it.
  public var text: String { "\(kind.rawValue)/\(name)" }

  public static func < (left: WorkloadID, right: WorkloadID) -> Bool {
    (left.namespace, left.kind.rawValue, left.name)
      < (right.namespace, right.kind.rawValue, right.name)
  }
}

/// What the model uses of one version of a Deployment, StatefulSet or DaemonSet.
///
/// A number the kind or the server's version does not have is nil, never 0.
public struct WorkloadObject: Equatable, Sendable {
  /// `spec.strategy.type` or `spec.updateStrategy.type`.
  public enum Strategy: Equatable, Sendable {
    case rollingUpdate(maxSurge: String?, maxUnavailable: String?, partition: Int?)
    case recreate
    case onDelete
  }

  /// Condition Progressing.
  public struct Progressing: Equatable, Sendable {
    /// `ReplicaSetUpdated`, `NewReplicaSetAvailable`, `ProgressDeadlineExceeded`, ….
    public var reason: String
    public var isTrue: Bool
    /// `lastUpdateTime`: the last progress that was made.
    public var updatedAt: Instant?

    /// Makes the condition.
    public init(reason: String, isTrue: Bool, updatedAt: Instant? = nil) {
      self.reason = reason
      self.isTrue = isTrue
      self.updatedAt = updatedAt
    }
  }

  public var id: WorkloadID
  public var uid: String
  public var generation: Int
  public var observedGeneration: Int
  /// `spec.replicas` (a DaemonSet: `status.desiredNumberScheduled`).
  public var desiredReplicas: Int
  /// `status.replicas` (a DaemonSet: `currentNumberScheduled`); terminating pods are not counted.
  public var replicas: Int
  public var updatedReplicas: Int
  public var readyReplicas: Int
  public var availableReplicas: Int
  /// `status.terminatingReplicas`, from 1.35 on, Deployments only.
  public var terminatingReplicas: Int?
  /// Annotation `deployment.kubernetes.io/revision`.
  public var revision: Int?
  /// StatefulSet `status.currentRevision`.
  public var currentRevisionName: String?
  /// StatefulSet `status.updateRevision`.
  public var updateRevisionName: String?
  public var strategy: Strategy
  public var isPaused: Bool
  public var minReadySeconds: Int
  /// `spec.progressDeadlineSeconds`, Deployments only.
  public var progressDeadlineSeconds: Int?
  /// `spec.selector` in the API's query form, for example `app=web,tier in (a,b)`.
  public var selector: String
  public var progressing: Progressing?

  /// Makes a workload object.
  public init(
    id: WorkloadID,
    uid: String,
    generation: Int = 1,
    observedGeneration: Int = 1,
    desiredReplicas: Int,
    replicas: Int = 0,
    updatedReplicas: Int = 0,
    readyReplicas: Int = 0,
    availableReplicas: Int = 0,
    terminatingReplicas: Int? = nil,
    revision: Int? = nil,
    currentRevisionName: String? = nil,
    updateRevisionName: String? = nil,
    strategy: Strategy = .rollingUpdate(maxSurge: nil, maxUnavailable: nil, partition: nil),
    isPaused: Bool = false,
    minReadySeconds: Int = 0,
    progressDeadlineSeconds: Int? = nil,
    selector: String = "",
    progressing: Progressing? = nil
  ) {
    self.id = id
    self.uid = uid
    self.generation = generation
    self.observedGeneration = observedGeneration
    self.desiredReplicas = desiredReplicas
    self.replicas = replicas
    self.updatedReplicas = updatedReplicas
    self.readyReplicas = readyReplicas
    self.availableReplicas = availableReplicas
    self.terminatingReplicas = terminatingReplicas
    self.revision = revision
    self.currentRevisionName = currentRevisionName
    self.updateRevisionName = updateRevisionName
    self.strategy = strategy
    self.isPaused = isPaused
    self.minReadySeconds = minReadySeconds
    self.progressDeadlineSeconds = progressDeadlineSeconds
    self.selector = selector
    self.progressing = progressing
  }
}

/// A ReplicaSet or ControllerRevision: one version of a workload's pod template.
public struct RevisionObject: Equatable, Sendable {
  public var uid: String
  public var namespace: String
  public var name: String
  public var owner: OwnerReference?
  /// What the pods of the revision carry in their label.
  public var hash: String
  /// Annotation `deployment.kubernetes.io/revision`, or a ControllerRevision's `revision`.
  public var number: Int
  public var createdAt: Instant?

  /// Makes a revision.
  public init(
    uid: String, namespace: String, name: String, owner: OwnerReference?, hash: String,
    number: Int, createdAt: Instant? = nil
  ) {
    self.uid = uid
    self.namespace = namespace
    self.name = name
    self.owner = owner
    self.hash = hash
    self.number = number
    self.createdAt = createdAt
  }
}
