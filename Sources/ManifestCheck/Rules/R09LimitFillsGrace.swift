import ContainerCommands
import ShutdownModel

/// R09: the program allows its own shutdown more time than is left of the grace period.
enum LimitFillsGrace: Rule {
  static let text = RuleText(
    id: "R09", title: "the program's own limit is longer than what is left of the grace period",
    source: "https://github.com/spring-projects/spring-boot/issues/26469")

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion, subject.pod.grace.value > 0 else { return [] }
    // A program that does not hear the signal does not come to its limit.
    let deaf = SwallowedSignal.deafContainers(in: subject)
    return subject.pod.containers.compactMap { container in
      guard !deaf.contains(container.name) else { return nil }
      let hook = min(container.preStop?.time.delay ?? 0, 1_000_000)
      let left = max(subject.pod.grace.value - hook, HookFillsGrace.leastLeft)
      guard let limit = container.limits.first else { return nil }
      let delay = container.delays.first
      let sum = limit.seconds + (delay?.seconds ?? 0)
      guard sum >= left else { return nil }
      // A default may be meant, and equal to the grace it fails only when it is used to the end.
      let isGuess = limit.isGuess || limit.seconds < left && delay?.isGuess == true
      let isSure = !isGuess && limit.place != nil
      let place = container.stated(limit).map { subject.workload.place(of: $0) }
      let allowed = "\(container.name) allows its shutdown \(limit.seconds) s (\(limit.text))"
      let whole =
        delay.map { "\(allowed) after a delay of \($0.seconds) s (\($0.text)): \(sum) s together" }
        ?? allowed
      return finding(
        isSure ? .warning : .notice, subject, container: container,
        at: place ?? subject.workload.place(of: container.node),
        "\(whole), but "
          + (hook > 0
            ? "the preStop of \(hook) s leaves it \(left) s of the grace of \(subject.pod.grace.value) s"
            : "SIGKILL comes after the grace of \(subject.pod.grace.value) s")
          + (isGuess ? ", if the setting is what its name says" : ""),
        evidence: [
          container.evidence(limit), delay.flatMap { container.evidence($0) },
          delay.flatMap { container.stated($0) }.map { subject.evidence($0) },
          subject.graceEvidence,
        ].compactMap(\.self),
        advice: """
          lower the limit, or raise the grace to preStop \(hook) + \
          \(delay.map { "delay \($0.seconds) + " } ?? "")limit \(limit.seconds) + \(Arithmetic.margin):
            terminationGracePeriodSeconds: \(hook + sum + Arithmetic.margin)
          """)
    }
  }
}
