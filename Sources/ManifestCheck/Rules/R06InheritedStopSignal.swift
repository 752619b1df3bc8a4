import ContainerCommands
import ShutdownModel

/// R06: an image whose stop signal was made for another program than the one that runs.
enum InheritedStopSignal: Rule {
  static let text = RuleText(
    id: "R06", title: "the image's stop signal was made for another program",
    usual: .notice,
    source: "https://github.com/nginx/kubernetes-ingress/issues/1501")

  /// What only keeps a container alive.
  private static let idle: Set = ["sleep", "tail"]

  static func findings(in subject: Subject) -> [Finding] {
    subject.pod.containers.compactMap { container in
      guard container.stopSignal == nil, case .program(let program) = container.start.program,
        let server = subject.servers.server(in: container.image), !server.programs.isEmpty,
        let (signal, isSure) = server.stopSignal(of: container.image), isSure,
        !server.programs.contains(program), !idle.contains(program)
      else { return nil }
      let place = container.startSource.map { subject.workload.place(of: $0) }
      return finding(
        .notice, subject, container: container,
        at: place ?? subject.workload.place(of: container.node),
        "\(container.name) runs \(program) in the image \(container.image.text), which is stopped by "
          + "\(signal): the program must know that signal, for without a handler PID 1 ignores it",
        evidence: [
          subject.evidence(
            container.node["image"] ?? container.node, "image: \(container.image.text)")
        ],
        advice: "set STOPSIGNAL SIGTERM in an image of your own, or lifecycle.stopSignal: SIGTERM")
    }
  }
}
