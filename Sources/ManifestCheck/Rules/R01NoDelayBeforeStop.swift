import ContainerCommands
import ShutdownModel

/// R01: a Service sends connections, and nothing delays the stop signal until it has stopped to.
enum NoDelayBeforeStop: Rule {
  static let text = RuleText(
    id: "R01", title: "no delay between the pod's removal from its Service and its stop signal",
    source: "https://kubernetes.io/docs/tutorials/services/pods-and-endpoint-termination-flow/")

  static func findings(in subject: Subject) -> [Finding] {
    // With Recreate nothing is served anyway while it rolls, which is what C01 says.
    if case .recreate = subject.workload.update { return [] }
    // With no grace nothing can delay, which is what R35 says.
    guard !subject.workload.kind.runsToCompletion, subject.pod.grace.value > 0,
      !isGoneAnyway(subject)
    else { return [] }
    // R02 asks for a longer delay, and who does not hear the signal goes on accepting.
    let others = SwallowedSignal.deafContainers(in: subject)
      .union(SlowLoadBalancer.findings(in: subject).compactMap(\.container))
    let served = subject.served.filter {
      !isDelayed($0.container) && !others.contains($0.container.name)
    }
    guard let (first, service) = served.first else { return [] }
    let isPlain =
      subject.workload.kind == .deployment && !service.isHeadless
      && !served.allSatisfy {
        subject.servers.isStore($0.container.image, ports: $0.container.ports.map(\.number))
      }
    let names = served.map(\.container.name).joined(separator: " and ")
    let grace = subject.pod.grace.value
    let isShort = grace < delay + Arithmetic.margin
    return [
      finding(
        isPlain ? .warning : .notice, subject, container: served.count == 1 ? first : nil,
        at: subject.workload.place(of: first.node),
        "the Service \(service.manifest.name) may still send connections to \(names) for some "
          + "seconds after the stop signal, for nothing delays it in the manifest: they are refused unless "
          + "the program itself goes on accepting",
        evidence: served.map {
          subject.evidence($0.container.node, "\($0.container.name) has no preStop that waits")
        }
          + [subject.evidence(service)],
        advice: """
          wait before the signal (Kubernetes 1.30 or later; else exec sleep)\
          \(isShort ? ", and raise the grace by as much" : ""):
          \(isShort ? "  terminationGracePeriodSeconds: \(grace + delay)\n" : "")\
            lifecycle:
              preStop:
                sleep:
                  seconds: \(delay)
          """)
    ]
  }

  /// Seconds in which Services usually stop sending.
  private static let delay = 5

  /// Whether nothing is served anyway while it rolls, as C02 and C03 say.
  private static func isGoneAnyway(_ subject: Subject) -> Bool {
    (subject.workload.kind == .statefulSet && subject.replicas.value == 1)
      || !NoneLeft.findings(in: subject).isEmpty
  }

  /// Whether a hook waits, or may: what it executes need not say how long.
  private static func isDelayed(_ container: Container) -> Bool {
    if let time = container.preStop?.time, time.least > 0 || !time.isExact { return true }
    return delaysItself(container)
      || container.delays.contains { $0.seconds > 0 }
  }

  /// Whether an argument or a variable is for such a delay.
  private static func delaysItself(_ container: Container) -> Bool {
    let names =
      container.start.allWords.filter { $0.hasPrefix("-") } + container.environment.keys
    return names.contains { name in
      let name = name.lowercased()
      return ShutdownLimit.soundsLikeDelay(name)
        || ["shutdown", "terminat", "drain", "stop"].contains(where: name.contains)
          && name.contains("wait")
    }
  }
}
