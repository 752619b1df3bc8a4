import ContainerCommands

/// R35: no grace to speak of.
enum NoGrace: Rule {
  static let text = RuleText(
    id: "R35", title: "the grace period is too short for any shutdown",
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-forced")

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace
    guard grace.value <= 1, !grace.isDefault else { return [] }
    let isServed = !subject.served.isEmpty
    return [
      finding(
        isServed ? .warning : .notice, subject,
        at: subject.workload.place(of: grace),
        grace.value == 0
          ? "the grace is 0 s: the pod's object vanishes at once, no preStop runs, and a successor may "
            + "start beside it while it still runs"
          : "the grace is \(grace.value) s: SIGKILL follows the stop signal within 2 s",
        evidence: [subject.graceEvidence],
        advice: "give it the time it needs:\n  terminationGracePeriodSeconds: 30")
    ]
  }
}

/// R40: a grace period that makes every hang expensive.
enum VeryLongGrace: Rule {
  static let text = RuleText(
    id: "R40", title: "the grace period is very long",
    usual: .notice,
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  private static let longest = 300

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace
    guard subject.workload.kind == .deployment, (longest...600).contains(grace.value),
      subject.pod.longestPreStop * 2 < grace.value,
      subject.pod.containers.allSatisfy({ $0.preStop?.time.isExact ?? true })
    else { return [] }
    return [
      finding(
        .notice, subject, at: subject.workload.place(of: grace),
        "the grace is \(grace.value) s: a pod that hangs in its shutdown holds its node and its "
          + "resources for so long",
        evidence: [subject.graceEvidence],
        advice: "if the pods drain in much less, lower it; lastcall report says what they need")
    ]
  }
}
