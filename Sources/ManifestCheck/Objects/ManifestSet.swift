import ContainerCommands
import HarmlessText
import ShutdownModel

/// A file of manifests as it was read.
public struct ManifestFile: Sendable {
  /// As it was named; `stdin` for what came in by a pipe.
  public var name: String
  /// The largest file that is read.
  public static let mostBytes = ManifestDocuments.longestFile
  var text: String
  var problem: ManifestProblem?

  /// Takes the bytes of a file; what is not UTF-8 becomes a problem of that file.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    if let text = String(validating: bytes, as: UTF8.self) {
      self.text = text
    } else {
      text = ""
      var decoded = 0
      var iterator = bytes.makeIterator()
      var decoder = UTF8()
      var line = 1
      while case .scalarValue(let scalar) = decoder.decode(&iterator) {
        decoded += 1
        if scalar == "\n" { line += 1 }
      }
      problem = ManifestProblem(
        line: line, problem: "the file is not UTF-8; save it as UTF-8 without special bytes")
    }
  }
}

/// All objects of the input, and what could not be read of it.
struct ManifestSet: Sendable {
  var workloads: [Workload] = []
  var services: [ServiceObject] = []
  var budgets: [BudgetObject] = []
  /// How many pods each of the budgets counts.
  private var budgetPods: [Int] = []
  var autoscalers: [AutoscalerObject] = []
  var ingresses: [Manifest] = []
  private var configMaps = ConfigMaps()
  /// By kind, the other objects that say something of how pods end.
  private(set) var others: [String: [Manifest]] = [:]
  /// Objects of kinds that are not checked, though they may make pods.
  var unchecked: [Manifest] = []
  var objectCount = 0
  var comments: [String: IgnoreComments] = [:]
  /// `file:line: problem`, in the order of the input.
  var problems: [String] = []
  /// False when the budgets of the cluster could not be asked for.
  var seesNeighbours = true
  /// Nil when no recorded run is held against the manifests.
  var history: DrainHistory?
  let servers: ServerTable

  init(_ files: [ManifestFile], _ servers: ServerTable) {
    self.servers = servers
    for file in files {
      if let problem = file.problem { report(problem, in: file.name) }
      let documents = ManifestDocuments(yaml: file.text)
      comments[file.name] = IgnoreComments(text: file.text)
      for root in documents.roots {
        do throws(ManifestProblem) {
          for manifest in try Manifest.objects(of: root, file: file.name) { add(manifest) }
        } catch {
          report(error, in: file.name)
        }
      }
      for problem in documents.problems { report(problem, in: file.name) }
    }
    readConfigMaps()
    budgetPods = budgets.map { replicas(under: $0) }
  }

  private mutating func add(_ manifest: Manifest) {
    objectCount += 1
    do throws(ManifestProblem) {
      if let workload = try Workload(manifest, servers) {
        workloads.append(workload)
      } else if let service = try ServiceObject(manifest) {
        services.append(service)
      } else if let budget = try BudgetObject(manifest) {
        budgets.append(budget)
      } else if let autoscaler = try AutoscalerObject(manifest) {
        autoscalers.append(autoscaler)
      } else if manifest.kind == "Ingress" {
        ingresses.append(manifest)
      } else if manifest.kind == "ConfigMap" {
        configMaps.add(manifest)
      } else if Self.otherKinds.contains(manifest.kind) {
        others[manifest.kind, default: []].append(manifest)
      } else {
        addTemplates(of: manifest)
      }
    } catch {
      report(error, in: manifest.file)
    }
  }

  private static let otherKinds: Set = [
    "TargetGroupBinding", "BackendConfig", "NodePool", "KubeletConfiguration", "Namespace",
    "PersistentVolumeClaim",
  ]

  /// Takes the pod templates of an object of a kind that is not known; what cannot be read of it is named.
  private mutating func addTemplates(of manifest: Manifest) {
    let templates = manifest.podTemplates
    let found = templates.compactMap { try? Workload(other: manifest, template: $0, servers) }
    workloads += found
    if found.count < templates.count || templates.isEmpty && manifest.kind == "Rollout" {
      unchecked.append(manifest)
    }
  }

  /// Gives the containers what ConfigMaps hold of them.
  private mutating func readConfigMaps() {
    guard !configMaps.isEmpty else { return }
    for place in workloads.indices {
      let workload = workloads[place]
      for index in workload.pod.containers.indices {
        configMaps.complete(&workloads[place].pod.containers[index], of: workload)
      }
    }
  }

  private mutating func report(_ problem: ManifestProblem, in file: String) {
    problems.append("\(file.harmless(limit: 300)):\(problem.line): \(problem.problem)")
  }

  /// The Services that send connections to a workload's pods.
  func services(of workload: Workload) -> [ServiceObject] {
    services.filter {
      !$0.selector.isEmpty && !$0.isDatagramOnly && !$0.isForMetrics && $0.type != "ExternalName"
        && $0.manifest.isBeside(workload.manifest) && $0.selector.matches(workload.pod.labels)
    }
  }

  /// The budgets that cover a workload's pods, each with the number of pods that it counts.
  func budgets(of workload: Workload) -> [(object: BudgetObject, pods: Int)] {
    zip(budgets, budgetPods).filter {
      $0.0.manifest.isBeside(workload.manifest) && $0.0.selector.matches(workload.pod.labels)
    }.map { (object: $0.0, pods: $0.1) }
  }

  /// How many pods a budget counts: those of every workload it covers.
  private func replicas(under budget: BudgetObject) -> Int {
    var counted: [String: Int] = [:]
    for workload in workloads where workload.kind.isScaled {
      guard budget.manifest.isBeside(workload.manifest),
        budget.selector.matches(workload.pod.labels)
      else { continue }
      counted[workload.title] = replicas(of: workload).value
    }
    return counted.values.reduce(0, +)
  }

  /// How many pods a workload has at least: what its autoscaler says, else what it says itself.
  func replicas(of workload: Workload) -> Stated<Int> {
    autoscaler(of: workload)?.leastReplicas ?? workload.replicas
  }

  func autoscaler(of workload: Workload) -> AutoscalerObject? {
    autoscalers.first {
      $0.targetKind == workload.manifest.kind && $0.targetName == workload.manifest.name
        && $0.manifest.isBeside(workload.manifest)
    }
  }
}
