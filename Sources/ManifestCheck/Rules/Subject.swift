import ContainerCommands
import ShutdownModel

/// A workload with what stands beside it in the input.
struct Subject: Sendable {
  var workload: Workload
  /// The Services that send connections to its pods.
  var services: [ServiceObject]
  /// The budgets that cover its pods, each with the number of pods that it counts.
  var budgets: [(object: BudgetObject, pods: Int)]
  var autoscaler: AutoscalerObject?
  /// The Ingresses that send to one of its Services.
  var ingresses: [Manifest]
  var seesNeighbours: Bool
  /// What is known of the programs in the containers.
  var servers: ServerTable
  private var neighbours: Neighbours
  /// What recorded runs say of it.
  var history: [DrainHistory.Entry]

  init(_ workload: Workload, in set: ManifestSet) {
    self.workload = workload
    neighbours = set.neighbours
    services = neighbours.services(of: workload)
    budgets = neighbours.budgets(of: workload)
    autoscaler = neighbours.autoscaler(of: workload)
    ingresses = neighbours.ingresses(to: services, beside: workload)
    seesNeighbours = set.seesNeighbours
    servers = set.servers
    history = set.history?.entries(of: workload) ?? []
  }

  /// The objects of a kind that may stand beside it, of one name if one is given.
  func others(_ kind: String, named name: String? = nil) -> [Manifest] {
    neighbours.others(kind, named: name, beside: workload)
  }

  var pod: PodSpec { workload.pod }
  var replicas: Stated<Int> { autoscaler?.leastReplicas ?? workload.replicas }

  /// `3`, or `1 (the default)`.
  var replicasText: String {
    let count = replicas.isDefault ? "\(replicas.value) (the default)" : "\(replicas.value)"
    return autoscaler == nil ? count : "\(replicas.value) (the autoscaler's least)"
  }

  /// The containers to which a Service sends connections, each with such a Service.
  var served: [(container: Container, service: ServiceObject)] {
    let containers = pod.containers + pod.sidecars
    return containers.compactMap { container in
      guard !container.start.isIdle else { return nil }
      let service = services.first { service in
        service.targetPorts.contains { port in
          container.ports.contains {
            !$0.isDatagram && ($0.name == port || "\($0.number)" == port)
          }
        }
      }
      // Ports need not be declared; a container that is alone is meant anyway.
      return
        (service
        ?? (pod.containers.count == 1 && !container.isNativeSidecar ? services.first : nil))
        .map { (container, $0) }
    }
  }

  /// The grace period as the place and text of a piece of evidence.
  var graceEvidence: Finding.Evidence { evidence("terminationGracePeriodSeconds", pod.grace) }

  /// A piece of evidence: a field with its value, marked when it is the default.
  func evidence(_ field: String, _ stated: Stated<Int>) -> Finding.Evidence {
    Finding.Evidence(
      place: workload.place(of: stated),
      text: "\(field): \(stated.value)\(stated.isDefault ? " (the default)" : "")")
  }

  /// A word of a command, or a variable, as a piece of evidence.
  func evidence(_ stated: Stated<String>) -> Finding.Evidence {
    Finding.Evidence(place: workload.place(of: stated), text: stated.value)
  }

  func evidence(_ node: ManifestNode, _ text: String) -> Finding.Evidence {
    Finding.Evidence(place: workload.place(of: node), text: text)
  }

  /// The selector of a Service as a piece of evidence.
  func evidence(_ service: ServiceObject) -> Finding.Evidence {
    let node = service.manifest.node[["spec", "selector"]] ?? service.manifest.node
    return Finding.Evidence(
      place: Place(file: service.manifest.file, line: node.line, path: node.path),
      text: "\(service.manifest.title) selects these pods")
  }
}
