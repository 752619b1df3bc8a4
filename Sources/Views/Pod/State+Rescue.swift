import KubernetesObjects
import ShutdownModel

extension State {
  /// What can still be done about a pod that is not expected to end well, or that nothing can; nil for any
  /// other.
  ///
  /// The grace period of a pod that is being deleted is only ever shortened. Source:
  /// `staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go`, `BeforeDelete`.
  func rescue(of pod: Pod) -> String? {
    guard pod.shutdown?.origin == .deletion, pod.phase < .exited, pod.nodeLoss == nil,
      pod.prospect(at: now).isBad || pod.alert?.level == .critical
    else { return nil }
    var ways: [String] = []
    if pod.isMissingSignal, let signal = ownSignal(to: pod) { ways.append(signal) }
    if let workload = workload(pod.workload), let pause = pause(of: workload) {
      ways.append(pause)
    }
    let fixed = "the grace period of a pod that is being deleted cannot be extended"
    return ways.isEmpty ? "nothing: \(fixed)" : ways.joined(separator: "; ") + "; \(fixed)"
  }

  /// A shell that keeps the signal has a child that would heed it; a script's file does not name it.
  private func ownSignal(to pod: Pod) -> String? {
    let container = pod.object.containers.first { container in
      container.kind == .main && container.isRunning && container.start?.child != nil
        && container.start?.kind == .script
    }
    // It is to be pasted into a shell: a name that is more than a name is left out. The kernel knows
    // fifteen letters of it.
    guard let container, let child = container.start?.child, (1...15).contains(child.utf8.count),
      child.utf8.allSatisfy({ $0.isNameByte })
    else { return nil }
    return "signal the program itself: kubectl exec -n \(pod.object.namespace) \(pod.object.name) "
      + "-c \(container.name) -- pkill -TERM \(child)"
  }

  /// A rollout that is paused deletes no more pods.
  private func pause(of workload: Workload) -> String? {
    guard workload.id.kind == .deployment, case .progressing = workload.rollout,
      workload.object?.isPaused == false
    else { return nil }
    let spared = pods.count { pod in
      pod.workload == workload.id && pod.shutdown == nil && workload.standing(of: pod) == .old
    }
    guard spared > 0 else { return nil }
    return "kubectl rollout pause \(workload.id.text) -n \(workload.id.namespace) keeps the "
      + (spared == 1 ? "old pod that is" : "\(spared) old pods that are") + " not deleted yet"
  }
}

extension UInt8 {
  /// A letter, a digit, or one of `._-`.
  fileprivate var isNameByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "._-".utf8.contains(self)
    }
  }
}
