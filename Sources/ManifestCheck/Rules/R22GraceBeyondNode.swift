import ContainerCommands
import ShutdownModel

/// R22: a grace period for which nodes do not wait.
enum GraceBeyondNode: Rule {
  static let text = RuleText(
    id: "R22", title: "the node may go before the whole grace period is over",
    usual: .notice,
    source: "https://github.com/kubernetes/kubernetes/issues/94435")

  /// The default of Cluster Autoscaler's `--max-graceful-termination-sec`.
  private static let autoscalerWaits = 600

  /// What takes a node away, by the label that the pod asks for.
  private struct Spot {
    var key: String
    var value: String
    var name: String
    var seconds: Int
    /// How a sentence has them.
    var words: String
  }

  // What the platforms' pages say of interruptions.
  private static let spots = [
    Spot(
      key: "cloud.google.com/gke-spot", value: "true", name: "a spot node of GKE", seconds: 25,
      words: "15 s to 25 s"),
    Spot(
      key: "cloud.google.com/gke-preemptible", value: "true", name: "a preemptible node of GKE",
      seconds: 25, words: "15 s to 25 s"),
    Spot(
      key: "cloud.google.com/gke-provisioning", value: "spot", name: "a spot node of GKE",
      seconds: 25, words: "15 s to 25 s"),
    Spot(
      key: "kubernetes.azure.com/scalesetpriority", value: "spot", name: "a spot node of AKS",
      seconds: 30, words: "30 s"),
    Spot(
      key: "eks.amazonaws.com/capacityType", value: "SPOT", name: "a spot node of EKS",
      seconds: 120,
      words: "120 s"),
    Spot(
      key: "karpenter.sh/capacity-type", value: "spot", name: "a spot node of Karpenter",
      seconds: 120, words: "120 s"),
  ]

  static func findings(in subject: Subject) -> [Finding] {
    let found = [spot(subject), nodePool(subject), kubelet(subject)].compactMap(\.self)
    return found.isEmpty ? [autoscaler(subject)].compactMap(\.self) : found
  }

  private static func autoscaler(_ subject: Subject) -> Finding? {
    let grace = subject.pod.grace
    guard grace.value > autoscalerWaits else { return nil }
    return finding(
      .notice, subject, at: subject.workload.place(of: grace),
      "the grace of \(grace.value) s is longer than the \(autoscalerWaits) s that Cluster "
        + "Autoscaler waits by default: a node it removes takes the pod along before",
      advice: "raise --max-graceful-termination-sec (Karpenter: the node pool's "
        + "terminationGracePeriod), or lower the grace")
  }

  private static func spot(_ subject: Subject) -> Finding? {
    let (grace, delay) = (subject.pod.grace, subject.pod.longestPreStop)
    for spot in spots {
      guard let node = label(spot, in: subject.pod.node) else { continue }
      // The default of 30 s is a little too much only.
      guard grace.value > max(spot.seconds, PodSpec.defaultGrace) || delay >= spot.seconds else {
        return nil
      }
      return finding(
        .warning, subject, at: subject.workload.place(of: node),
        "the pod \(node.path.contains("tolerations") ? "may run on" : "is for") \(spot.name), which gives its pods \(spot.words) when it is taken away: the "
          + "grace of \(grace.value) s does not hold there"
          + (delay > 0 ? ", and preStop alone takes \(delay) s" : ""),
        evidence: [subject.graceEvidence],
        advice: "let preStop and the shutdown come to less than that, or run it on other nodes")
    }
    return nil
  }

  /// Where a pod asks for nodes with a label, or stands them.
  private static func label(_ spot: Spot, in pod: ManifestNode) -> ManifestNode? {
    if let node = pod[["nodeSelector", spot.key]], node.text == spot.value { return node }
    for toleration in (try? pod.list("tolerations")) ?? [] {
      guard toleration["key"]?.text == spot.key,
        [nil, spot.value].contains(toleration["value"]?.text)
      else { continue }
      return toleration
    }
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    let terms = try? pod[["affinity", "nodeAffinity", required]]?.list("nodeSelectorTerms")
    for term in terms ?? [] {
      for expression in (try? term.list("matchExpressions")) ?? [] {
        guard expression["key"]?.text == spot.key, expression["operator"]?.text == "In",
          let values = try? expression.texts("values"),
          values.contains(where: { $0.value == spot.value })
        else { continue }
        return expression
      }
    }
    return nil
  }

  /// A node pool of Karpenter that ends its nodes sooner.
  private static func nodePool(_ subject: Subject) -> Finding? {
    let field = "terminationGracePeriod"
    for pool in subject.others("NodePool") {
      guard let node = pool.node[["spec", "template", "spec", field]], let text = node.text,
        let seconds = ShutdownLimit.duration(text), seconds < subject.pod.grace.value
      else { continue }
      return short(
        subject, seconds, "\(pool.title) ends its nodes \(seconds) s after it asks them to go",
        Finding.Evidence(
          place: Place(file: pool.file, line: node.line, path: node.path), text: "\(field): \(text)"
        ),
        advice: "raise the pool's terminationGracePeriod, or lower the grace")
    }
    return nil
  }

  /// A kubelet that gives less when its node shuts down.
  private static func kubelet(_ subject: Subject) -> Finding? {
    for kubelet in subject.others("KubeletConfiguration") {
      guard let node = kubelet.node["shutdownGracePeriod"], let text = node.text,
        let whole = ShutdownLimit.duration(text), whole > 0
      else { continue }
      let critical = kubelet.node["shutdownGracePeriodCriticalPods"]?.text
      let seconds = max(whole - (critical.flatMap(ShutdownLimit.duration) ?? 0), 0)
      guard seconds < subject.pod.grace.value else { continue }
      return short(
        subject, seconds, "the kubelet gives pods \(seconds) s when its node shuts down",
        Finding.Evidence(
          place: Place(file: kubelet.file, line: node.line, path: node.path),
          text: "shutdownGracePeriod: \(text)"),
        advice: "raise shutdownGracePeriod, or lower the grace")
    }
    return nil
  }

  private static func short(
    _ subject: Subject, _ seconds: Int, _ what: String, _ evidence: Finding.Evidence,
    advice: String
  ) -> Finding {
    let grace = subject.pod.grace
    return finding(
      .notice, subject, at: subject.workload.place(of: grace),
      "the grace is \(grace.value) s, but \(what): SIGKILL comes then",
      evidence: [evidence, subject.graceEvidence], advice: advice)
  }
}
