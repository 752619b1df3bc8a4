/// What stands beside the workloads: who sends to their pods, scales them or guards them.
///
/// All of it is found by name or label, so that many workloads beside many Services take no longer than so
/// many times one.
struct Neighbours: Sendable {
  private var services: [ServiceObject] = []
  private var budgets: [BudgetObject] = []
  /// How many pods each of the budgets counts.
  private var budgetPods: [Int] = []
  private var servicesByLabel = SelectorIndex([])
  private var budgetsByLabel = SelectorIndex([])
  /// By the kind and name of what they scale.
  private var autoscalers: [String: [AutoscalerObject]] = [:]
  /// By the name of a Service that they send to.
  private var ingresses: [String: [Manifest]] = [:]
  /// By kind, and by kind and name, the other objects that say something of how pods end.
  private var others: [String: [Manifest]] = [:]
  private var othersByName: [String: [Manifest]] = [:]

  private static let otherKinds: Set = [
    "BackendConfig", "NodePool", "KubeletConfiguration", "Namespace", "PersistentVolumeClaim",
  ]

  /// Takes an object if it is a neighbour.
  mutating func add(_ manifest: Manifest) throws(ManifestProblem) -> Bool {
    if let service = try ServiceObject(manifest) {
      services.append(service)
    } else if let budget = try BudgetObject(manifest) {
      budgets.append(budget)
    } else if let autoscaler = try AutoscalerObject(manifest) {
      let target = "\(autoscaler.targetKind)/\(autoscaler.targetName)"
      autoscalers[target, default: []].append(autoscaler)
    } else if manifest.kind == "Ingress" {
      for name in Set(manifest.node.backends) { ingresses[name, default: []].append(manifest) }
    } else if manifest.kind == "TargetGroupBinding" {
      add(manifest, as: manifest.node[["spec", "serviceRef", "name"]]?.text ?? "")
    } else if Self.otherKinds.contains(manifest.kind) {
      add(manifest, as: manifest.name)
    } else {
      return false
    }
    return true
  }

  private mutating func add(_ manifest: Manifest, as name: String) {
    others[manifest.kind, default: []].append(manifest)
    othersByName["\(manifest.kind)/\(name)", default: []].append(manifest)
  }

  /// Makes the indexes, and counts the pods under each budget: those of every workload it covers.
  mutating func connect(_ workloads: [Workload]) {
    servicesByLabel = SelectorIndex(services.map(\.selector))
    budgetsByLabel = SelectorIndex(budgets.map(\.selector))
    var counted: [[String: Int]] = Array(repeating: [:], count: budgets.count)
    for workload in workloads where workload.kind.isScaled {
      let pods = replicas(of: workload).value
      for index in indexesOfBudgets(of: workload) { counted[index][workload.title] = pods }
    }
    budgetPods = counted.map { $0.values.reduce(0, +) }
  }

  /// The Services that send connections to a workload's pods.
  func services(of workload: Workload) -> [ServiceObject] {
    servicesByLabel.candidates(workload.pod.labels).map { services[$0] }.filter {
      !$0.selector.isEmpty && !$0.isDatagramOnly && !$0.isForMetrics && $0.type != "ExternalName"
        && $0.manifest.isBeside(workload.manifest) && $0.selector.matches(workload.pod.labels)
    }
  }

  /// The budgets that cover a workload's pods, each with the number of pods that it counts.
  func budgets(of workload: Workload) -> [(object: BudgetObject, pods: Int)] {
    indexesOfBudgets(of: workload).map { (object: budgets[$0], pods: budgetPods[$0]) }
  }

  private func indexesOfBudgets(of workload: Workload) -> [Int] {
    budgetsByLabel.candidates(workload.pod.labels).filter {
      budgets[$0].manifest.isBeside(workload.manifest)
        && budgets[$0].selector.matches(workload.pod.labels)
    }
  }

  /// How many pods a workload has at least: what its autoscaler says, else what it says itself.
  private func replicas(of workload: Workload) -> Stated<Int> {
    autoscaler(of: workload)?.leastReplicas ?? workload.replicas
  }

  func autoscaler(of workload: Workload) -> AutoscalerObject? {
    autoscalers[workload.manifest.kindAndName]?.first { $0.manifest.isBeside(workload.manifest) }
  }

  /// The Ingresses that send to one of some Services.
  func ingresses(to services: [ServiceObject], beside workload: Workload) -> [Manifest] {
    var found: [Manifest] = []
    for service in services {
      for ingress in ingresses[service.manifest.name] ?? []
      where ingress.isBeside(workload.manifest)
        && !found.contains(where: { $0.isSame(as: ingress) })
      {
        found.append(ingress)
      }
    }
    return found
  }

  /// The other objects of a kind, of one name if one is given, that may stand beside a workload; those
  /// without a namespace stand everywhere.
  func others(_ kind: String, named name: String?, beside workload: Workload) -> [Manifest] {
    let found = name.map { othersByName["\(kind)/\($0)"] ?? [] } ?? others[kind] ?? []
    return found.filter { $0.isBeside(workload.manifest) }
  }
}

extension ManifestNode {
  /// The names of the Services of an Ingress.
  fileprivate var backends: [String] {
    switch content {
    case .list(let items): return items.flatMap(\.backends)
    case .map(let entries):
      let own = [self[["service", "name"]]?.text, self["serviceName"]?.text].compactMap(\.self)
      return own + entries.values.flatMap(\.backends)
    case .text, .nothing: return []
    }
  }
}
