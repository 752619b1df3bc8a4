import KubernetesObjects
import ShutdownModel
import Time

extension Wire {
  /// Deployment, StatefulSet and DaemonSet: their fields have different names for the same things.
  struct Workload: Decodable {
    struct Spec: Decodable {
      struct RollingUpdate: Decodable {
        var maxSurge: IntOrString?
        var maxUnavailable: IntOrString?
        var partition: Int?
      }
      struct Strategy: Decodable {
        var type: String?
        var rollingUpdate: RollingUpdate?
      }
      var replicas: Int?
      var strategy: Strategy?
      var updateStrategy: Strategy?
      var paused: Bool?
      var minReadySeconds: Int?
      var progressDeadlineSeconds: Int?
      var selector: LabelSelector?
    }

    struct Status: Decodable {
      var observedGeneration: Int?
      var replicas: Int?
      var updatedReplicas: Int?
      var readyReplicas: Int?
      var availableReplicas: Int?
      var terminatingReplicas: Int?
      var currentRevision: String?
      var updateRevision: String?
      var desiredNumberScheduled: Int?
      var currentNumberScheduled: Int?
      var updatedNumberScheduled: Int?
      var numberReady: Int?
      var numberAvailable: Int?
      var conditions: [Condition]?
    }

    var metadata: ObjectMeta
    var spec: Spec
    var status: Status?
  }

  /// A ReplicaSet or a ControllerRevision.
  struct Revision: Decodable {
    var metadata: ObjectMeta
    /// Of a ControllerRevision.
    var revision: Int?
  }
}

extension Wire.Workload {
  /// The model's view of the workload.
  func object(kind: WorkloadID.Kind) -> WorkloadObject {
    let progressing = status?.conditions?.first { $0.type == "Progressing" }
    return WorkloadObject(
      id: WorkloadID(
        kind: kind, namespace: metadata.namespace ?? "default", name: metadata.name),
      uid: metadata.uid,
      generation: metadata.generation ?? 0,
      observedGeneration: status?.observedGeneration ?? 0,
      desiredReplicas: status?.desiredNumberScheduled ?? spec.replicas ?? 1,
      replicas: status?.currentNumberScheduled ?? status?.replicas ?? 0,
      updatedReplicas: status?.updatedNumberScheduled ?? status?.updatedReplicas ?? 0,
      readyReplicas: status?.numberReady ?? status?.readyReplicas ?? 0,
      availableReplicas: status?.numberAvailable ?? status?.availableReplicas ?? 0,
      terminatingReplicas: status?.terminatingReplicas,
      revision: metadata.annotations?["deployment.kubernetes.io/revision"].flatMap { Int($0) },
      currentRevisionName: status?.currentRevision,
      updateRevisionName: status?.updateRevision,
      strategy: strategy,
      isPaused: spec.paused ?? false,
      minReadySeconds: (spec.minReadySeconds ?? 0).withinCentury,
      progressDeadlineSeconds: spec.progressDeadlineSeconds?.withinCentury,
      selector: spec.selector?.query ?? "",
      progressing: progressing.map {
        WorkloadObject.Progressing(
          reason: $0.reason ?? "", isTrue: $0.isTrue, updatedAt: $0.lastUpdateTime?.instant)
      })
  }

  private var strategy: WorkloadObject.Strategy {
    let strategy = spec.strategy ?? spec.updateStrategy
    switch strategy?.type {
    case "Recreate": return .recreate
    case "OnDelete": return .onDelete
    default:
      let update = strategy?.rollingUpdate
      return .rollingUpdate(
        maxSurge: update?.maxSurge?.text, maxUnavailable: update?.maxUnavailable?.text,
        partition: update?.partition)
    }
  }
}

extension Wire.Revision {
  /// The model's view of the revision; nil for one without the hash its pods carry.
  var object: RevisionObject? {
    let labels = metadata.labels ?? [:]
    // A StatefulSet's pods carry the revision's whole name, a DaemonSet's only its hash.
    let isOfStatefulSet = metadata.controller?.kind == "StatefulSet"
    guard
      let hash = isOfStatefulSet
        ? metadata.name : labels["pod-template-hash"] ?? labels["controller-revision-hash"]
    else { return nil }
    let annotated = metadata.annotations?["deployment.kubernetes.io/revision"].flatMap { Int($0) }
    return RevisionObject(
      uid: metadata.uid, namespace: metadata.namespace ?? "default", name: metadata.name,
      owner: metadata.controller, hash: hash, number: revision ?? annotated ?? 0,
      createdAt: metadata.creationTimestamp?.instant)
  }
}
