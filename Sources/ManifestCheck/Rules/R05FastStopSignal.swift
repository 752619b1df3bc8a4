import ContainerCommands
import ShutdownModel

/// R05: a server for which the stop signal means to cut its requests.
enum FastStopSignal: Rule {
  static let text = RuleText(
    id: "R05", title: "the stop signal makes the server cut its requests",
    source: "https://nginx.org/en/docs/control.html")

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard container.stopSignal == nil,
        let (severity, sentence, advice) = judgement(of: container, subject.servers)
      else { return nil }
      let place = container.node["image"] ?? container.node
      return finding(
        severity, subject, container: container, at: subject.workload.place(of: place), sentence,
        evidence: [subject.evidence(place, "image: \(container.image.text)")], advice: advice)
    }
  }

  private static func judgement(
    of container: Container, _ servers: ServerTable
  ) -> (Finding.Severity, String, String)? {
    let (image, start) = (container.image, container.start)
    if let long = abortedWork(in: container, servers) { return long }
    guard container.preStop == nil else { return nil }
    if let server = servers.server(in: image) {
      let version = server.stopSignalSince.isEmpty ? "" : " \(image.tag)"
      let sentence = "\(container.name) is \(server.name)\(version), \(server.reason)"
      switch server.onSigterm {
      case .mayCut: return (.notice, sentence, server.change)
      case .cuts where server.stopSignal(of: image) == nil && server.isStarted(by: start):
        return (.warning, sentence, server.change)
      case .cuts, .aborts, nil: break
      }
    }
    guard let program = start.words.first?.baseName, let server = servers.server(running: program),
      server.onSigterm == .cuts, server.stopSignal == nil
    else { return nil }
    return (.warning, "\(container.name) runs \(program), \(server.reason)", server.change)
  }

  /// A server whose work takes too long for a delay to keep it away: its hook must begin the drain.
  private static func abortedWork(
    in container: Container, _ servers: ServerTable
  ) -> (Finding.Severity, String, String)? {
    let program = container.start.words.first?.baseName ?? ""
    guard let server = servers.server(in: container.image) ?? servers.server(running: program),
      server.onSigterm == .aborts, let drain = server.drainsOn,
      container.preStop.map({ hook in
        hook.sendings.allSatisfy { $0.signal.map { "SIG\($0)" != drain } ?? false }
      }) ?? true
    else { return nil }
    return (.warning, "\(container.name) runs \(server.name), \(server.reason)", server.change)
  }
}

extension Server {
  fileprivate var reason: String { why ?? "which on SIGTERM cuts the requests in flight" }

  fileprivate var change: String {
    advice ?? drainsOn.map { "stop it by \($0): STOPSIGNAL or lifecycle.stopSignal: \($0)" }
      ?? "keep requests away from it by a preStop that waits until the last of them has ended"
  }
}
