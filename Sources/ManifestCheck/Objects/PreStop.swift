import ContainerCommands
import ShutdownModel

/// What runs before a container gets its stop signal.
struct PreStop: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case exec([Stated<String>])
    case httpGet
    case sleep(Stated<Int>)
    /// One this program does not know, such as `tcpSocket`, which does nothing.
    case other
  }

  var node: ManifestNode
  var action: Action
  /// What it executes.
  private var script: HookScript?

  /// - Parameter environment: the container's variables, as far as the manifest has their values.
  init(
    _ node: ManifestNode, environment: [String: String], _ servers: ServerTable
  ) throws(ManifestProblem) {
    self.node = node
    if let exec = node["exec"] {
      let words = try exec.texts("command")
      action = .exec(words)
      script = HookScript(words.map(\.value), environment: environment, servers)
    } else if node["httpGet"] != nil {
      action = .httpGet
    } else if let sleep = node["sleep"],
      let seconds = try sleep.integer("seconds", in: 0...Int.max)
    {
      action = .sleep(seconds.atMost(PodSpec.longestGrace))
    } else {
      action = .other
    }
  }

  /// How long it takes at least, in seconds, and whether that is all.
  var time: (least: Int, isExact: Bool) {
    switch action {
    case .sleep(let seconds): (seconds.value, true)
    case .httpGet: (0, false)
    case .other: (0, true)
    case .exec: script?.time ?? (0, false)
    }
  }

  /// The words it executes; empty when it executes nothing.
  var words: [String] {
    guard case .exec(let words) = action else { return [] }
    return words.map(\.value)
  }

  /// The line of what it does.
  var line: Int {
    switch action {
    case .exec(let words): words.last?.line ?? node.line
    case .sleep(let seconds): seconds.line ?? node.line
    case .httpGet, .other: node.line
    }
  }
}
