import ContainerCommands
import ShutdownModel

/// R38: a supervisor that kills its programs sooner than the grace period would.
enum SupervisorLimit: Rule {
  static let text = RuleText(
    id: "R38", title: "a limit inside the container ends the work before the grace period does",
    usual: .notice,
    source: "https://supervisord.org/configuration.html#program-x-section-settings")

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion else { return [] }
    return subject.pod.containers.compactMap { container in
      guard let (server, program) = supervisor(of: container, subject.servers),
        let limit = server.childLimit, let number = limit.split(separator: " ").first,
        let seconds = Double(number), !isSet(server.childLimitSettings, container)
      else { return stated(container, subject) }
      let left = subject.pod.grace.value - (container.preStop?.time.delay ?? 0)
      guard Double(left) > seconds + 2 else { return nil }
      let setting = server.childLimitSettings.first
      let place = container.startSource.map { subject.workload.place(of: $0) }
      return finding(
        .notice, subject, container: container,
        at: place ?? subject.workload.place(of: container.node),
        "\(container.name) runs its program under \(program), which kills it \(limit) after the stop "
          + "signal\(setting.map { ", unless \($0) says otherwise" } ?? ""): the \(left) s that the "
          + "grace leaves are not used",
        evidence: [container.startSource.map { subject.evidence($0) }, subject.graceEvidence]
          .compactMap(\.self),
        advice: setting.map { "set \($0) to a little less than \(left) s" }
          ?? "start the program itself: its command without \(program)")
    }
  }

  /// A limit that is set, and far shorter than a grace that is set, too.
  private static func stated(_ container: Container, _ subject: Subject) -> Finding? {
    let grace = subject.pod.grace
    let names = subject.servers.servers.flatMap(\.childLimitSettings)
    let limit = container.limits.first { limit in
      names.contains { limit.text.hasPrefix($0) }
    }
    guard let limit, !grace.isDefault else { return nil }
    let left = grace.value - (container.preStop?.time.delay ?? 0)
    guard left > 2 * limit.seconds + Arithmetic.margin else { return nil }
    let place = container.stated(limit).map { subject.workload.place(of: $0) }
    return finding(
      .notice, subject, container: container,
      at: place ?? subject.workload.place(of: container.node),
      "the supervisor of \(container.name) kills its program \(limit.seconds) s after the stop signal "
        + "(\(limit.text)): the \(left) s that the grace leaves are not used",
      evidence: [container.evidence(limit), subject.graceEvidence].compactMap(\.self),
      advice: "set it to a little less than \(left) s, or lower the grace")
  }

  private static func supervisor(
    of container: Container, _ servers: ServerTable
  ) -> (Server, program: String)? {
    let names: [String]
    switch container.start.program {
    case .image:
      return servers.server(in: container.image).map { ($0, $0.name) }
    case .program: names = container.start.words.prefix(4).map(\.baseName)
    case .script(_, let script):
      names = script.commands.last?.program.prefix(4).map(\.baseName) ?? []
    case .scriptFile, .packageRunner: return nil
    }
    for name in names {
      if let server = servers.server(running: name) { return (server, name) }
    }
    return nil
  }

  /// Whether something that is seen sets the limit.
  private static func isSet(_ settings: [String], _ container: Container) -> Bool {
    settings.contains { setting in
      container.environment[setting] != nil
        || container.start.allWords.contains { $0.contains(setting) }
        || container.files.contains { $0.text.contains(setting) }
    }
  }
}
