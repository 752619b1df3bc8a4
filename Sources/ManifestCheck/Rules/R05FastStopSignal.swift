import ContainerCommands
import ShutdownModel

/// R05: a server for which the stop signal means to cut its requests.
enum FastStopSignal: Rule {
  static let text = RuleText(
    id: "R05", title: "the stop signal makes the server cut its requests",
    source: "https://nginx.org/en/docs/control.html")

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard container.stopSignal == nil, container.preStop == nil,
        let (severity, sentence, advice) = judgement(of: container)
      else { return nil }
      let place = container.node["image"] ?? container.node
      return finding(
        severity, subject, container: container, at: subject.workload.place(of: place), sentence,
        evidence: [subject.evidence(place, "image: \(container.image.text)")], advice: advice)
    }
  }

  private static func judgement(
    of container: Container
  ) -> (Finding.Severity, String, String)? {
    let image = container.image
    let start = container.start
    if image.isNamed("nginx") || image.isNamed("nginxinc/nginx-unprivileged"),
      start.program == .image || start.words.first?.baseName == "nginx" || isScript(of: start),
      let version = image.version, version.count > 1, version.lexicographicallyPrecedes([1, 18])
    {
      return (
        .warning,
        "\(container.name) is nginx \(image.tag), whose image is stopped by SIGTERM: that cuts the "
          + "requests in flight, and its exit code is 0 nevertheless",
        "use an image of 1.20 or later, which is stopped by SIGQUIT, or quit and wait in preStop:\n"
          + "  preStop:\n    exec:\n      command: "
          + "[\"sh\", \"-c\", \"sleep 5; nginx -s quit; while pgrep -x nginx; do sleep 1; done\"]"
      )
    }
    if image.isNamed("envoyproxy/envoy") || image.repository.contains("envoyproxy/envoy-") {
      return (
        .warning,
        "\(container.name) is Envoy, which on SIGTERM ends at once with its requests",
        "drain it first, for example by a preStop that posts /drain_listeners?graceful to its admin "
          + "port and waits"
      )
    }
    if image.isNamed("php"), image.tag.contains("fpm") {
      return (
        .notice,
        "\(container.name) is php-fpm, whose process_control_timeout is 0 unless it is set: its "
          + "requests may be cut",
        "set process_control_timeout = 20s in the pool's configuration, below the grace period"
      )
    }
    if let server = ["daphne", "waitress-serve"].first(where: {
      start.words.first?.baseName == $0
    }) as String? {
      return (
        .warning, "\(container.name) runs \(server), which on SIGTERM cuts the requests in flight",
        "use a server that drains, such as uvicorn or gunicorn, or keep requests away by preStop"
      )
    }
    return nil
  }

  /// Whether a script comes to nginx, by exec or at its end.
  private static func isScript(of start: StartCommand) -> Bool {
    guard case .script(_, let script) = start.program, script.isClear else { return false }
    return script.lastProgram == "nginx"
  }
}
