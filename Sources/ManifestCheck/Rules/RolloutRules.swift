/// C01: all old pods go before the first new one comes.
enum Recreated: Rule {
  static let text = RuleText(
    id: "C01", title: "strategy Recreate: no live pod while it rolls",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment")

  static func findings(in subject: Subject) -> [Finding] {
    guard case .recreate(let stated) = subject.workload.update, subject.replicas.value > 0 else {
      return []
    }
    let isOnPurpose = subject.pod.hasClaim
    let gap = Arithmetic(subject).gap
    return [
      finding(
        subject.services.isEmpty || isOnPurpose ? .notice : .warning, subject,
        at: subject.workload.place(of: stated),
        "with strategy Recreate \(gap)"
          + (isOnPurpose ? " (a volume may ask for that)" : ""),
        evidence: [
          Finding.Evidence(place: subject.workload.place(of: stated), text: "type: Recreate"),
          subject.graceEvidence,
        ],
        advice: "if two revisions may run side by side:\n  strategy:\n    type: RollingUpdate\n"
          + "    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0")
    ]
  }
}

/// C02: as many pods may be missing as there are.
enum NoneLeft: Rule {
  static let text = RuleText(
    id: "C02", title: "maxUnavailable reaches the replicas: no live pod while it rolls",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable")

  static func findings(in subject: Subject) -> [Finding] {
    let replicas = subject.replicas.value
    if let refused = refused(subject) { return [refused] }
    if let all = allNodes(subject) { return [all] }
    guard replicas > 0 else { return [] }
    let bound: UpdateStrategy.Bound
    let missing: Int
    switch subject.workload.update {
    case .rolling(let surge, let unavailable):
      bound = unavailable
      missing =
        Arithmetic.bounds(surge: surge, unavailable: unavailable, replicas: replicas)
        .unavailable
    case .oneByOne(let unavailable, let partition):
      guard replicas > 1, partition == 0 else { return [] }
      bound = unavailable
      missing = max(unavailable.pods(of: replicas, roundingUp: false), 1)
    case .recreate, .nodeByNode, .none: return []
    }
    guard missing >= replicas else { return [] }
    let isServed = !subject.services.isEmpty
    let isClaimed = subject.pod.hasClaim && replicas == 1
    return [
      finding(
        isServed && !isClaimed ? .warning : .notice, subject,
        at: subject.workload.place(of: bound.amount),
        "maxUnavailable \(bound.text) lets \(missing) of \(subject.replicasText) "
          + "\(replicas == 1 ? "replica" : "replicas") go before a new one is ready, so that "
          + Arithmetic(subject).gap + (isClaimed ? " (a volume may ask for that)" : ""),
        evidence: [
          Finding.Evidence(
            place: subject.workload.place(of: bound.amount), text: "maxUnavailable: \(bound.text)"),
          subject.evidence("replicas", subject.replicas),
        ],
        advice: "bring the new one first:\n  rollingUpdate:\n    maxSurge: 1\n    maxUnavailable: 0"
      )
    ]
  }
}

extension NoneLeft {
  /// The API server's own refusal: neither may a pod be missing nor one be added.
  private static func refused(_ subject: Subject) -> Finding? {
    let bounds: (surge: UpdateStrategy.Bound, unavailable: UpdateStrategy.Bound)
    switch subject.workload.update {
    case .rolling(let surge, let unavailable): bounds = (surge, unavailable)
    case .nodeByNode(let surge, let unavailable): bounds = (surge, unavailable)
    case .recreate, .oneByOne, .none: return nil
    }
    guard bounds.surge.isNone, bounds.unavailable.isNone else { return nil }
    let place = subject.workload.place(of: bounds.unavailable.amount)
    return finding(
      .critical, subject, at: place,
      "maxSurge and maxUnavailable are both 0, so that no pod could ever be replaced: the API server "
        + "refuses it",
      evidence: [
        Finding.Evidence(
          place: subject.workload.place(of: bounds.surge.amount),
          text: "maxSurge: \(bounds.surge.text)"
            + (bounds.surge.amount.isDefault ? " (the default)" : "")),
        Finding.Evidence(place: place, text: "maxUnavailable: \(bounds.unavailable.text)"),
      ],
      advice: "allow one of them:\n  rollingUpdate:\n    maxSurge: 1\n    maxUnavailable: 0")
  }

  /// A DaemonSet that may miss the pods of all its nodes.
  private static func allNodes(_ subject: Subject) -> Finding? {
    guard case .nodeByNode(_, let unavailable) = subject.workload.update,
      case .percent(100...) = unavailable.amount.value
    else { return nil }
    let place = subject.workload.place(of: unavailable.amount)
    return finding(
      subject.services.isEmpty ? .notice : .warning, subject, at: place,
      "maxUnavailable \(unavailable.text) lets the pods of all nodes go at once before a new one is "
        + "ready, so that \(Arithmetic(subject).gap)",
      evidence: [Finding.Evidence(place: place, text: "maxUnavailable: \(unavailable.text)")],
      advice: "go on node by node:\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 1")
  }
}

/// C03: a StatefulSet of one, whose only pod ends before its successor starts.
enum SingleStatefulPod: Rule {
  static let text = RuleText(
    id: "C03", title: "a StatefulSet of one replica: no live pod while it rolls",
    usual: .notice,
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates"
  )

  static func findings(in subject: Subject) -> [Finding] {
    guard case .oneByOne(_, let partition) = subject.workload.update, partition == 0,
      subject.replicas.value == 1, !subject.services.isEmpty
    else { return [] }
    let node = subject.workload.manifest.node["spec"] ?? subject.workload.manifest.node
    let place =
      subject.replicas.isDefault
      ? subject.workload.place(of: node) : subject.workload.place(of: subject.replicas)
    return [
      finding(
        .notice, subject, at: place,
        "the only pod ends before its successor starts, so that \(Arithmetic(subject).gap)",
        evidence: [subject.evidence("replicas", subject.replicas), subject.graceEvidence],
        advice: "keep its shutdown and its start short, or run more replicas if the program can")
    ]
  }
}

/// C04: without a readiness probe a pod counts as ready when its program has merely started.
enum NoReadinessProbe: Rule {
  static let text = RuleText(
    id: "C04", title: "no readiness probe: old pods go before new ones can serve",
    source:
      "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/")

  static func findings(in subject: Subject) -> [Finding] {
    guard !subject.workload.kind.runsToCompletion, subject.workload.kind != .pod else { return [] }
    // Gates and one probe among the containers hold the whole pod back.
    let all = subject.pod.containers + subject.pod.sidecars
    guard subject.pod.readinessGates.isEmpty,
      !all.contains(where: { $0.hasReadinessProbe || $0.hasStartupProbe }),
      let (container, service) = subject.served.first
    else { return [] }
    let minReady = subject.workload.minReady
    // Where the old pods go first anyway, a probe cannot keep them.
    let rolls =
      switch subject.workload.update {
      case .rolling: true
      case .oneByOne: subject.replicas.value > 1
      case .recreate, .nodeByNode, .none: false
      }
    return [
      finding(
        minReady > 0 || !rolls ? .notice : .warning, subject,
        container: container, at: subject.workload.place(of: container.node),
        "\(container.name) has no readiness probe: a new pod counts as ready "
          + (minReady > 0 ? "\(minReady) s after its start" : "the moment it starts")
          + (rolls
            ? ", gets connections of \(service.manifest.name), and the rollout takes an old pod away"
            : " and gets connections of \(service.manifest.name) before it can serve"),
        evidence: [
          subject.evidence(container.node, "\(container.name) has no readinessProbe"),
          subject.evidence(service),
        ],
        advice: "let it say when it can serve:\n  readinessProbe:\n    tcpSocket:\n      port: "
          + port(of: container, for: service))
    ]
  }

  /// The port to which the Service sends; a name that the container does not have is none.
  private static func port(of container: Container, for service: ServiceObject) -> String {
    let ports = container.ports.filter { !$0.isDatagram }
    let own = service.targetPorts.first { target in
      ports.contains { $0.name == target || "\($0.number)" == target }
    }
    return own ?? service.targetPorts.first { Int($0) != nil }
      ?? ports.first.map { $0.name ?? "\($0.number)" } ?? "PORT"
  }
}
