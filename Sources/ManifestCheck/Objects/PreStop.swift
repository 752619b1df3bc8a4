import ContainerCommands
import ShutdownModel

/// What runs before a container gets its stop signal.
struct PreStop: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case exec([Stated<String>])
    case httpGet(path: Stated<String>?)
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
    } else if let request = node["httpGet"] {
      action = .httpGet(
        path: request["path"].flatMap { path in path.text.map { Stated($0, path) } })
    } else if let sleep = node["sleep"],
      let seconds = try sleep.integer("seconds", in: 0...Int.max)
    {
      action = .sleep(seconds.atMost(PodSpec.longestGrace))
    } else {
      action = .other
    }
  }

  /// How long it takes, in seconds.
  var time: HookScript.Time {
    switch action {
    case .sleep(let seconds): return HookScript.Time(least: seconds.value)
    case .httpGet(let path):
      var time = HookScript.Time(isExact: false)
      if let path, let seconds = HookScript.seconds(inQueryOf: path.value) {
        time.allowed = seconds
        time.bound = path.value
      }
      return time
    case .other: return HookScript.Time()
    case .exec: return script?.time ?? HookScript.Time(isExact: false)
    }
  }

  /// The script file that is all it executes.
  var file: String? { script?.file }

  /// What it sends.
  var sendings: [HookScript.Sending] { script?.sendings ?? [] }

  /// The first word of it in which only a shell would put something, where none reads it.
  var unreplaced: String? { script?.unreplaced }

  /// Whether it reads a variable.
  func reads(_ variable: String) -> Bool { script?.reads(variable) ?? false }

  /// The `httpGet` it is.
  var request: ManifestNode? { node["httpGet"] }

  /// The sleep that it puts in the background and does not wait for.
  var backgroundSleep: String? { script?.backgroundSleep }

  /// Whether it signals the program by name or by a file with its number, whoever PID 1 is.
  var signalsProgram: Bool {
    unreplaced == nil
      && sendings.contains { !$0.isToFirstProcess && !["CONT", "STOP"].contains($0.signal) }
  }

  /// Reads the script file that it executes.
  mutating func read(
    _ text: String, environment: [String: String], _ servers: ServerTable
  ) {
    guard case .exec(let words) = action else { return }
    script = HookScript(words.map(\.value), environment: environment, servers, file: text)
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
    case .httpGet(let path): path?.line ?? node.line
    case .other: node.line
    }
  }
}
