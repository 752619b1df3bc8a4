import ContainerCommands
import KubernetesObjects
import LogText
import ShutdownModel
import Time

/// R17: a proxy that the program needs ended before it.
enum SidecarGoesFirst: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R17", brief: "sidecar was first",
    title: "a sidecar container ended before the program that needs it",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard
      let proxy = pod.pod.object.containers.first(where: {
        $0.kind == .main
          && pod.servers.server(.proxy, called: $0.name, ImageName($0.image)) != nil
      })
    else { return nil }
    let others = pod.pod.object.containers.filter { $0.kind == .main && $0.name != proxy.name }
    guard !others.isEmpty else { return nil }
    let line = pod.clue(.proxyRefused)
    let last = others.compactMap { other in
      other.termination?.finishedAt.map { (name: other.name, time: $0) }
    }.max { $0.time < $1.time }
    let early = proxy.termination?.finishedAt.flatMap { end in
      last.flatMap { $0.time - end >= .seconds(2) ? ($0.name, $0.time - end) : nil }
    }
    guard line != nil || early != nil else { return nil }
    let sentence =
      early.map { "\(proxy.name) ended \($0.1.text) before \($0.0)" }
      ?? "\(proxy.name) refused the connections of \(pod.name)"
    return text.diagnosis(
      .warning, pod,
      "\(sentence). Both got the stop signal at the same time, so what the program sends through it "
        + "after that fails",
      evidence: [
        line.map(pod.evidence),
        proxy.termination.flatMap { end in
          end.finishedAt.map { .init(.object, at: $0, "\(proxy.name): exit code \(end.exitCode)") }
        },
        last.map { .init(.object, at: $0.time, "\($0.name) ended") },
      ],
      advice:
        "make it a native sidecar, which ends after the others (Kubernetes 1.29 or later). If Istio "
        + "injects it: set ENABLE_NATIVE_SIDECARS=true in istiod, then restart the pods. If the "
        + "manifest has it: move it from containers to initContainers and add to it\n"
        + "  restartPolicy: Always")
  }
}

/// R22: what removes the node does not wait for so long a grace.
enum AutoscalerCutsFirst: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R22", brief: "node drain cut it",
    title: "the node may go before the whole grace period is over",
    source: "https://github.com/kubernetes/kubernetes/issues/94435")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let grace = pod.grace, grace > 600, let reason = pod.pod.object.disruptionReason,
      reason == "EvictionByEvictionAPI" || reason == "DeletionByPodGC"
    else { return nil }
    return text.diagnosis(
      .warning, pod,
      "\(pod.pod.object.name) leaves its node with a grace of \(grace) s, but Cluster "
        + "Autoscaler, if it evicts, waits at most 600 s by default: the node may go first",
      evidence: [.init(.object, "condition DisruptionTarget: \(reason)"), pod.graceEvidence],
      advice:
        "find out who evicts (the audit log). Cluster Autoscaler: --max-graceful-termination-sec=\(grace). "
        + "Karpenter: the node pool's terminationGracePeriod, if set, must be at least \(grace)s. Or "
        + "lower the grace period to 600 s")
  }
}

/// R35: the grace of this deletion is shorter than the pod's own.
enum GraceShortened: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R35", brief: "grace shortened",
    title: "the deletion's grace period is shorter than the pod's own",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.shutdown.origin == .deletion, let grace = pod.grace, grace > 0,
      let own = pod.pod.object.terminationGracePeriodSeconds
    else { return nil }
    if let shortening = pod.shutdown.deadline?.shortening { return deletedAgain(pod, shortening) }
    guard grace < own else { return nil }
    let isLost = pod.kind?.isKnownBad ?? false
    return text.diagnosis(
      isLost ? .critical : .warning, pod,
      "\(pod.pod.object.name) was deleted with a grace of \(grace) s; its own is \(own) s"
        + (isLost ? pod.leftAtEnd.map { ". It ended with \($0) in flight" } ?? "" : ""),
      evidence: [
        .init(.object, "metadata.deletionGracePeriodSeconds: \(grace)"),
        .init(.spec, "spec.terminationGracePeriodSeconds: \(own)"), pod.exitEvidence,
      ],
      advice:
        "find who deletes or drains with a shorter --grace-period (audit log: verb delete of the pod, "
        + "or create of its eviction, with gracePeriodSeconds), and remove that option")
  }
}

extension GraceShortened {
  /// The kubelet's kill goes on with its first grace: who hoped for a faster end has changed nothing.
  private static func deletedAgain(_ pod: DiagnosedPod, _ shortening: Deadline.Shortening)
    -> Diagnosis
  {
    let first = "\(pod.grace ?? 0) s"
    return text.diagnosis(
      .notice, pod,
      "\(pod.pod.object.name) was deleted again with a grace of \(shortening.grace.text); the "
        + "kubelet keeps its first \(first)",
      evidence: [
        .init(
          .object, at: shortening.seenAt,
          "metadata.deletionGracePeriodSeconds: \(Int(shortening.grace.seconds)), changed by a second "
            + "deletion"),
        pod.exitEvidence,
      ],
      advice:
        "delete the pod once, with the right grace period: a second deletion does not end it sooner"
    )
  }
}

/// R36: the object was removed while the process ran.
enum ForceDeleted: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R36", brief: "force deleted",
    title: "the pod object was removed while its containers still ran",
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-forced")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.kind == .vanished else { return nil }
    let left = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    let grace = pod.grace ?? 0
    // Seen on a real kubelet: a kill that runs is not interrupted by another delete.
    let rest = pod.shutdown.deadline.map { ($0.earliestKill - pod.removedAt).seconds } ?? 0
    let runsOn =
      grace == 0
      ? ", by force (grace period 0). The kubelet gives it 2 s"
      : ", by force or because its node was lost. The kubelet does not shorten a termination that has "
        + "begun: the process may run until its first deadline of \(grace) s"
        + (rest >= 1 ? ", \(TimeSpan.seconds(rest).text) after its object was removed" : "")
    return text.diagnosis(
      .critical, pod,
      "\(pod.pod.object.name) was removed while \(pod.name) still ran\(left)\(runsOn). On a lost node it "
        + "may keep running beside its successor",
      evidence: [
        pod.grace.map { .init(.object, "metadata.deletionGracePeriodSeconds: \($0)") },
        .init(.object, "DELETED with \(pod.name) still shown as running"), pod.statusEvidence,
      ],
      advice:
        "do not use --force --grace-period=0 (the audit log names who did; for a lost node it may be "
        + "the pod garbage collector). If a pod is stuck, check its finalizers and its node first")
  }
}

extension DiagnosedPod {
  /// When the object went, as it was seen.
  fileprivate var removedAt: Instant { shutdown.exitedAt ?? now }
}

/// R37: the containers have ended, and the object stays.
enum StuckAfterExit: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R37", brief: "object stays",
    title: "all containers have ended, but the pod object remains",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.pod.conditions[.stuck] != nil || pod.pod.isLeftBehind, !pod.pod.isGone else {
      return nil
    }
    let finalizers = pod.pod.object.finalizers
    let event = pod.event("FailedKillPod")
    let names = finalizers.joined(separator: ", ")
    return text.diagnosis(
      .warning, pod,
      "every container of \(pod.pod.object.name) has ended, but its object remains"
        + (finalizers.isEmpty
          ? "; it has no finalizer, so most likely the kubelet has not removed its volumes or its "
            + "sandbox yet"
          : ": \(finalizers.count == 1 ? "the finalizer" : "its finalizers") \(names) "
            + "\(finalizers.count == 1 ? "holds" : "hold") it"),
      evidence: [
        finalizers.isEmpty ? nil : .init(.object, "metadata.finalizers: \(names)"),
        event.map(pod.evidence), pod.exitEvidence,
      ],
      advice: finalizers.isEmpty
        ? "check the node's kubelet log and the pod's events for volumes that cannot be unmounted "
          + "(FailedKillPod, FailedUnmount)"
        : "find the controller that owns the finalizer and why it does not remove it. Removing it by "
          + "hand "
          + "(kubectl patch pod \(pod.pod.object.name) --type=json -p "
          + "'[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]') skips that controller's work"
    )
  }
}
