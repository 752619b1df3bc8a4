extension PodObject {
  /// Why the pod does not start, in Kubernetes' own word (`ImagePullBackOff`, `Unschedulable`); nil while it
  /// starts as it should, or runs.
  ///
  /// Source: `state.waiting.reason` of `pkg/kubelet/images/types.go` and `pkg/kubelet/kuberuntime`, where
  /// `ContainerCreating` and `PodInitializing` are the ordinary ones; condition PodScheduled.
  public var stallReason: String? {
    if unschedulableMessage != nil, nodeName == nil { return "Unschedulable" }
    for container in containers where container.kind != .ephemeral {
      if case .waiting(let reason?) = container.state, !PodObject.ordinaryWaits.contains(reason) {
        return reason
      }
    }
    return nil
  }

  private static let ordinaryWaits: Set = ["ContainerCreating", "PodInitializing", ""]
}
