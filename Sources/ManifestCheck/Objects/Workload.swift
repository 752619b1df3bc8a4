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
    case rollout = "Rollout"
    case deploymentConfig = "DeploymentConfig"
    case knativeService = "Service"
    case scaledJob = "ScaledJob"
    /// Of any other kind in which a pod template stands.
    case other = ""

    /// The API groups in which a kind of this name is meant.
    fileprivate var groups: Set<String> {
      switch self {
      case .pod, .replicationController: [""]
      case .job, .cronJob: ["batch"]
      case .deployment, .statefulSet, .daemonSet, .replicaSet: ["apps", "extensions"]
      case .rollout: ["argoproj.io"]
      case .deploymentConfig: ["apps.openshift.io", ""]
      case .knativeService: ["serving.knative.dev"]
      case .scaledJob: ["keda.sh"]
      case .other: []
      }
    }

    fileprivate var templatePath: [String] {
      switch self {
      case .pod: []
      case .cronJob: ["spec", "jobTemplate", "spec", "template"]
      case .scaledJob: ["spec", "jobTargetRef", "template"]
      default: ["spec", "template"]
      }
    }

    /// Whether it keeps a number of pods that a disruption budget counts.
    var isScaled: Bool {
      [
        .deployment, .statefulSet, .replicaSet, .replicationController, .rollout, .deploymentConfig,
      ].contains(self)
    }

    /// Whether its pods are to end by themselves.
    var runsToCompletion: Bool { [.job, .cronJob, .scaledJob].contains(self) }
  }

  var manifest: Manifest
  var kind: Kind
  /// Where its pods are described; a pod describes itself.
  var template: ManifestNode
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
    // The Rollout may take another object's template.
    if kind == .rollout, manifest.node[["spec", "workloadRef"]] != nil { return nil }
    let path = kind.templatePath
    guard let template = path.isEmpty ? manifest.node : manifest.node[path] else {
      throw ManifestProblem(
        line: manifest.node.line,
        problem: "\(manifest.title.harmless(limit: 100)) has no pod template, as in a patch; "
          + "check what 'kubectl kustomize' makes of it")
    }
    try self.init(manifest, kind, template: template, servers)
  }

  /// A workload of a kind that is not known, by one of the pod templates in it.
  init(other manifest: Manifest, template: ManifestNode, _ servers: ServerTable)
    throws(ManifestProblem)
  {
    try self.init(manifest, .other, template: template, servers)
  }

  private init(
    _ manifest: Manifest, _ kind: Kind, template: ManifestNode, _ servers: ServerTable
  ) throws(ManifestProblem) {
    self.manifest = manifest
    self.kind = kind
    self.template = template
    pod = try PodSpec(template: template, servers)
    annotations = try template["metadata"]?.pairs("annotations") ?? [:]
    let spec = manifest.node["spec"]
    if kind == .knativeService {
      // It has one limit for a request and for the end.
      let limit = try template["spec"]?.integer("timeoutSeconds", in: 0...Int.max)
      pod.grace = limit?.atMost(PodSpec.longestGrace) ?? Stated(default: 300)
    }
    let isCounted = kind != .other
    replicas =
      isCounted
      ? try spec?.integer("replicas", in: 0...1_000_000) ?? Stated(default: 1)
      : Stated(default: 1)
    minReady =
      isCounted ? try spec?.integer("minReadySeconds", in: 0...1_000_000)?.value ?? 0 : 0
    update = try UpdateStrategy(kind, spec: spec)
    if isCounted, try spec?.list("volumeClaimTemplates").isEmpty == false { pod.hasClaim = true }
  }

  /// Whether the grace that holds is known: an operator may give its pods one of its own.
  var knowsGrace: Bool { kind != .other || !pod.grace.isDefault }

  var title: String { manifest.title }

  /// The place of a value, or of the whole object when it is a default.
  func place<Value>(of stated: Stated<Value>) -> Place {
    Place(
      file: manifest.file, line: stated.line ?? pod.node.line, path: stated.path ?? pod.node.path)
  }

  func place(of node: ManifestNode) -> Place {
    Place(file: manifest.file, line: node.line, path: node.path)
  }
}
