import ShutdownModel

/// C14: `replicas` in a workload that an autoscaler scales.
enum ReplicasBesideAutoscaler: Rule {
  static let text = RuleText(
    id: "C14", title: "replicas stands beside an autoscaler: each apply sets it back",
    usual: .notice,
    source:
      "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling"
  )

  static func findings(in subject: Subject) -> [Finding] {
    let replicas = subject.workload.replicas
    guard let autoscaler = subject.autoscaler, !replicas.isDefault, subject.seesNeighbours else {
      return []
    }
    return [
      finding(
        .notice, subject, at: subject.workload.place(of: replicas),
        "replicas is \(replicas.value), and \(autoscaler.manifest.title) scales it, too: each apply sets "
          + "it back to \(replicas.value) and ends the pods beyond at once, until the autoscaler acts",
        evidence: [
          Finding.Evidence(
            place: Place(
              file: autoscaler.manifest.file, line: autoscaler.manifest.node.line,
              path: "spec.scaleTargetRef"), text: "\(autoscaler.manifest.title) scales it")
        ],
        advice: "leave replicas away")
    ]
  }
}
