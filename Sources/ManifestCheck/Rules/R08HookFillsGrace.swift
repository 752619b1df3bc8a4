import ContainerCommands

/// R08: the preStop hook uses up the grace period.
enum HookFillsGrace: Rule {
  static let text = RuleText(
    id: "R08", title: "the preStop hook leaves the program no time",
    usual: .critical,
    source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/")

  /// The kubelet leaves at least this many seconds, whatever the hook used.
  static let leastLeft = 2

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace
    guard grace.value > 0 else { return [] }
    return (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      // What a hook waits after it has signalled the program is the program's own time.
      guard let hook = container.preStop, hook.time.delay >= grace.value - leastLeft,
        hook.time.delay > 0
      else { return nil }
      let seconds = min(hook.time.delay, 1_000_000)
      if case .sleep = hook.action, seconds > grace.value {
        return finding(
          .critical, subject, container: container, at: subject.workload.place(of: hook.node),
          "the preStop of \(container.name) sleeps \(seconds) s, more than the grace of "
            + "\(grace.value) s: the API server refuses the pod",
          evidence: [subject.graceEvidence], advice: advice(seconds))
      }
      // A container that only keeps others company may wait until the end.
      let severity: Finding.Severity = seconds >= grace.value ? .critical : .warning
      return finding(
        severity, subject, container: container,
        at: Place(
          file: subject.workload.manifest.file, line: hook.line, path: hook.node.path),
        "the preStop of \(container.name) takes \(seconds) s of the grace of \(grace.value) s: "
          + "SIGKILL follows the stop signal after \(leastLeft) s",
        evidence: [container.hookScript?.evidence, subject.graceEvidence].compactMap(\.self),
        advice: advice(seconds))
    }
  }

  private static func advice(_ seconds: Int) -> String {
    """
    the grace counts from the deletion, so add what the program needs:
      terminationGracePeriodSeconds: \(seconds + 25)
    """
  }
}
