import ShutdownModel

/// C12: a rollout whose new pod waits for a port of the node that the old one has.
enum SharedHostPort: Rule {
  static let text = RuleText(
    id: "C12", title: "old and new pod want one port of the node",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/")

  static func findings(in subject: Subject) -> [Finding] {
    let (surge, isEachNode): (UpdateStrategy.Bound, Bool)
    switch subject.workload.update {
    case .nodeByNode(let more, _) where !more.isNone: (surge, isEachNode) = (more, true)
    case .rolling(let more, let less):
      let bounds = Arithmetic.bounds(
        surge: more, unavailable: less, replicas: subject.replicas.value)
      guard bounds.unavailable == 0, bounds.surge > 0, subject.replicas.value > 0 else { return [] }
      (surge, isEachNode) = (more, false)
    case .nodeByNode, .recreate, .oneByOne, .none: return []
    }
    guard let (port, node) = hostPort(subject) else { return [] }
    return [
      finding(
        isEachNode ? .critical : .notice, subject,
        at: isEachNode && !surge.amount.isDefault
          ? subject.workload.place(of: surge.amount) : subject.workload.place(of: node),
        isEachNode
          ? "with maxSurge \(surge.text) the new pod starts beside the old one, and both want the host "
            + "port \(port) of one node: the new pod is not scheduled, and the rollout stands still"
          : "the rollout starts a new pod before an old one ends, and each wants the host port \(port) "
            + "of its node: without a node where it is free the rollout stands still",
        evidence: [
          subject.evidence(node, "host port \(port)"),
          Finding.Evidence(
            place: subject.workload.place(of: surge.amount),
            text: "maxSurge: \(surge.text)\(surge.amount.isDefault ? " (the default)" : "")"),
        ],
        advice:
          "let the old pod end first:\n  rollingUpdate:\n    maxSurge: 0\n    maxUnavailable: 1")
    ]
  }

  /// A port of the node that a container wants; in the host's network each of its ports is one.
  private static func hostPort(_ subject: Subject) -> (port: String, node: ManifestNode)? {
    let isOnHost = subject.pod.node["hostNetwork"]?.text == "true"
    for container in subject.pod.containers {
      for port in (try? container.node.list("ports")) ?? [] {
        let node = port["hostPort"] ?? (isOnHost ? port["containerPort"] : nil)
        if let node, let text = node.text, text != "0" { return (text, node) }
      }
    }
    return nil
  }
}
