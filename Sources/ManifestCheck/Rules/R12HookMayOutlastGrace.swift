import ContainerCommands
import ShutdownModel

/// R12: a preStop hook that waits for something, and may wait for longer than the grace period.
enum HookMayOutlastGrace: Rule {
  static let text = RuleText(
    id: "R12", title: "the preStop hook may outlast the grace period, and no event says so",
    source: "https://github.com/kubernetes/kubernetes/issues/31902")

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace
    guard grace.value > 0 else { return [] }
    return (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard let hook = container.preStop, let bound = hook.time.bound, hook.time.end == nil,
        hook.time.allowed >= grace.value, hook.time.least < grace.value - HookFillsGrace.leastLeft
      else { return nil }
      let seconds = min(hook.time.allowed, 1_000_000)
      return finding(
        .warning, subject, container: container,
        at: Place(file: subject.workload.manifest.file, line: hook.line, path: hook.node.path),
        "the preStop of \(container.name) may take \(seconds) s (\(bound)), but the grace is "
          + "\(grace.value) s: if it does, the stop signal comes when the grace is over, and SIGKILL "
          + "\(HookFillsGrace.leastLeft) s later",
        evidence: [container.hookScript?.evidence, subject.graceEvidence].compactMap(\.self),
        advice: """
          let the hook wait for less, or add what the program needs to the longest it may wait:
            terminationGracePeriodSeconds: \(seconds + 25)
          """)
    }
  }
}
