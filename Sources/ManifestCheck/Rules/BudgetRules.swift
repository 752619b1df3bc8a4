/// C05: a node drain may take all pods at once.
enum NoBudget: Rule {
  static let text = RuleText(
    id: "C05", title: "no PodDisruptionBudget: a node drain may evict all pods at once",
    usual: .notice,
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/")

  static func findings(in subject: Subject) -> [Finding] {
    let workload = subject.workload
    guard subject.seesNeighbours, [.deployment, .statefulSet].contains(workload.kind),
      subject.replicas.value > 1, subject.budgets.isEmpty, !subject.services.isEmpty
    else { return [] }
    let manifest = workload.manifest
    let selector =
      manifest.node[["spec", "selector"]]?.yaml(indent: 6)
      ?? ManifestNode.yaml(workload.pod.labels, under: "matchLabels", indent: 6)
    let namespace = manifest.namespace.isEmpty ? "" : ", namespace: \(manifest.namespace.inQuotes)"
    return [
      finding(
        .notice, subject,
        at: Place(
          file: manifest.file, line: manifest.node.line, path: "metadata.name"),
        "no PodDisruptionBudget of the input covers its \(subject.replicasText) replicas: drains of "
          + "nodes may evict all \(subject.replicas.value) at once, and nothing serves "
          + "until new ones are ready",
        evidence: [subject.evidence("replicas", subject.replicas)],
        advice: """
          if there is none elsewhere:
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: \(manifest.name.inQuotes)\(namespace)}
            spec:
              maxUnavailable: 1
              selector:
          \(selector)
          """)
    ]
  }
}

/// C06: a budget that never lets a pod be evicted, so that a node drain never ends.
enum BudgetBlocksDrain: Rule {
  static let text = RuleText(
    id: "C06", title: "the PodDisruptionBudget allows no eviction: node drains never end",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/")

  static func findings(in subject: Subject) -> [Finding] {
    let replicas = subject.replicas.value
    guard replicas > 0, [.deployment, .statefulSet].contains(subject.workload.kind) else {
      return []
    }
    return subject.budgets.compactMap { budget, pods in
      guard budget.evictions(of: pods) == 0,
        let node = budget.minAvailable ?? budget.maxUnavailable
      else { return nil }
      let field = budget.minAvailable == nil ? "maxUnavailable" : "minAvailable"
      let place = Place(file: budget.manifest.file, line: node.line, path: node.path)
      return finding(
        .warning, subject, at: place,
        "\(budget.manifest.name) with \(field) \(node.text ?? "") allows no eviction of "
          + (pods == replicas
            ? "\(subject.replicasText) \(replicas == 1 ? "replica" : "replicas")"
            : "the \(pods) pods it covers") + ": a node drain waits "
          + "for ever, until somebody forces it",
        evidence: [
          Finding.Evidence(place: place, text: "\(field): \(node.text ?? "")"),
          subject.evidence("replicas", subject.replicas),
        ],
        advice: "allow one, and have more than one replica:\n  spec:\n    maxUnavailable: 1")
    }
  }
}
