import KubernetesObjects

extension PodObject {
  /// What the object itself says of who ended it; nil when it says nothing.
  ///
  /// Source: `pkg/kubelet/{eviction,nodeshutdown,preemption}`, `pkg/controller/{podgc,tainteviction}`,
  /// `pkg/scheduler/framework/preemption`, `pkg/registry/core/pod/storage/eviction.go`: reasons and messages.
  var statedCause: Cause? {
    let status = reason.map { field("status.reason", $0, message) } ?? ""
    let condition = disruptionReason.map {
      field("condition DisruptionTarget", $0, disruptionMessage)
    }
    let text = [message, disruptionMessage].compactMap(\.self).joined(separator: " ")
    let saidByKubelet = condition ?? status
    switch reason {
    case "NodeLost": return Cause(.nodeLost, evidence: status)
    case "DeadlineExceeded": return Cause(.jobDeadline, by: jobName, evidence: status)
    case "Preempting": return Cause(.preemption, by: "the kubelet", evidence: status)
    case "Evicted" where !text.isAboutNodeShutdown:
      return Cause(.eviction, by: "the kubelet", evidence: status)
    case "Shutdown", "NodeShutdown":
      return Cause(.nodeShutdown, by: "the kubelet", evidence: status)
    case "Terminated" where disruptionReason == nil || text.isAboutNodeShutdown:
      return Cause(.nodeShutdown, by: "the kubelet", evidence: status)
    default: break
    }
    guard let condition else { return nil }
    switch disruptionReason {
    case "PreemptionByScheduler":
      let scheduler = disruptionMessage?.firstRange(of: ": preempting").map { range in
        String((disruptionMessage ?? "")[..<range.lowerBound])
      }
      return Cause(.preemption, by: scheduler ?? "the scheduler", evidence: condition)
    case "EvictionByEvictionAPI":
      return Cause(.eviction, by: "the Eviction API", evidence: condition)
    case "DeletionByTaintManager":
      return Cause(.taint, by: "the taint manager", evidence: condition)
    case "DeletionByPodGC":
      return Cause(.nodeLost, by: "the pod garbage collector", evidence: condition)
    case "TerminationByKubelet":
      if text.isAboutNodeShutdown {
        return Cause(.nodeShutdown, by: "the kubelet", evidence: saidByKubelet)
      }
      if text.contains("reempted") {
        return Cause(.preemption, by: "the kubelet", evidence: saidByKubelet)
      }
      return Cause(.eviction, by: "the kubelet", evidence: saidByKubelet)
    default: return nil
    }
  }

  /// `job/batch`, if a Job owns it.
  package var jobName: String? { owner.flatMap { $0.kind == "Job" ? "job/\($0.name)" : nil } }

  private func field(_ name: String, _ value: String, _ message: String?) -> String {
    "\(name) \(value)" + (message.map { $0.isEmpty ? "" : ": \($0)" } ?? "")
  }
}

extension String {
  /// `Pod was terminated in response to imminent node shutdown.`, `Node is shutting, evicting pods`.
  fileprivate var isAboutNodeShutdown: Bool {
    contains("node shutdown") || contains("Node is shutting") || contains("Pod Node is in progress")
  }
}

extension EventObject {
  /// What an event about a pod says of who ended it; nil for one that says nothing of it.
  ///
  /// Source: the recorders of Karpenter (`pkg/controllers/node/termination`), Cluster Autoscaler
  /// (`core/scaledown/actuation`), descheduler (`pkg/descheduler/evictions`), VPA (`pkg/updater`), and
  /// Kubernetes (`pkg/scheduler`, `pkg/kubelet`, `pkg/controller/tainteviction`, node lifecycle).
  var statedCause: Cause? {
    let from = (source ?? "").lowercased()
    switch reason {
    case "Evicted", "Evict":
      if from.contains("karpenter") { return cause(.drain) }
      return cause(.eviction, by: from == "kubelet" ? "the kubelet" : nil)
    case "Disrupted" where from.contains("karpenter"): return cause(.drain)
    case "ScaleDown" where message.contains("deleting pod"), "AutoRepairFailed":
      return from.isEmpty || from.contains("autoscaler") ? cause(.drain) : nil
    case "EvictedByVPA": return cause(.eviction)
    case "Preempted": return cause(.preemption)
    case "Preempting": return cause(.preemption, by: from == "kubelet" ? "the kubelet" : nil)
    case "TaintManagerEviction" where !message.hasPrefix("Cancelling"):
      return cause(.taint, by: "the taint manager")
    case "NodeControllerEviction": return cause(.nodeLost, by: "the node controller")
    case "Shutdown", "NodeShutdown", "TerminationByNodeShutdown": return cause(.nodeShutdown)
    default:
      if from.contains("descheduler"), !message.contains("fail") { return cause(.eviction) }
      return nil
    }
  }

  private func cause(_ kind: Cause.Kind, by: String? = nil) -> Cause {
    Cause(kind, by: by ?? source, evidence: text)
  }

  /// `event Evicted of karpenter: Evicted pod: Underutilized`.
  var text: String {
    "event \(reason)" + (source.map { " of \($0)" } ?? "") + (message.isEmpty ? "" : ": \(message)")
  }
}
