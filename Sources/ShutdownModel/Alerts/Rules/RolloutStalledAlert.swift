import HarmlessText
import KubernetesObjects
import Time

/// The rollout makes no progress.
enum RolloutStalledAlert: WorkloadAlertRule {
  static let rule = Alert.Rule.rolloutStalled
  static let title = "the rollout makes no progress"

  static func level(of workload: Workload, _ state: State) -> Alert.Level? {
    guard !state.isOldFailure(workload) else { return nil }
    if case .failed = workload.rollout, !workload.isDeleted { return .critical }
    if case .progressing = workload.rollout,
      workload.stalls.keys.contains(where: standsStill.contains)
    {
      return .warning
    }
    return due(of: workload, state.thresholds).flatMap { state.now >= $0 ? .warning : nil }
  }

  static func message(of workload: Workload, at now: Instant) -> String {
    guard let object = workload.object else { return workload.id.text }
    let counts =
      "\(object.updatedReplicas) of \(object.desiredReplicas) updated, "
      + "\(object.availableReplicas) available"
    let limit = object.progressDeadlineSeconds.map { " of \($0) s" } ?? ""
    if case .failed = workload.rollout {
      return "\(workload.id.text): the rollout failed, no progress within its "
        + "deadline\(limit)\(cause(of: workload)); \(counts)"
    }
    if !workload.stalls.isEmpty {
      return "\(workload.id.text) is waiting\(cause(of: workload)); \(counts)"
    }
    let since = object.progressing?.updatedAt.map { " for \((now - $0).text)" } ?? ""
    return "\(workload.id.text): the rollout makes no progress\(since)\(limit); \(counts)"
  }

  /// `: 2 pods in ImagePullBackOff`; nothing where every pod starts.
  private static func cause(of workload: Workload) -> String {
    let stalls = workload.stalls.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let texts = stalls.prefix(3).map { reason, count in
      "\(count) pod\(count == 1 ? "" : "s") in \(reason.harmless(limit: 40))"
    }
    return texts.isEmpty ? "" : ": " + texts.joined(separator: ", ")
  }

  /// What Kubernetes has tried more than once, or will not try: it does not pass by itself.
  ///
  /// Source: `pkg/kubelet/images/types.go`, `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
  private static let standsStill: Set = [
    "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CrashLoopBackOff",
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
  ]

  /// When a rollout that makes no progress is worth a word; nil when none is under way.
  ///
  /// Source: `pkg/controller/deployment/util` `DeploymentTimedOut`: the controller gives up
  /// `progressDeadlineSeconds` after condition Progressing was last updated.
  static func due(of workload: Workload, _ thresholds: Thresholds) -> Instant? {
    guard let object = workload.object, case .progressing = workload.rollout, !object.isPaused,
      let limit = object.progressDeadlineSeconds, let progressing = object.progressing,
      progressing.reason != "NewReplicaSetAvailable", let updatedAt = progressing.updatedAt
    else { return nil }
    return updatedAt + .seconds(Double(limit) * thresholds.stalledPart)
  }
}
