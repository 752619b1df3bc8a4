import ContainerCommands
import ShutdownModel

/// R03: PID 1 is a shell or npm, which does not pass the stop signal on.
enum SwallowedSignal: Rule {
  static let text = RuleText(
    id: "R03", title: "a shell or package runner as PID 1 does not pass the stop signal on",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func findings(in subject: Subject) -> [Finding] {
    // There PID 1 is /pause, and a shell dies of the signal: R34 says what of that.
    guard !subject.pod.hasSharedProcesses else { return [] }
    return subject.pod.containers.compactMap { container in
      let start = container.start
      guard start.wrapper == nil, let source = container.startSource,
        container.preStop?.signalsProgram != true
      else { return nil }
      let own = finding(start, container, subject)
      let evidence = [subject.evidence(source), container.script?.evidence, subject.graceEvidence]
      return own.map { severity, sentence, advice in
        finding(
          subject.workload.kind.runsToCompletion ? .notice : severity, subject,
          container: container, at: subject.workload.place(of: source), sentence,
          evidence: evidence.compactMap(\.self), advice: advice)
      }
    }
  }

  /// The containers that it warns of: until that is mended, what a program does with the signal does
  /// not matter.
  static func deafContainers(in subject: Subject) -> Set<String> {
    Set(findings(in: subject).filter { $0.severity > .notice }.compactMap(\.container))
  }

  private static func finding(
    _ start: StartCommand, _ container: Container, _ subject: Subject
  ) -> (Finding.Severity, String, String)? {
    let grace = subject.pod.grace.value
    switch start.program {
    case .image: return nil
    case .program(let name):
      guard let server = subject.servers.server(running: name), server.kinds.contains(.runner),
        server.runnerWords.isEmpty || server.runnerWords.contains(where: start.words.contains),
        !subject.workload.kind.runsToCompletion
      else { return nil }
      return (
        .notice,
        "\(container.name) starts by \(name), which runs the program as its child: the stop signal may "
          + "not reach the program, and SIGKILL ends it after \(grace) s",
        "start the program itself, without \(name)"
      )
    case .packageRunner(let name):
      let program = name.hasPrefix("bun") ? "\"bun\", \"server.ts\"" : "\"node\", \"server.js\""
      return (
        .warning,
        "\(container.name) starts by \(name), which runs the program as the child of a shell: the "
          + "stop signal may not reach the program, and SIGKILL ends it",
        "start the program itself: command: [\(program)]"
      )
    case .scriptFile(let name):
      guard !subject.servers.endsInExec(name.baseName, start.words),
        !subject.workload.kind.runsToCompletion
      else {
        return nil
      }
      return (
        .notice,
        "\(container.name) starts by the script \(name), which was not looked into: unless it ends "
          + "in exec, the stop signal stays with the shell",
        "look into the script: its last line must be exec PROGRAM, or it needs a trap and wait"
      )
    case .script(_, let script) where !script.isClear && script.isFile:
      guard !script.hasExec, script.trappedSignals.isEmpty,
        !subject.workload.kind.runsToCompletion
      else { return nil }
      return (
        .notice,
        "\(container.name) starts by a script that was not understood: unless it ends in exec, the "
          + "stop signal stays with the shell",
        "look into the script: its last line must be exec PROGRAM, or it needs a trap and wait"
      )
    case .script(let shell, let script):
      if script.isClear, script.trappedSignals.isEmpty, !script.hasExec, script.isIdle {
        // A bare pod that waits is there to be looked into, and nothing rolls it.
        if subject.workload.kind == .pod { return nil }
        return (
          .notice,
          "\(container.name) only runs a loop or a sleep in \(shell), which as PID 1 ignores the stop "
            + "signal: every end takes the whole grace of \(grace) s",
          "add a trap: \(shell) -c 'trap \"exit 0\" TERM; sleep infinity & wait'"
        )
      }
      return ShellChild(shell, script, in: container.image).flatMap { child in
        finding(child, shell, container, subject)
      }
    }
  }

  private static func finding(
    _ child: ShellChild, _ shell: String, _ container: Container, _ subject: Subject
  ) -> (Finding.Severity, String, String)? {
    let grace = subject.pod.grace.value
    let isJob = subject.workload.kind.runsToCompletion
    // A job that only asks or prepares something is over before its grace is.
    if isJob, child.names.isEmpty { return nil }
    let name = child.program.title
    if child.endsWaiting, !child.names.isEmpty {
      return (
        .warning,
        "\(container.name) runs \(child.list) and then only loops or waits in \(shell), which as PID 1 "
          + "ignores the stop signal: what they leave running never hears it, and SIGKILL ends it "
          + "after \(grace) s",
        "give each of them a container of its own, in the foreground, or stop them in a trap: "
          + "trap 'STOP THEM; exit 0' TERM; sleep infinity & wait"
      )
    }
    if child.names.count > 1, isJob || !(child.isLast || child.isInPipe) {
      return (
        .warning,
        "\(container.name) runs its commands (\(child.list)) as children of \(shell), which as PID 1 "
          + "does not pass the stop signal on: none of them hears it, and SIGKILL ends what runs "
          + "after \(grace) s",
        "run each that takes long in the background and wait: \(child.recipe)"
      )
    }
    return (
      child.isLikely ? .warning : .notice,
      "\(container.name) runs \(name) as the child of \(shell), which as PID 1 does not pass "
        + "the stop signal on\(child.doubt): the program hears nothing, and SIGKILL ends it after "
        + "\(grace) s",
      child.isInPipe
        ? "exec does not help in a pipe: write to a file and put exec before \(name), or let the "
          + "shell signal the whole pipe: \(child.recipe)"
        : child.isLast
          ? "put exec before the program: exec \(child.program.shown)"
          : "let the shell pass the signal on: \(child.recipe)"
    )
  }
}
