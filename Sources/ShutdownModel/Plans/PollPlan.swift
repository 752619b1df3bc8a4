public import KubernetesObjects

/// Which pods' shutdown-status to ask for, most important first.
///
/// A value made from the state: the poller compares it with what it is doing and follows.
public struct PollPlan: Equatable, Sendable {
  /// How often a pod is asked, and in which order when the budget is short.
  public enum Priority: Int, Comparable, Sendable {
    case terminating
    /// A running pod of a revision that is going away.
    case oldRevision
    /// The pod the user has selected.
    case selected
    case rest

    public static func < (left: Priority, right: Priority) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// One pod to ask.
  public struct Target: Equatable, Sendable {
    public var uid: String
    public var namespace: String
    public var name: String
    public var priority: Priority
    /// An endpoint that answered is kept for the pods of this revision that are alike: workload and
    /// hash.
    public var revision: String
    /// Annotation `lastcall.dev/status`: `PORT/PATH`.
    public var statusAnnotation: String?
    /// Where to look for candidates.
    public var containers: [ContainerObject]
  }

  /// The pods to ask, in the order of their priority.
  public var targets: [Target]

  /// Makes a plan.
  public init(targets: [Target]) {
    self.targets = targets
  }
}

extension State {
  /// Whom to ask: pods with a running container, terminating ones first.
  public func pollPlan(selected: String? = nil) -> PollPlan {
    var targets: [PollPlan.Target] = []
    for pod in pods where pod.phase < .exited && pod.object.containers.contains(where: \.isRunning)
    {
      targets.append(
        PollPlan.Target(
          uid: pod.uid,
          namespace: pod.object.namespace,
          name: pod.object.name,
          priority: priority(of: pod, selected: selected),
          revision: "\(pod.workload.text)@\(pod.object.revisionHash ?? "")",
          statusAnnotation: pod.object.statusAnnotation,
          containers: pod.object.containers))
    }
    targets.sort { $0.priority < $1.priority }
    return PollPlan(targets: targets)
  }

  func priority(of pod: Pod, selected: String?) -> PollPlan.Priority {
    if pod.shutdown != nil { return .terminating }
    if standing(of: pod) == .old { return .oldRevision }
    return pod.uid == selected ? .selected : .rest
  }
}
