/// What the kubelet stand-in knows of one pod beside its object.
struct PodRuntime {
  let name: String
  /// Which pod of the sandbox this is, counted from 0.
  let index: Int
  let habit: Story.Habit
  /// The container's process, while it runs.
  var process: ContainerProcess?
  /// A preStop hook of kind exec, while it runs.
  var hook: ContainerProcess?
  /// The real ports behind 8080 and 8081.
  var ports: (web: Int, status: Int)?
  var log = ContainerLog()
  var containerID = ""
  var startedAt: Timestamp?
  var failedProbes = 0
  var restarts = 0
  /// When its deletion was first asked.
  var deletedAt: ContinuousClock.Instant?
  /// Which kill is under way, counted from 1; a further deletion begins a new one.
  var kill = 0
  /// The kill whose stop signal has been sent.
  var stoppedKill = 0

  var node: Int { index % 3 + 1 }
  var address: String { "10.244.\(node).\(10 + index)" }
}

/// A container's log: its newest lines and everyone who follows it.
struct ContainerLog {
  struct Line: Sendable {
    var time: Timestamp
    var text: String
  }

  static let maximumLines = 5000

  private(set) var lines: [Line] = []
  private var followers: [AsyncStream<Line>.Continuation] = []

  /// Adds a line at the end.
  mutating func append(_ line: Line) {
    lines.append(line)
    if lines.count > Self.maximumLines { lines.removeFirst(Self.maximumLines / 4) }
    followers.removeAll {
      if case .terminated = $0.yield(line) { true } else { false }
    }
  }

  /// Says to all who follow that nothing more will come.
  mutating func finish() {
    for follower in followers { follower.finish() }
    followers = []
  }

  /// The lines to come.
  mutating func follow() -> AsyncStream<Line> {
    let (lines, continuation) = AsyncStream<Line>.makeStream(
      bufferingPolicy: .bufferingOldest(Self.maximumLines))
    followers.append(continuation)
    return lines
  }
}
