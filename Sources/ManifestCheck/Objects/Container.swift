import ContainerCommands
import ShutdownModel

/// What a container says of its start and its end.
struct Container: Equatable, Sendable {
  var node: ManifestNode
  var name: String
  var image: ImageName
  var command: [Stated<String>]
  var arguments: [Stated<String>]
  var ports: [Port]
  var environment: [String: Stated<String>]
  var preStop: PreStop?
  var stopSignal: Stated<String>?
  var hasReadinessProbe: Bool
  var hasStartupProbe: Bool
  /// The least time from its start until the readiness probe can have succeeded, in seconds.
  var readinessDelay: Int
  /// An init container that stays: `restartPolicy: Always`.
  var isNativeSidecar: Bool

  /// What it starts, as far as the manifest tells.
  private(set) var start: StartCommand
  /// The text of the script it starts by, where a ConfigMap of the input holds it.
  private(set) var script: MountedScript?

  /// That of the script its hook executes.
  private(set) var hookScript: MountedScript?
  /// What the ConfigMaps that it mounts hold, where the input has them.
  var files: [MountedScript] = []
  /// By variable, the entry of a ConfigMap that has its value.
  var references: [String: Finding.Evidence] = [:]
  /// How long it lets its own shutdown last, longest first.
  private(set) var limits: [ShutdownLimit] = []
  /// For how long it serves on after the signal, longest first.
  private(set) var delays: [ShutdownLimit] = []
  private let servers: ServerTable

  struct Port: Equatable, Sendable {
    var name: String?
    var number: Int
    /// For UDP, to which no connection is made.
    var isDatagram: Bool
  }

  init(_ node: ManifestNode, isInit: Bool, _ servers: ServerTable) throws(ManifestProblem) {
    self.node = node
    self.servers = servers
    name = try node.text("name") ?? "?"
    image = ImageName(try node.text("image") ?? "")
    command = try node.texts("command")
    arguments = try node.texts("args")
    start = StartCommand(command: command.map(\.value), arguments: arguments.map(\.value))
    ports = []
    for port in try node.list("ports") {
      guard let number = try port.integer("containerPort", in: 1...65535) else { continue }
      let isDatagram = try port.text("protocol") == "UDP"
      ports.append(
        Port(name: try port.text("name"), number: number.value, isDatagram: isDatagram))
    }
    environment = [:]
    for variable in try node.list("env") {
      guard let name = try variable.text("name"), let value = variable["value"],
        let text = value.text
      else { continue }
      environment[name] = Stated(text, value)
    }
    let variables = environment.mapValues(\.value)
    preStop = try node[["lifecycle", "preStop"]].map { hook throws(ManifestProblem) in
      try PreStop(hook, environment: variables, servers)
    }
    stopSignal = node[["lifecycle", "stopSignal"]].flatMap { node in
      node.text.map { Stated($0, node) }
    }
    let probe = node["readinessProbe"]
    hasReadinessProbe = probe != nil
    hasStartupProbe = node["startupProbe"] != nil
    let initial = try probe?.integer("initialDelaySeconds", in: 0...1_000_000)?.value ?? 0
    let period = try probe?.integer("periodSeconds", in: 0...1_000_000)?.value ?? 10
    let successes = try probe?.integer("successThreshold", in: 0...1000)?.value ?? 1
    readinessDelay = initial + max(period, 1) * max(successes - 1, 0)
    isNativeSidecar = isInit ? try node.text("restartPolicy") == "Always" : false
  }

  /// Takes the text of the scripts that it and its hook execute, as far as `source` has them.
  mutating func read(_ source: (String) -> MountedScript?) {
    if case .scriptFile(let file) = start.program, let found = source(file) {
      script = found
      start = start.reading(found.text)
    }
    guard let file = preStop?.file, let found = source(file) else { return }
    hookScript = found
    preStop?.read(found.text, environment: environment.mapValues(\.value), servers)
  }

  /// Reads its limits and delays, once all that says something of them is known.
  mutating func readSettings() {
    // What the hook reads says how long the hook takes.
    let environment = environment.filter { preStop?.reads($0.key) != true }
    let settings = settings(environment)
    // What is set takes the place of a default.
    let set = settings.filter { !$0.isDelay }
    let own = ShutdownLimit.all(
      words: words.map(\.value), start: start, environment: environment.mapValues(\.value), servers)
    limits = (set + own.filter { set.isEmpty || $0.place != nil }).sorted {
      $0.seconds > $1.seconds
    }
    delays = settings.filter(\.isDelay).sorted { $0.seconds > $1.seconds }
  }

  /// The word that tells the most of its start.
  var startSource: Stated<String>? { start.source.map { words[$0] } }

  private func settings(_ environment: [String: Stated<String>]) -> [ShutdownLimit] {
    var texts: [(text: String, place: ShutdownLimit.Place)] = []
    for (index, word) in words.enumerated() { texts.append((word.value, .word(index))) }
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      texts.append(("\(name)=\(value.value)", .variable(name)))
    }
    for (index, file) in files.enumerated() { texts.append((file.text, .file(index))) }
    return ShutdownLimit.more(in: texts, environment: environment.mapValues(\.value), servers)
  }

  /// What says how long.
  func stated(_ limit: ShutdownLimit) -> Stated<String>? {
    switch limit.place {
    case .word(let index): words.indices.contains(index) ? words[index] : nil
    case .variable(let name): environment[name]
    case .file, nil: nil
    }
  }

  /// The entry of a ConfigMap that says so.
  func evidence(_ limit: ShutdownLimit) -> Finding.Evidence? {
    switch limit.place {
    case .file(let index): files.indices.contains(index) ? files[index].evidence : nil
    case .variable(let name): references[name]
    case .word, nil: nil
    }
  }

  /// Every word of the command, the arguments and the environment, with its place.
  var words: [Stated<String>] { command + arguments }
}
