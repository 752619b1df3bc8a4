import ContainerCommands
import ShutdownModel

/// R10: a hook that sends a signal and ends, so that the stop signal follows at once.
enum HookOnlySignals: Rule {
  static let text = RuleText(
    id: "R10", title: "the preStop hook only sends a signal and does not wait",
    source: "https://github.com/kubernetes/kubernetes/issues/39170")

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      // What no shell replaces names no process, as C09 says.
      guard let hook = container.preStop, hook.unreplaced == nil,
        case .exec(let words) = hook.action
      else { return nil }
      let script = HookScript(words.map(\.value), subject.servers)
      guard script.onlySends, let sending = script.sendings.last else { return nil }
      // With a shared PID namespace the signal does not even arrive.
      if subject.pod.hasSharedProcesses, sending.isToFirstProcess { return nil }
      let server = subject.servers.server(in: container.image)
      if let server, sending.signal.map({ server.holdsOff.contains("SIG\($0)") }) == true {
        return nil
      }
      let stop =
        container.stopSignal?.value ?? server?.stopSignal(of: container.image)?.signal ?? "SIGTERM"
      let isSame = sending.signal.map { "SIG\($0)" == stop } ?? false
      if isSame, sending.signal == "QUIT" { return nil }
      return finding(
        isSame ? .notice : .warning, subject, container: container,
        at: Place(file: subject.workload.manifest.file, line: hook.line, path: hook.node.path),
        isSame
          ? "the preStop of \(container.name) sends \(stop) (\(sending.text)), and the kubelet sends "
            + "it again at once: some programs take the second for haste"
          : "the preStop of \(container.name) sends a signal (\(sending.text)) and ends, so that "
            + "\(stop) follows within milliseconds and may cut what the first began",
        evidence: words.last.map { [subject.evidence($0)] } ?? [],
        advice: isSame
          ? "leave the hook away, or let it wait before the signal:\n"
            + "  preStop:\n    sleep:\n      seconds: 5"
          : "let the hook wait until the program has ended, as in: \(sending.text); sleep 20, with "
            + "the grace longer than that")
    }
  }
}
