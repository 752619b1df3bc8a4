import KubernetesObjects
import ShutdownModel
import Time

/// R25: the exit code says something else than what happened.
enum MisreadExitCode: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R25", brief: "odd exit code",
    title: "the exit code does not show what happened",
    source: "https://github.com/kubernetes/kubernetes/issues/80089")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let kind = pod.kind, let end = pod.container?.termination,
      let (sentence, advice) = oom(pod, end) ?? windows(pod, end) ?? job(pod, end)
        ?? misread(pod, end, kind)
    else { return nil }
    return text.diagnosis(
      .notice, pod, sentence,
      evidence: [
        pod.exitEvidence, pod.statusEvidence,
        pod.pod.cause.map { .init(.object, $0.evidence) },
      ], advice: advice)
  }

  private typealias Words = (sentence: String, advice: String)

  /// The runtime notes any kill for memory in the container's cgroup, also that of a child.
  private static func oom(_ pod: DiagnosedPod, _ end: ContainerObject.Termination) -> Words? {
    guard end.reason == "OOMKilled", end.exitCode != 137 else { return nil }
    return (
      "\(pod.name) shows reason OOMKilled with exit code \(end.exitCode): a process in it was killed for "
        + "memory at some time, and the container ended by itself",
      "look for the killed process (a worker, a child) in the program's log, and check the container's "
        + "memory limit; do not treat this end as a kill"
    )
  }

  private static func windows(_ pod: DiagnosedPod, _ end: ContainerObject.Termination) -> Words? {
    guard let exit = WindowsExit(end.exitCode) else { return nil }
    return (
      "\(pod.name) shows exit code \(end.exitCode), which is \(exit.code) on Windows: \(exit.meaning)",
      exit.isFault
        ? "check the program's log and the node's event log for the fault"
        : "do not treat the large number as a crash; to get the pod Completed, let the program handle "
          + "CTRL_SHUTDOWN_EVENT, drain and exit 0 (raise WaitToKillServiceTimeout in the image if "
          + "that takes "
          + "more than 5 s)"
    )
  }

  private static func job(_ pod: DiagnosedPod, _ end: ContainerObject.Termination) -> Words? {
    guard let job = pod.pod.object.jobName, let cause = pod.pod.cause,
      cause.isDisruption || cause.kind == .jobDeadline, end.exitCode == 0
    else { return nil }
    return (
      "\(pod.name) exited with 0 when it was stopped (\(cause.text)): \(job) may count the pod as "
        + "complete, though its work was broken off",
      "let the program exit with a code other than 0 when it stops before its work is done (143, or a "
        + "code "
        + "that podFailurePolicy ignores), so that the Job starts another pod"
    )
  }

  private static func misread(
    _ pod: DiagnosedPod, _ end: ContainerObject.Termination, _ kind: Verdict.Kind
  ) -> Words? {
    switch (end.exitCode, kind) {
    case (143, .clean), (143, .ended):
      (
        "\(pod.name) shows exit code 143 and reason Error, though it ended by itself and in "
          + "time: 143 is 128 + SIGTERM, and some servers exit with it after a clean drain",
        "do not alert on 143 alone, use the verdict; to get the pod Completed, let the program exit 0 "
          + "after its drain"
      )
    case (0, .cut), (0, .timedOut):
      (
        "\(pod.name) shows exit code 0 and Completed, though it ended with "
          + "\(pod.leftAtEnd.map { "\($0) in flight" } ?? "work left"): another finding says why",
        "do not treat 0 as a clean drain; let the program exit with another code when work is left"
      )
    case (137, .unknown) where end.reason == "ContainerStatusUnknown":
      (
        "\(pod.name) shows exit code 137, which the kubelet made up: it lost the container and "
          + "does not know how it ended",
        "do not treat this 137 as a kill; check the node's events and restarts of its kubelet"
      )
    case (137, .killedEarly):
      (
        "\(pod.name) shows exit code 137 before its deadline: it got SIGKILL, but the object does not "
          + "say who sent it",
        "look for a supervisor's limit, a kill -9 or a child out of memory in the container, and for a "
          + "shutdown of the node or the platform around it"
      )
    default: nil
    }
  }
}
