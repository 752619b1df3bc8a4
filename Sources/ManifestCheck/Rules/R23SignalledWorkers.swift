import ContainerCommands
import ShutdownModel

/// R23: an init that sends the stop signal to the workers, too, which lose their work by it.
enum SignalledWorkers: Rule {
  static let text = RuleText(
    id: "R23", title: "the signal reached the queue's workers, and their jobs were lost",
    source: "https://github.com/celery/celery/issues/2700")

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion else { return [] }
    return subject.pod.containers.compactMap { container in
      guard let wrapper = container.start.wrapper, let source = container.startSource,
        signalsGroup(wrapper, container),
        let program = programs(of: container.start).first(where: {
          subject.servers.server(running: $0)?.kinds.contains(.prefork) == true
        })
      else { return nil }
      let isDumb = wrapper == "dumb-init"
      return finding(
        .warning, subject, container: container, at: subject.workload.place(of: source),
        "\(wrapper)\(isDumb ? "" : " -g") sends the stop signal to every process of \(container.name): "
          + "the workers of \(program) get it, too, and may lose what they work on",
        evidence: [subject.evidence(source)],
        advice: isDumb
          ? "let it signal \(program) alone: dumb-init --single-child, or DUMB_INIT_SETSID=0"
          : "leave -g away")
    }
  }

  private static func programs(of start: StartCommand) -> [String] {
    switch start.program {
    case .program: start.words.prefix(4).map(\.baseName)
    case .script(_, let script): script.commands.flatMap { $0.program.prefix(1) }.map(\.baseName)
    case .image, .scriptFile, .packageRunner: []
    }
  }

  /// Whether an init signals all processes: tini only if it is told to, dumb-init unless it is told not to.
  private static func signalsGroup(_ wrapper: String, _ container: Container) -> Bool {
    let words = container.words.map(\.value)
    guard let place = words.firstIndex(where: { $0.baseName == wrapper }) else { return false }
    let options = words[(place + 1)...].prefix { $0.hasPrefix("-") && $0 != "--" }
    switch wrapper {
    case "dumb-init":
      return !options.contains("-c") && !options.contains("--single-child")
        && container.environment["DUMB_INIT_SETSID"]?.value != "0"
    case "tini", "tini-static", "docker-init":
      return options.contains { $0 == "-g" || $0 == "--group" }
        || container.environment["TINI_KILL_PROCESS_GROUP"] != nil
    default: return false
    }
  }
}
