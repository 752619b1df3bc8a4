import KubernetesObjects

/// Which containers' logs to follow, most important first.
public struct LogPlan: Equatable, Sendable {
  /// One container's log.
  public struct Target: Equatable, Sendable {
    public var uid: String
    public var namespace: String
    public var pod: String
    public var container: String
    public var priority: PollPlan.Priority
  }

  /// The logs to follow, in the order of their priority; the follower takes as many as it may.
  public var targets: [Target]

  /// Makes a plan.
  public init(targets: [Target]) {
    self.targets = targets
  }
}

extension State {
  /// Whose logs to follow: every container that has started, of pods whose object is still there.
  public func logPlan(selected: String? = nil) -> LogPlan {
    var targets: [LogPlan.Target] = []
    let ranked = pods.filter { !$0.isGone && $0.verdict == nil }
      .map { (pod: $0, priority: self.priority(of: $0, selected: selected)) }
      .sorted { $0.priority < $1.priority }
    for (pod, priority) in ranked {
      for container in pod.object.containers where container.kind != .`init` && container.hasStarted
      {
        targets.append(
          LogPlan.Target(
            uid: pod.uid, namespace: pod.object.namespace, pod: pod.object.name,
            container: container.name, priority: priority))
      }
    }
    return LogPlan(targets: targets)
  }
}

extension ContainerObject {
  fileprivate var hasStarted: Bool {
    switch state {
    case .running, .terminated: true
    case .waiting: lastTermination != nil
    case .absent: false
    }
  }
}
