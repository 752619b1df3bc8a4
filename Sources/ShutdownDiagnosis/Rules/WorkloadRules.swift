import GraceAdvice
import KubernetesObjects
import ShutdownModel
import Time

/// R30: terminating pods pile up.
enum PileUp: WorkloadDiagnosisRule {
  static let text = DiagnosisText(
    id: "R30", brief: "pods pile up",
    title: "terminating pods pile up and take the room that new pods need",
    source:
      "https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3973-consider-terminating-pods-deployment"
  )

  static func diagnose(_ workload: Workload, _ state: State) -> Diagnosis? {
    guard let object = workload.object, workload.leavingCount > 0 else { return nil }
    // Only where pods are missing may one be waiting for room.
    let isShort = object.availableReplicas < object.desiredReplicas
    let waiting =
      !isShort
      ? nil
      : state.pods.first { pod in
        pod.workload == workload.id
          && pod.object.unschedulableMessage?.contains("Insufficient") == true
          && pod.phase == .pending
      }
    let isPile =
      workload.leavingCount > max(object.desiredReplicas, 1) && object.desiredReplicas > 0
    guard isPile || waiting != nil else { return nil }
    let graces = state.pods.filter { $0.workload == workload.id && $0.isShuttingDown }
      .compactMap { $0.shutdown?.graceSeconds }
    let grace = graces.max().map { "\($0) s " } ?? ""
    return text.diagnosis(
      .warning, container: nil, at: state.now,
      "\(workload.id.text) has \(workload.leavingCount) terminating pods beside its "
        + "\(object.desiredReplicas) replica\(object.desiredReplicas == 1 ? "" : "s"); each can stay "
        + "up to its \(grace)grace period and keeps its CPU and "
        + "memory until then"
        + (waiting.map { ", and \($0.object.name) cannot be scheduled" } ?? ""),
      evidence: [
        .init(.object, "\(workload.leavingCount) pods with a deletionTimestamp"),
        .init(.spec, "spec.replicas: \(object.desiredReplicas)"),
        .init(
          .object, "metadata.deletionGracePeriodSeconds: \(graces.max().map(String.init) ?? "?")"),
      ]
        + (waiting.flatMap { pod in
          pod.object.unschedulableMessage.map { [.init(.object, "\(pod.object.name): \($0)")] }
        } ?? []),
      advice:
        "lower the grace period (spec.template.spec.terminationGracePeriodSeconds) to preStop + what a "
        + "drain needs (lastcall report shows how long drains took) + 5 s, and start the next "
        + "rollout only when the old pods are gone (lastcall --until gone)")
  }
}

/// R40: the grace is far longer than the drains, so that every hang costs all of it.
enum GraceFarTooLong: WorkloadDiagnosisRule {
  static let text = DiagnosisText(
    id: "R40", brief: "grace too long",
    title: "the grace period is far longer than the drains, and every hang uses all of it",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  /// So many drains say how long drains are.
  private static let least = 5

  static func diagnose(_ workload: Workload, _ state: State) -> Diagnosis? {
    guard workload.verdicts[.killed] ?? 0 > 0, workload.shutdownCount >= least else { return nil }
    let ended = state.pods.filter { $0.workload == workload.id && $0.verdict != nil }
    let drains = ended.filter { $0.verdict?.kind.isGood == true }
      .compactMap { $0.verdict?.usedSeconds }.sorted()
    let hangs = ended.filter {
      $0.verdict?.kind == .killed
        && ($0.verdict?.inFlightAtEnd == 0 || $0.verdict?.signalSeen == false)
    }
    guard drains.count >= least, !hangs.isEmpty,
      let grace = hangs.compactMap({ $0.verdict?.graceSeconds }).max(), let longest = drains.last,
      longest * 4 < grace, grace >= 20
    else { return nil }
    let seconds = GraceMargin.grace(for: longest)
    return text.diagnosis(
      .notice, container: nil, at: state.now,
      "\(drains.count) pods of \(workload.id.text) drained within \(TimeSpan.seconds(longest).text), "
        + "but \(hangs.count) that hung used the whole grace of \(Int(grace)) s",
      evidence: [
        .init(.object, "longest clean drain \(TimeSpan.seconds(longest).text)"),
        .init(.spec, "spec.terminationGracePeriodSeconds: \(Int(grace))"),
      ],
      advice:
        "first find out why \(hangs.first?.object.name ?? "it") hung. A shorter grace period then "
        + "makes each hang cheaper: the longest drain and a margin need \(seconds) s, plus the "
        + "preStop hook")
  }
}

/// R41: the rollout makes no progress.
enum RolloutStalled: WorkloadDiagnosisRule {
  static let text = DiagnosisText(
    id: "R41", brief: "rollout stalls",
    title: "the rollout makes no progress: new pods do not become available",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment")

  static func diagnose(_ workload: Workload, _ state: State) -> Diagnosis? {
    guard let alert = workload.alerts[.rolloutStalled], let object = workload.object,
      alert.isActive || workload.hasFailed
    else { return nil }
    let isFailed = alert.level == .critical || workload.hasFailed
    if !alert.isActive {
      return text.diagnosis(
        .critical, container: nil, at: state.now,
        "the rollout of \(workload.id.text) exceeded its progress deadline in this run; another "
          + "rollout has replaced it since",
        evidence: [.init(.object, at: alert.raisedAt, alert.message)],
        advice:
          "find out why the new pods were not ready (kubectl describe pod, kubectl logs) before you "
          + "roll out the same revision again")
    }
    let new = state.pods.filter { pod in
      pod.workload == workload.id && workload.standing(of: pod) == .new && pod.phase < .ready
        && pod.shutdown == nil
    }
    let waiting = new.lazy.flatMap(\.object.containers).compactMap { container -> String? in
      guard case .waiting(let reason?) = container.state else { return nil }
      return "\(container.name) is waiting: \(reason)"
    }.first
    let probe = new.lazy.flatMap(\.events).last { $0.reason == "Unhealthy" }
    let seconds = object.progressDeadlineSeconds.map { "\($0) s" }
    return text.diagnosis(
      isFailed ? .critical : .warning, container: nil, at: state.now,
      (isFailed
        ? "the rollout of \(workload.id.text) exceeded its progress deadline\(seconds.map { " of \($0)" } ?? "")"
        : "the rollout of \(workload.id.text) makes no progress\(seconds.map { " (deadline \($0))" } ?? "")")
        + ": \(object.updatedReplicas) of \(object.desiredReplicas) pod\(object.desiredReplicas == 1 ? " is" : "s are") new, "
        + (new.isEmpty ? "none of them unready" : "\(new.count) of these not ready"),
      evidence: [
        object.progressing.map {
          .init(.object, at: $0.updatedAt, "condition Progressing: \($0.reason)")
        },
        new.first.map { .init(.object, "\($0.object.name) is not ready") },
        waiting.map { .init(.object, $0) },
        probe.map { .init(.event, at: $0.time, "\($0.reason): \($0.message)") },
      ].compactMap { $0 },
      advice: new.isEmpty
        ? "run kubectl describe on \(workload.id.text) and its newest ReplicaSet. FailedCreate there "
          + "means a quota or an admission webhook. Without it: minReadySeconds (a pod is ready, but "
          + "not available yet), or "
          + "a paused rollout (kubectl rollout resume \(workload.id.text))"
        : "find out why the new pods are not ready (kubectl describe pod, kubectl logs); if the new "
          + "version is the cause, go back: kubectl rollout undo \(workload.id.text)")
  }
}
