import ShutdownModel

/// R27: a hook that signals PID 1, which with a shared PID namespace is `/pause`.
enum SignalToPause: Rule {
  static let text = RuleText(
    id: "R27", title: "the hook signals PID 1, which is not the program here",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/")

  static func findings(in subject: Subject) -> [Finding] {
    guard let shared = subject.pod.sharesProcesses, shared.value else { return [] }
    return (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard let hook = container.preStop, case .exec(let words) = hook.action,
        let sending = HookScript(words.map(\.value)).sendings.first(where: \.isToFirstProcess)
      else { return nil }
      return finding(
        .critical, subject, container: container,
        at: Place(file: subject.workload.manifest.file, line: hook.line, path: hook.node.path),
        "the preStop of \(container.name) signals PID 1 (\(sending.text)), but the pod shares its "
          + "process namespace: PID 1 is /pause, and the program hears nothing",
        evidence: [
          Finding.Evidence(
            place: subject.workload.place(of: shared), text: "shareProcessNamespace: true")
        ],
        advice: "name the program: pkill -\(sending.signal ?? "TERM") -x PROGRAM")
    }
  }
}

/// R31: a trap that runs only when the program in the foreground has ended.
enum DeferredTrap: Rule {
  static let text = RuleText(
    id: "R31", title: "the shell runs its trap only after the program in the foreground",
    source: "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html")

  /// A sleep up to this long only delays the trap.
  private static let shortSleep = 10

  static func findings(in subject: Subject) -> [Finding] {
    subject.pod.containers.compactMap { container in
      guard case .script(let shell, let script) = container.start.program, script.isClear,
        script.trapsTermination, !script.waits, !script.hasExec,
        let source = container.startSource,
        let last = script.commands.last(where: { $0.separator != .background && !isPassing($0) })
      else { return nil }
      return finding(
        subject.workload.kind.runsToCompletion ? .notice : .warning, subject, container: container,
        at: subject.workload.place(of: source),
        "\(shell) runs the trap of \(container.name) only when "
          + "'\(last.words.prefix(4).joined(separator: " "))' has ended: until then the stop signal "
          + "does nothing",
        evidence: [subject.evidence(source), subject.graceEvidence],
        advice: "run it in the background and wait: "
          + "\(last.words.prefix(3).joined(separator: " ")) … & wait $!")
    }
  }

  /// Whether a command ends soon, so that the trap runs.
  private static func isPassing(_ command: ShellScript.Command) -> Bool {
    if let seconds = ShellScript.sleepSeconds(command.words) { return seconds <= shortSleep }
    let quick: Set = [
      "trap", "echo", "set", "export", "true", ":", "[", "[[", "test", "date", "touch", "mkdir",
      "rm",
      "cp", "mv", "cat", "exit", "kill", "printf", "cd", "break", "continue", "chmod", "chown",
    ]
    let name = command.words.first ?? ""
    return quick.contains(name) || name.contains("=") || command.isInLoop
  }
}

/// R34: an init whose child is a shell that dies of the signal and leaves the program behind.
enum OrphanedChild: Rule {
  static let text = RuleText(
    id: "R34", title: "the shell under tini or dumb-init dies of the signal before the program",
    source: "https://github.com/npm/run-script/issues/237")

  static func findings(in subject: Subject) -> [Finding] {
    subject.pod.containers.compactMap { container in
      let start = container.start
      guard let wrapper = start.wrapper, let source = container.startSource else { return nil }
      let shell: String
      switch start.program {
      case .script(let name, let script):
        let isReplaced = name == "bash" && script.commands.count == 1
        guard script.isClear, !script.hasExec, !isReplaced, script.trappedSignals.isEmpty else {
          return nil
        }
        shell = name
      case .packageRunner(let name): shell = name
      case .image, .program, .scriptFile: return nil
      }
      return finding(
        .warning, subject, container: container, at: subject.workload.place(of: source),
        "\(wrapper) ends as soon as \(shell) does, and \(shell) dies of the stop signal at once: the "
          + "program of \(container.name) is killed in the middle of its shutdown",
        evidence: [subject.evidence(source)],
        advice: "put exec before the program in the script; \(wrapper) alone does not help")
    }
  }
}
