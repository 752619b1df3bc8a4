import ContainerCommands

/// What a pod template says of how its pods end.
struct PodSpec: Equatable, Sendable {
  var node: ManifestNode
  var labels: [String: String]
  /// The containers that run side by side.
  var containers: [Container]
  /// Native sidecars: init containers that stay.
  var sidecars: [Container]
  /// `terminationGracePeriodSeconds`, in seconds.
  var grace: Stated<Int>
  var sharesProcesses: Stated<Bool>?
  var readinessGates: [Stated<String>]
  /// Whether it mounts a claim, or the workload makes claims, so that two pods may not run at once.
  var hasClaim: Bool

  static let defaultGrace = 30
  /// The API takes up to 2^63 - 1; a longer one is as good as this, of which sums can be made.
  static let longestGrace = 1_000_000_000_000

  /// `template` has `metadata` and `spec`; a Pod is its own template.
  init(template: ManifestNode, _ servers: ServerTable) throws(ManifestProblem) {
    guard let spec = template["spec"] else {
      throw template.refused("has no spec; write one with containers")
    }
    node = spec
    labels = try template["metadata"]?.pairs("labels") ?? [:]
    containers = []
    for node in try spec.list("containers") {
      containers.append(try Container(node, isInit: false, servers))
    }
    sidecars = []
    for node in try spec.list("initContainers") {
      let container = try Container(node, isInit: true, servers)
      if container.isNativeSidecar { sidecars.append(container) }
    }
    grace =
      try spec.integer("terminationGracePeriodSeconds", in: 0...Int.max)?.atMost(Self.longestGrace)
      ?? Stated(default: Self.defaultGrace)
    sharesProcesses = try spec.flag("shareProcessNamespace")
    readinessGates = []
    for gate in try spec.list("readinessGates") {
      if let type = gate["conditionType"], let text = type.text {
        readinessGates.append(Stated(text, type))
      }
    }
    hasClaim = try spec.list("volumes").contains { $0["persistentVolumeClaim"] != nil }
  }

  /// Whether the containers see each other's processes, so that PID 1 is `/pause`.
  var hasSharedProcesses: Bool { sharesProcesses?.value == true }

  /// The longest preStop of its containers at least, in seconds.
  var longestPreStop: Int { containers.compactMap { $0.preStop?.time.delay }.max() ?? 0 }
}
