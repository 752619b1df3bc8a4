public import KubernetesObjects
public import Time

/// The run itself: its goal, its command, and how it ended.
public struct Run: Equatable, Sendable {
  public let goal: Goal
  /// On the cluster's clock; nil before the first event.
  public internal(set) var beganAt: Instant?
  /// On this machine's clock: the cluster's may be set while the run lasts.
  var beganLocally: Instant?
  /// The command behind `--`.
  public internal(set) var command: CommandState = .none
  /// The collections whose first list has been read.
  public internal(set) var listed: Set<ResourceKind> = []
  /// How the run ended; nothing changes after it is set.
  public internal(set) var summary: Summary?

  /// Without comparing, and so copying, the summary.
  var isOver: Bool {
    if case .none = summary { false } else { true }
  }

  /// When the run is over by time alone, on this machine's clock, and how it has then ended.
  var timedEnd: (at: Instant, after: TimeSpan, result: Summary.Result)? {
    guard let beganLocally else { return nil }
    var ends: [(after: TimeSpan, result: Summary.Result)] = []
    if let duration = goal.duration { ends.append((duration, .elapsed)) }
    if let timeout = goal.timeout { ends.append((timeout, .timeout)) }
    return ends.min { $0.after < $1.after }.map { (beganLocally + $0.after, $0.after, $0.result) }
  }

  /// What is known of the command behind `--`.
  public enum CommandState: Equatable, Sendable {
    case none
    case awaited
    /// `generations` are those of the workloads before it began.
    case running(text: String, generations: [WorkloadID: Int])
    case ended(text: String, exitCode: Int, generations: [WorkloadID: Int])
  }

  init(goal: Goal) {
    self.goal = goal
    command = goal.hasCommand ? .awaited : .none
  }
}
