import ContainerCommands
import GraceAdvice
import HarmlessText
import ShutdownModel
import Time

/// H01: the recorded drains needed more than the grace the manifest gives.
enum GraceTooShortForHistory: Rule {
  static let text = RuleText(
    id: "H01", title: "the grace period is shorter than the recorded drains needed",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func findings(in subject: Subject) -> [Finding] {
    subject.history.compactMap { entry in
      let (advice, grace) = (entry.advice, subject.pod.grace)
      let files = entry.recordings.map { $0.harmless(limit: 100) }.joined(separator: ", ")
      let place = subject.workload.place(of: grace)
      let write = advice.graceSeconds.map { "  terminationGracePeriodSeconds: \($0)" }
      if let least = advice.killedAfterSeconds, Double(grace.value) <= least {
        return finding(
          .warning, subject, at: place,
          "the grace is \(grace.value) s, and SIGKILL cut off \(advice.killed) of "
            + "\(advice.shutdowns) shutdown\(advice.shutdowns == 1 ? "" : "s") in \(files) after \(TimeSpan.seconds(least).text)",
          evidence: [subject.graceEvidence],
          advice: write.map { "\(advice.graceSentence):\n\($0)" } ?? advice.graceSentence)
      }
      guard let parts = advice.parts, let write, advice.refusal == nil,
        Double(grace.value) < parts.preStop + parts.drain + parts.cleanup + parts.margin
      else { return nil }
      return finding(
        .notice, subject, at: place,
        "the grace is \(grace.value) s, less than the "
          + "\(advice.shutdowns == 1 ? "shutdown" : "\(advice.shutdowns) shutdowns") in \(files) needed "
          + "with a margin",
        evidence: [subject.graceEvidence], advice: "\(advice.graceSentence):\n\(write)")
    }
  }
}

/// H02: the recorded drains needed far less than the grace the manifest gives.
enum GraceFarBeyondHistory: Rule {
  static let text = RuleText(
    id: "H02", title: "the grace period is far longer than the recorded drains needed",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  /// So many seconds too much cost little.
  private static let least = 30

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace
    // Where the namespaces differ, the one that needs most decides.
    let needed = subject.history.map { entry in
      entry.advice.killed > 0 ? nil : entry.advice.graceSeconds
    }
    guard !needed.contains(nil), let most = needed.compactMap({ $0 }).max(),
      grace.value >= 2 * most, grace.value - most >= least,
      let entry = subject.history.first(where: { $0.advice.graceSeconds == most })
    else { return [] }
    let files = entry.recordings.map { $0.harmless(limit: 100) }.joined(separator: ", ")
    let count = entry.advice.shutdowns
    return [
      finding(
        .notice, subject, at: subject.workload.place(of: grace),
        "the grace is \(grace.value) s, and \(count == 1 ? "the shutdown" : "the \(count) shutdowns") in "
          + "\(files) needed far less: a pod that hangs holds its node and its resources for so long",
        evidence: [subject.graceEvidence],
        advice: "\(entry.advice.graceSentence):\n  terminationGracePeriodSeconds: \(most)")
    ]
  }
}

/// H03: tasks went on arriving after the signal for longer than the preStop hook waits.
enum HookShorterThanArrivals: Rule {
  static let text = RuleText(
    id: "H03", title: "preStop is shorter than tasks were recorded to go on arriving",
    source: "https://kubernetes.io/docs/tutorials/services/pods-and-endpoint-termination-flow/")

  static func findings(in subject: Subject) -> [Finding] {
    subject.history.compactMap { entry in
      let files = entry.recordings.map { $0.harmless(limit: 100) }.joined(separator: ", ")
      guard let container = subject.pod.containers.first,
        let seconds = entry.advice.preStop.seconds
      else { return nil }
      let hook = container.preStop
      guard hook?.time.isExact ?? true, hook?.time.least ?? 0 < seconds else { return nil }
      let severity: Finding.Severity
      switch entry.advice.preStop.reason {
      case .refused: severity = .warning
      case .arrivals: severity = .notice
      default: return nil
      }
      let has = hook.map { "its preStop takes \($0.time.least) s" } ?? "nothing delays its signal"
      let node = hook?.node ?? container.node
      return finding(
        severity, subject, container: container,
        at: Place(
          file: subject.workload.manifest.file, line: hook?.line ?? node.line, path: node.path),
        "\(has), and in \(files) \(entry.advice.preStop.reason.sentence)",
        evidence: [subject.graceEvidence],
        advice: """
          wait longer before the signal (Kubernetes 1.30 or later; else exec sleep), and raise the \
          grace by as much:
            lifecycle:
              preStop:
                sleep:
                  seconds: \(seconds)
          """)
    }
  }
}
