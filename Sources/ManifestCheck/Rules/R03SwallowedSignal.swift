import ShutdownModel

/// R03: PID 1 is a shell or npm, which does not pass the stop signal on.
enum SwallowedSignal: Rule {
  static let text = RuleText(
    id: "R03", title: "a shell or package runner as PID 1 does not pass the stop signal on",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func findings(in subject: Subject) -> [Finding] {
    subject.pod.containers.compactMap { container in
      let start = container.start
      guard start.wrapper == nil, let source = container.startSource else { return nil }
      let own = finding(start, container, subject)
      return own.map { severity, sentence, advice in
        finding(
          subject.workload.kind.runsToCompletion ? .notice : severity, subject,
          container: container, at: subject.workload.place(of: source), sentence,
          evidence: [subject.evidence(source), subject.graceEvidence], advice: advice)
      }
    }
  }

  private static func finding(
    _ start: StartCommand, _ container: Container, _ subject: Subject
  ) -> (Finding.Severity, String, String)? {
    let grace = subject.pod.grace.value
    switch start.program {
    case .image, .program: return nil
    case .packageRunner(let name):
      return (
        .warning,
        "\(container.name) starts by \(name), which runs the program as the child of a shell: the "
          + "stop signal may not reach the program, and SIGKILL ends it",
        "start the program itself: command: [\"node\", \"server.js\"]"
      )
    case .scriptFile(let name):
      // The entry points of official images end in exec.
      guard !name.hasSuffix("docker-entrypoint.sh"), !subject.workload.kind.runsToCompletion else {
        return nil
      }
      return (
        .notice,
        "\(container.name) starts by the script \(name), which is not in the manifest: unless it "
          + "ends in exec, the stop signal stays with the shell",
        "look into the script: its last line must be exec PROGRAM, or it needs a trap and wait"
      )
    case .script(let shell, let script):
      guard script.isClear, !script.hasExec, script.trappedSignals.isEmpty,
        let last = script.commands.last, let name = last.words.first
      else { return nil }
      if script.isIdle {
        return (
          .notice,
          "\(container.name) only runs a loop or a sleep in \(shell), which as PID 1 ignores the stop "
            + "signal: every end takes the whole grace of \(grace) s",
          "add a trap: \(shell) -c 'trap \"exit 0\" TERM; sleep infinity & wait'"
        )
      }
      let isPipe = last.separator == .pipe || script.topLevel.dropLast().last?.separator == .pipe
      let isLast = last.depth == 0 && last.separator == .end && !isPipe
      var severity = Finding.Severity.warning
      var but = ""
      if isLast {
        // Measured: bash puts the last command of -c in its place, dash does not.
        if shell == "bash" || container.image.shell == .bash {
          if script.commands.count == 1 { return nil }
          severity = .notice
          but = ", unless its bash is 5.1 or later"
        } else if container.image.shell == .ash {
          severity = .notice
          but = ", unless its shell puts the last command in its own place, as some do"
        } else if shell == "sh" {
          but = ", unless its sh is bash"
        }
      }
      return (
        severity,
        "\(container.name) runs \(name.baseName) as the child of \(shell), which as PID 1 does not pass "
          + "the stop signal on\(but): the program hears nothing, and SIGKILL ends it after "
          + "\(grace) s",
        "put exec before the program: exec \(last.words.prefix(3).joined(separator: " "))"
          + (last.words.count > 3 ? " …" : "")
      )
    }
  }
}
