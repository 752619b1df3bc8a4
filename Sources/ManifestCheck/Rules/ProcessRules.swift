import ContainerCommands
import ShutdownModel

/// R27: a hook that signals PID 1, which with a shared PID namespace is `/pause`.
enum SignalToPause: Rule {
  static let text = RuleText(
    id: "R27", title: "the hook signals PID 1, which is not the program here",
    usual: .critical,
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/")

  static func findings(in subject: Subject) -> [Finding] {
    guard let shared = subject.pod.sharesProcesses, shared.value else { return [] }
    return (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard let hook = container.preStop, case .exec(let words) = hook.action,
        let sending = HookScript(words.map(\.value), subject.servers).sendings
          .first(where: \.isToFirstProcess)
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
        let last = script.commands.last(where: {
          $0.separator != .background && !isPassing($0, in: script)
        })
      else { return nil }
      return finding(
        subject.workload.kind.runsToCompletion ? .notice : .warning, subject, container: container,
        at: subject.workload.place(of: source),
        "\(shell) runs the trap of \(container.name) only when "
          + "'\(last.words.prefix(4).joined(separator: " "))' has ended: until then the stop signal "
          + "does nothing",
        evidence: [subject.evidence(source), container.script?.evidence, subject.graceEvidence]
          .compactMap(\.self),
        advice: "run it in the background and wait: "
          + "\(last.shown) & wait $!")
    }
  }

  /// Whether a command ends soon, so that the trap runs.
  private static func isPassing(_ command: ShellScript.Command, in script: ShellScript) -> Bool {
    if let seconds = ShellScript.sleepSeconds(command.words) { return seconds <= shortSleep }
    return command.isInLoop
      || !(script.programs.contains(command) || ShellScript.followsFile(command.words))
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
      // With a shared PID namespace the pause container is the init, and the shell no PID 1 either.
      let isShared = start.wrapper == nil && subject.pod.hasSharedProcesses
      guard start.wrapper != nil || isShared, let source = container.startSource else { return nil }
      let shell: String
      var (child, doubt, isLikely) = ("the program of \(container.name)", "", true)
      var advice = "put exec before the program in the script"
      switch start.program {
      case .script(let name, let script):
        guard let own = ShellChild(name, script, in: container.image) else { return nil }
        shell = name
        if isShared {
          if subject.workload.kind.runsToCompletion, own.names.isEmpty { return nil }
          child = "\(own.program.title) of \(container.name)"
          (doubt, isLikely) = (own.doubt, own.isLikely)
          if !own.isLast { advice = "let the shell pass the signal on and wait: \(own.recipe)" }
        }
      case .packageRunner(let name): shell = name
      case .image, .program, .scriptFile: return nil
      }
      let evidence = [subject.evidence(source), container.script?.evidence].compactMap(\.self)
      let isNotice = isShared && (!isLikely || subject.workload.kind.runsToCompletion)
      return finding(
        isNotice ? .notice : .warning, subject, container: container,
        at: subject.workload.place(of: source),
        isShared
          ? "the pod shares its process namespace, so that \(shell) is not PID 1 and dies of the stop "
            + "signal at once\(doubt): the container ends with it, and \(child) is killed in the middle "
            + "of its shutdown"
          : "\(start.wrapper ?? "") ends as soon as \(shell) does, and \(shell) dies of the stop signal "
            + "at once: \(child) is killed in the middle of its shutdown",
        evidence: evidence,
        advice: advice + (isShared ? "" : "; \(start.wrapper ?? "") alone does not help"))
    }
  }
}
