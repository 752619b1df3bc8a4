import ContainerCommands
import ShutdownModel

/// R06: an image whose stop signal was made for another program than the one that runs.
enum InheritedStopSignal: Rule {
  static let text = RuleText(
    id: "R06", title: "the image's stop signal was made for another program",
    usual: .notice,
    source: "https://github.com/nginx/kubernetes-ingress/issues/1501")

  static func findings(in subject: Subject) -> [Finding] {
    subject.pod.containers.compactMap { container in
      guard container.stopSignal == nil, case .program(let program) = container.start.program,
        let (signal, servers) = inherited(container.image), !servers.contains(program)
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

  private static func inherited(_ image: ImageName) -> (String, Set<String>)? {
    switch image {
    case _ where image.isNamed("nginx") || image.isNamed("nginxinc/nginx-unprivileged"):
      guard let version = image.version else { return nil }
      guard !version.lexicographicallyPrecedes([1, 20]) else { return nil }
      return ("SIGQUIT", ["nginx", "nginx-debug", "sleep", "tail"])
    case _ where image.isNamed("httpd"):
      return ("SIGWINCH", ["httpd", "httpd-foreground", "apachectl", "sleep", "tail"])
    case _ where image.isNamed("php") && image.tag.contains("fpm"):
      return ("SIGQUIT", ["php-fpm", "docker-php-entrypoint", "sleep", "tail"])
    default: return nil
    }
  }
}
