import ContainerCommands

/// R02: a cloud load balancer goes on sending for longer than the hook waits.
enum SlowLoadBalancer: Rule {
  static let text = RuleText(
    id: "R02", title: "the cloud load balancer deregisters more slowly than the pod stops",
    source: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1719")

  static func findings(in subject: Subject) -> [Finding] {
    let late = longDeregistration(of: subject).map { [$0] } ?? []
    guard let (what, evidence, seconds) = balancer(of: subject) ?? CloudBalancer(of: subject)?.told
    else { return late }
    let waits = subject.served.isEmpty ? subject.pod.containers : subject.served.map(\.container)
    guard let container = waits.first else { return late }
    let time = container.preStop?.time ?? HookScript.Time()
    guard time.isExact, time.least < seconds else { return late }
    return late + [
      finding(
        .warning, subject, container: container,
        at: subject.workload.place(of: container.preStop?.node ?? container.node),
        "\(what) sends to the pods themselves and may still send connections for \(seconds) s or more "
          + "after the deletion; \(container.name) gets its stop signal after \(time.least) s",
        evidence: [evidence, subject.graceEvidence],
        advice: """
          wait longer before the signal, and raise the grace by as much:
            terminationGracePeriodSeconds: \(seconds + subject.pod.grace.value)
            lifecycle:
              preStop:
                sleep:
                  seconds: \(seconds)
          """)
    ]
  }

  /// A deregistration delay that is set, and longer than the grace.
  private static func longDeregistration(of subject: Subject) -> Finding? {
    let name = "alb.ingress.kubernetes.io/target-group-attributes"
    let setting = "deregistration_delay.timeout_seconds"
    let grace = subject.pod.grace.value
    for ingress in subject.ingresses {
      guard let node = ingress.node[["metadata", "annotations", name]], let text = node.text,
        let range = text.firstRange(of: "\(setting)="),
        let seconds = Int(text[range.upperBound...].prefix { $0.isNumber }), seconds > grace
      else { continue }
      let place = Place(file: ingress.file, line: node.line, path: node.path)
      return finding(
        .notice, subject, at: place,
        "the load balancer of \(ingress.title) lets requests in flight last \(seconds) s after the "
          + "deregistration (\(setting)), but SIGKILL comes after the grace of \(grace) s",
        evidence: [subject.graceEvidence],
        advice: "lower the delay to what requests take, or raise the grace above it")
    }
    return nil
  }

  private static func balancer(
    of subject: Subject
  ) -> (what: String, evidence: Finding.Evidence, seconds: Int)? {
    let prefix = "service.beta.kubernetes.io/aws-load-balancer-"
    for service in subject.services where service.type == "LoadBalancer" {
      let type = service.annotations[prefix + "type"] ?? ""
      let isDirect =
        type == "nlb-ip"
        || (type == "external" && service.annotations[prefix + "nlb-target-type"] == "ip")
      if isDirect { return ("the AWS network load balancer", subject.evidence(service), 120) }
    }
    if let gate = subject.pod.readinessGates.first(where: {
      $0.value.hasPrefix("target-health.elbv2.k8s.aws/")
        || $0.value.hasPrefix("target-health.alb.ingress.k8s.aws/")
    }) {
      return ("the AWS load balancer", subject.evidence(gate), 15)
    }
    let target = "alb.ingress.kubernetes.io/target-type"
    for ingress in subject.ingresses {
      guard let annotations = ingress.node[["metadata", "annotations"]],
        let node = annotations[target], node.text == "ip"
      else { continue }
      let evidence = Finding.Evidence(
        place: Place(file: ingress.file, line: node.line, path: node.path), text: "\(target): ip")
      return ("the AWS application load balancer of \(ingress.title)", evidence, 15)
    }
    return nil
  }
}
