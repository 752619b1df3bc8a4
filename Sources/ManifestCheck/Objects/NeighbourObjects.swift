/// A Service of the input: who sends requests to which pods.
struct ServiceObject: Equatable, Sendable {
  var manifest: Manifest
  var selector: LabelSelector
  /// The ports of the pods, by number or name; those for UDP are left out.
  var targetPorts: [String]
  /// Every port of it is for UDP, which has no connection that could be refused.
  var isDatagramOnly: Bool
  var isHeadless: Bool
  /// Every port of it is for metrics, by its name: who scrapes them asks again.
  var isForMetrics: Bool
  var annotations: [String: String]
  var type: String

  init?(_ manifest: Manifest) throws(ManifestProblem) {
    guard manifest.kind == "Service", manifest.group.isEmpty, let spec = manifest.node["spec"]
    else { return nil }
    self.manifest = manifest
    selector = LabelSelector(labels: try spec.pairs("selector"))
    var targets: [String] = []
    let ports = try spec.list("ports")
    for port in ports {
      guard try port.text("protocol") != "UDP" else { continue }
      let same = try port.text("port")
      if let target = try port.text("targetPort") ?? same { targets.append(target) }
    }
    targetPorts = targets
    isDatagramOnly = !ports.isEmpty && targets.isEmpty
    isForMetrics =
      !ports.isEmpty
      && ports.allSatisfy {
        $0["name"]?.text?.contains("metrics") == true
          || $0["targetPort"]?.text?.contains("metrics") == true
      }
    isHeadless = try spec.text("clusterIP") == "None"
    type = try spec.text("type") ?? "ClusterIP"
    annotations = try manifest.node["metadata"]?.pairs("annotations") ?? [:]
  }
}

/// A PodDisruptionBudget of the input.
struct BudgetObject: Equatable, Sendable {
  var manifest: Manifest
  var selector: LabelSelector
  var minAvailable: ManifestNode?
  var maxUnavailable: ManifestNode?

  init?(_ manifest: Manifest) throws(ManifestProblem) {
    guard manifest.kind == "PodDisruptionBudget", manifest.group == "policy",
      let spec = manifest.node["spec"]
    else { return nil }
    self.manifest = manifest
    if let node = spec["selector"] {
      selector = try LabelSelector(node)
    } else {
      selector = LabelSelector(labels: [:])
    }
    minAvailable = spec["minAvailable"]
    maxUnavailable = spec["maxUnavailable"]
  }

  /// How many of so many pods may be evicted at once; nil when it cannot be read.
  ///
  /// Percentages are rounded up, both of them.
  func evictions(of replicas: Int) -> Int? {
    if let minimum = minAvailable?.text {
      return Self.pods(minimum, of: replicas).map { max(replicas - $0, 0) }
    }
    if let maximum = maxUnavailable?.text {
      return Self.pods(maximum, of: replicas).map { min($0, replicas) }
    }
    return nil
  }

  private static func pods(_ text: String, of replicas: Int) -> Int? {
    if text.hasSuffix("%") {
      return Int(text.dropLast()).flatMap { 0...1000 ~= $0 ? (replicas * $0 + 99) / 100 : nil }
    }
    return Int(text).flatMap { 0...1_000_000 ~= $0 ? $0 : nil }
  }
}

/// An autoscaler of the input, which knows the replicas better than the workload.
struct AutoscalerObject: Equatable, Sendable {
  var manifest: Manifest
  var targetKind: String
  var targetName: String
  var leastReplicas: Stated<Int>

  init?(_ manifest: Manifest) throws(ManifestProblem) {
    let isKEDA = manifest.kind == "ScaledObject" && manifest.group == "keda.sh"
    guard isKEDA || manifest.kind == "HorizontalPodAutoscaler", let spec = manifest.node["spec"]
    else { return nil }
    self.manifest = manifest
    let target = spec["scaleTargetRef"]
    targetKind = try target?.text("kind") ?? (isKEDA ? "Deployment" : "")
    targetName = try target?.text("name") ?? ""
    leastReplicas =
      try spec.integer(isKEDA ? "minReplicaCount" : "minReplicas", in: 0...1_000_000)
      ?? Stated(default: isKEDA ? 0 : 1)
  }
}
