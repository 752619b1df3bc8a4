import ShutdownModel

/// What R02 knows of balancers beside those of an Ingress or a Service of AWS.
struct CloudBalancer {
  var told: (what: String, evidence: Finding.Evidence, seconds: Int)

  /// The balancer that sends to a workload's pods; nil when the input has none.
  init?(of subject: Subject) {
    guard
      let found = Self.endpointGroup(subject) ?? Self.targetGroup(subject)
        ?? Self.applicationGateway(subject)
    else { return nil }
    told = found
  }

  /// A network endpoint group of GKE, which learns of the deletion after some seconds.
  private static func endpointGroup(
    _ subject: Subject
  ) -> (what: String, evidence: Finding.Evidence, seconds: Int)? {
    let name = "cloud.google.com/neg"
    for service in subject.services {
      guard let annotations = service.manifest.node[["metadata", "annotations"]],
        let node = annotations[name], let text = node.text?.filter({ !$0.isWhitespace }),
        text.contains("\"ingress\":true") || text.contains("exposed_ports")
      else { continue }
      let configs = annotations["cloud.google.com/backend-config"]?.text ?? ""
      let drains = subject.others("BackendConfig").first { configs.contains("\"\($0.name)\"") }
        .flatMap { $0.node[["spec", "connectionDraining", "drainingTimeoutSec"]]?.text }
      return (
        "the load balancer of GKE behind the NEG of \(service.manifest.title)"
          + (drains.map { " (drainingTimeoutSec: \($0))" } ?? ""),
        Finding.Evidence(
          place: Place(file: service.manifest.file, line: node.line, path: node.path),
          text: "\(name): \(node.text ?? "")"), 15
      )
    }
    return nil
  }

  /// A target group of AWS that somebody binds to a Service.
  private static func targetGroup(
    _ subject: Subject
  ) -> (what: String, evidence: Finding.Evidence, seconds: Int)? {
    let bindings = subject.services.flatMap {
      subject.others("TargetGroupBinding", named: $0.manifest.name)
    }
    for binding in bindings {
      guard let node = binding.node[["spec", "serviceRef", "name"]],
        binding.node[["spec", "targetType"]]?.text != "instance"
      else { continue }
      return (
        "the target group of \(binding.title)",
        Finding.Evidence(
          place: Place(file: binding.file, line: node.line, path: node.path),
          text: "\(binding.title) sends to \(node.text ?? "")"), 15
      )
    }
    return nil
  }

  /// The application gateway of Azure, which is told by a controller.
  private static func applicationGateway(
    _ subject: Subject
  ) -> (what: String, evidence: Finding.Evidence, seconds: Int)? {
    for ingress in subject.ingresses {
      let own = ingress.node[["spec", "ingressClassName"]]
      let old = ingress.node[["metadata", "annotations", "kubernetes.io/ingress.class"]]
      guard let node = own ?? old,
        ["azure-application-gateway", "azure/application-gateway"].contains(node.text)
      else { continue }
      return (
        "the application gateway of \(ingress.title)",
        Finding.Evidence(
          place: Place(file: ingress.file, line: node.line, path: node.path),
          text: "ingress class: \(node.text ?? "")"), 30
      )
    }
    return nil
  }
}
