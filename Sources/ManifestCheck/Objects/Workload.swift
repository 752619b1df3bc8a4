import ContainerCommands
import HarmlessText
import ShutdownModel

/// An object that makes pods, or a pod.
struct Workload: Equatable, Sendable {
  enum Kind: String, Sendable {
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case replicaSet = "ReplicaSet"
    case replicationController = "ReplicationController"
    case pod = "Pod"
    case job = "Job"
    case cronJob = "CronJob"

    /// The API groups in which a kind of this name is meant.
    fileprivate var groups: Set<String> {
      switch self {
      case .pod, .replicationController: [""]
      case .job, .cronJob: ["batch"]
      case .deployment, .statefulSet, .daemonSet, .replicaSet: ["apps", "extensions"]
      }
    }

    fileprivate var templatePath: [String] {
      switch self {
      case .pod: []
      case .cronJob: ["spec", "jobTemplate", "spec", "template"]
      default: ["spec", "template"]
      }
    }

    /// Whether it keeps a number of pods that a disruption budget counts.
    var isScaled: Bool {
      [.deployment, .statefulSet, .replicaSet, .replicationController].contains(self)
    }

    /// Whether its pods are to end by themselves.
    var runsToCompletion: Bool { self == .job || self == .cronJob }
  }

  var manifest: Manifest
  var kind: Kind
  var pod: PodSpec
  /// What the manifest says; an autoscaler may say otherwise.
  var replicas: Stated<Int>
  var update: UpdateStrategy
  /// Seconds a pod must be ready before it counts as available.
  var minReady: Int
  var annotations: [String: String]

  /// Nil for a kind that makes no pods.
  init?(_ manifest: Manifest, _ servers: ServerTable) throws(ManifestProblem) {
    guard let kind = Kind(rawValue: manifest.kind), kind.groups.contains(manifest.group) else {
      return nil
    }
    self.manifest = manifest
    self.kind = kind
    let path = kind.templatePath
    guard let template = path.isEmpty ? manifest.node : manifest.node[path] else {
      throw ManifestProblem(
        line: manifest.node.line,
        problem: "\(manifest.title.harmless(limit: 100)) has no pod template, as in a patch; "
          + "check what 'kubectl kustomize' makes of it")
    }
    pod = try PodSpec(template: template, servers)
    annotations = try template["metadata"]?.pairs("annotations") ?? [:]
    let spec = manifest.node["spec"]
    replicas = try spec?.integer("replicas", in: 0...1_000_000) ?? Stated(default: 1)
    minReady = try spec?.integer("minReadySeconds", in: 0...1_000_000)?.value ?? 0
    update = try UpdateStrategy(kind, spec: spec)
    if try spec?.list("volumeClaimTemplates").isEmpty == false { pod.hasClaim = true }
  }

  var title: String { manifest.title }

  /// The way from the object to its pod template; empty for a pod.
  var templatePath: [String] { kind.templatePath }

  /// The place of a value, or of the whole object when it is a default.
  func place<Value>(of stated: Stated<Value>) -> Place {
    Place(
      file: manifest.file, line: stated.line ?? pod.node.line, path: stated.path ?? pod.node.path)
  }

  func place(of node: ManifestNode) -> Place {
    Place(file: manifest.file, line: node.line, path: node.path)
  }
}
