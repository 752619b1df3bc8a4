import KubernetesObjects

/// How far a workload's rollout is, as `kubectl rollout status` means it.
///
/// Source: `k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go`.
public enum RolloutStatus: Equatable, Sendable {
  case complete
  /// Still under way, and what it waits for.
  case progressing(String)
  /// The rollout itself failed, and why.
  case failed(String)
  /// There is no object to ask: a selector, a single pod, or nothing listed yet.
  case none

  /// There is nothing to wait for.
  public var isComplete: Bool { self == .complete || self == .none }
}

extension Workload {
  /// The rollout's status by the newest version of the object.
  public var rollout: RolloutStatus {
    if isDeleted { return .failed("\(id.text) was deleted") }
    guard let object else { return .none }
    guard object.observedGeneration >= object.generation else {
      return .progressing("the controller has not seen the change yet")
    }
    switch id.kind {
    case .deployment: return object.deploymentStatus
    case .statefulSet: return object.statefulSetStatus
    case .daemonSet: return object.daemonSetStatus
    case .replicaSet, .job, .selector, .pod, .endpoint, .log: return .none
    }
  }
}

extension WorkloadObject {
  fileprivate var deploymentStatus: RolloutStatus {
    if progressing?.reason == "ProgressDeadlineExceeded" {
      return .failed("\(id.text) exceeded its progress deadline")
    }
    if updatedReplicas < desiredReplicas {
      return .progressing("\(updatedReplicas) of \(desiredReplicas) updated")
    }
    if replicas > updatedReplicas {
      return .progressing("\(replicas - updatedReplicas) old left")
    }
    if availableReplicas < updatedReplicas {
      return .progressing("\(availableReplicas) of \(updatedReplicas) available")
    }
    return .complete
  }

  fileprivate var statefulSetStatus: RolloutStatus {
    if strategy == .onDelete { return .complete }
    if readyReplicas < desiredReplicas {
      return .progressing("\(readyReplicas) of \(desiredReplicas) ready")
    }
    if case .rollingUpdate(_, _, let partition?) = strategy, partition > 0 {
      let wanted = desiredReplicas - partition
      return updatedReplicas < wanted
        ? .progressing("\(updatedReplicas) of \(wanted) updated") : .complete
    }
    if let updateRevisionName, let currentRevisionName, updateRevisionName != currentRevisionName {
      return .progressing("\(updatedReplicas) of \(desiredReplicas) updated")
    }
    return .complete
  }

  fileprivate var daemonSetStatus: RolloutStatus {
    if strategy == .onDelete { return .complete }
    if updatedReplicas < desiredReplicas {
      return .progressing("\(updatedReplicas) of \(desiredReplicas) updated")
    }
    if availableReplicas < desiredReplicas {
      return .progressing("\(availableReplicas) of \(desiredReplicas) available")
    }
    return .complete
  }
}
