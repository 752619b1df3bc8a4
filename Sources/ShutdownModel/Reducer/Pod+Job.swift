import KubernetesObjects

extension Pod {
  /// The verdict of a Job's pod that was stopped before its work was done.
  ///
  /// A Job is work to be finished: a program that obeys SIGTERM and exits with 0 or 143 has broken it off,
  /// and Kubernetes counts an exit 0 as complete (kubernetes/kubernetes#120182).
  func judgeJob(_ verdict: Verdict) -> Verdict {
    guard let job = object.jobName, let cause, cause.isDisruption || cause.kind == .jobDeadline,
      !verdict.kind.isKnownBad,
      verdict.exitCode == 0 || verdict.exitCode == 143
    else { return verdict }
    var verdict = verdict
    let container = verdict.container ?? object.name
    let end = "\(container) ended with exit code \(verdict.exitCode ?? 0) when it was stopped"
    let counted =
      verdict.exitCode == 0 ? "; \(job) may still count the pod as complete" : ""
    if let left = verdict.inFlightAtEnd, left > 0 {
      verdict.kind = .cut
      verdict.reason = "\(end), with \(left) in flight, and its Job was not done\(counted)"
    } else {
      verdict.kind = .unknown
      verdict.reason =
        "\(end); whether its Job was done is unknown\(counted)"
    }
    return verdict
  }
}
