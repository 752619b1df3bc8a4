import ContainerCommands
import ShutdownModel

/// R17: a proxy that the program needs until its end gets the stop signal at the same time.
enum SidecarGoesFirst: Rule {
  static let text = RuleText(
    id: "R17", title: "a plain sidecar may end before the program that needs it",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/")

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion else { return [] }
    let injected = InjectedProxy.findings(in: subject)
    guard subject.pod.containers.count > 1 else { return injected }
    return injected
      + subject.pod.containers.compactMap { container in
        func isKnown(_ kind: Server.Kind) -> Bool {
          subject.servers.server(kind, called: container.name, container.image) != nil
        }
        // A gateway is no sidecar: the connections are its own.
        let isProxy = isKnown(.proxy) && !container.arguments.contains { $0.value == "router" }
        guard isProxy || isKnown(.shipper), container.preStop == nil, !waitsItself(container)
        else { return nil }
        let others = subject.pod.containers.filter { $0 != container }.map(\.name)
          .joined(separator: ", ")
        return finding(
          isProxy ? .warning : .notice, subject, container: container,
          at: subject.workload.place(of: container.node),
          "\(container.name) gets its stop signal at the same time as \(others) and may be gone first: "
            + (isProxy ? "connections through it then fail" : "the last lines are then not sent"),
          evidence: [
            subject.evidence(
              container.node["image"] ?? container.node, "image: \(container.image.text)")
          ],
          advice: container.asNativeSidecar)
      }
  }

  private static func waitsItself(_ container: Container) -> Bool {
    let names = container.start.allWords + container.environment.keys
    return names.contains { name in
      let name = name.lowercased()
      return ["sigterm-delay", "term_timeout", "exit_on_zero", "shutdown-delay", "drain-time"]
        .contains(where: name.contains)
    }
  }
}

extension Container {
  /// What to change so that it ends after the others.
  var asNativeSidecar: String {
    """
    make it a native sidecar (Kubernetes 1.29 or later), which ends after the others:
      initContainers:
        - name: \(name)
          restartPolicy: Always
    """
  }
}
