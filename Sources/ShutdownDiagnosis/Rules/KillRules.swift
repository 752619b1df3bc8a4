import KubernetesObjects
import ShutdownModel
import Time

/// R42: the kubelet ended a container for a probe, which its grace period had nothing to do with.
enum ProbeKilled: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R42", brief: "probe killed it",
    title: "a failed liveness or startup probe ended a container while its pod was deleted",
    source:
      "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
  )

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard case .probe(let probe)? = pod.verdict?.kill else { return nil }
    let used = pod.verdict?.usedSeconds.map { ", \(TimeSpan.seconds($0).text) after the deletion" }
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) was killed because its \(probe) probe had failed"
        + (pod.leftAtEnd.map { ", with \($0) in flight" } ?? "") + (used ?? "")
        + ": its grace period of \(pod.graceText) was not the reason",
      evidence: [
        pod.pod.probeKills(of: pod.name).last.map(pod.evidence), pod.killedRunEvidence,
        pod.statusEvidence,
      ],
      advice:
        "find out why the \(probe) probe fails under load: raise its timeoutSeconds and "
        + "failureThreshold, and let it ask a cheap path that needs no other service. A container that "
        + "is ended for a probe loses its work at the end of the probe's own grace period")
  }
}

/// R43: another container than the one that is polled ran until its pod was killed.
enum OtherContainerRunsOn: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R43", brief: "container runs on",
    title: "a container whose work nobody measures runs until SIGKILL",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.kind == .killed, case .grace? = pod.verdict?.kill, pod.unheardCause == nil,
      pod.pod.isEndOfOtherContainer, let polled = pod.pod.status.container
    else { return nil }
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) ran until SIGKILL at the end of its \(pod.graceText) grace period, and nobody "
        + "measures its work: most likely it does not handle \(pod.stopSignal). \(polled), which is "
        + "polled, is another container of the pod",
      evidence: [pod.startEvidence, pod.exitEvidence, pod.graceEvidence],
      advice:
        "let \(pod.name) handle \(pod.stopSignal): as PID 1 it gets no signal that it has no handler for, "
        + "and a shell passes none on (exec PROGRAM as its last line). If it works on something, let it "
        + "serve a status endpoint, too", isLikelyOnly: true)
  }
}

extension DiagnosedPod {
  /// How the run that was killed ended; a container that was started again shows it as its last state.
  fileprivate var killedRunEvidence: Diagnosis.Evidence? {
    guard let end = container?.lastTermination ?? container?.termination else { return nil }
    return .init(.object, at: end.finishedAt, "\(name): exit code \(end.exitCode)")
  }
}
