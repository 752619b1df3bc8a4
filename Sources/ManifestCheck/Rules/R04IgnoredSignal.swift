import ContainerCommands
import ShutdownModel

/// R04: a program that has no handler for the stop signal, which as PID 1 it then ignores.
enum IgnoredSignal: Rule {
  static let text = RuleText(
    id: "R04", title: "PID 1 has no handler for the stop signal",
    usual: .notice,
    source: "https://github.com/Yelp/dumb-init#why-you-need-an-init-system")

  /// Images without an entry point, whose arguments are the command.
  private static let plain: Set = ["busybox", "alpine", "debian", "ubuntu"]

  static func findings(in subject: Subject) -> [Finding] {
    let grace = subject.pod.grace.value
    guard !subject.workload.kind.runsToCompletion, subject.workload.kind != .pod,
      !subject.pod.hasSharedProcesses, grace > 5
    else { return [] }
    return subject.pod.containers.compactMap { container in
      guard container.stopSignal == nil, container.preStop?.signalsProgram != true,
        let words = idleCommand(of: container),
        let source = container.startSource ?? container.words.first
      else { return nil }
      let name = words.first?.baseName ?? ""
      return finding(
        .notice, subject, container: container, at: subject.workload.place(of: source),
        "\(container.name) runs \(name) as PID 1, which ignores the stop signal: every end of the pod "
          + "takes the whole grace of \(grace) s",
        evidence: [subject.evidence(source), subject.graceEvidence],
        advice: "let a shell handle the signal: command: [\"sh\", \"-c\", \"trap 'exit 0' TERM; "
          + "\(words.joined(separator: " ")) & wait\"]")
    }
  }

  /// `tail -f` or a long sleep, where it is PID 1.
  private static func idleCommand(of container: Container) -> [String]? {
    let start = container.start
    guard start.wrapper == nil else { return nil }
    switch start.program {
    case .program: return start.isIdle ? start.words : nil
    case .image:
      let words = container.arguments.map(\.value)
      guard plain.contains(container.image.repository), container.command.isEmpty else {
        return nil
      }
      return ShellScript.isIdle(words) ? words : nil
    case .script(_, let script):
      guard script.isClear, script.programs.isEmpty, let last = script.topLevel.last,
        last.words.first == "exec", script.trappedSignals.isEmpty,
        ShellScript.isIdle(last.words)
      else { return nil }
      return Array(last.words.dropFirst())
    case .scriptFile, .packageRunner: return nil
    }
  }
}
