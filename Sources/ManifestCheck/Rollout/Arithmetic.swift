import ContainerCommands
import ShutdownModel

/// What a rollout comes to by the manifest's numbers: how long, how many pods, what the grace covers.
///
/// How long the program takes to start is not in a manifest; all times are the least it says.
struct Arithmetic: Equatable, Sendable {
  /// Seconds added to what a shutdown is known to need.
  static let margin = 5
  /// Beyond this the waves are not counted one by one.
  private static let mostReplicas = 2000

  var replicas: Int
  /// Pods beyond the replicas, and pods that may be missing; nil where neither is meant.
  var surge: Int?
  var unavailable: Int?
  /// How often it waits for new pods to become available; nil when that is not known.
  var waves: Int?
  /// The least seconds from a container's start until its pod counts as available.
  var readySeconds: Int
  /// The most pods that do not terminate, and all that may exist at once.
  var peak: Int?
  var peakWithTerminating: Int?
  var grace: Int
  var preStop: Int
  var isPreStopExact: Bool
  /// Seconds that the longest hook runs at least; what it waits after its signal included.
  private var hook: Int
  /// The longest limit a program is known to have.
  var limit: Int?
  var update: String

  init(_ subject: Subject) {
    let workload = subject.workload
    replicas = subject.replicas.value
    grace = subject.pod.grace.value
    let delay = subject.pod.containers.map(\.readinessDelay).max() ?? 0
    readySeconds = delay + workload.minReady
    preStop = min(subject.pod.longestPreStop, 1_000_000)
    hook = min(subject.pod.containers.compactMap { $0.preStop?.time.least }.max() ?? 0, 1_000_000)
    isPreStopExact = subject.pod.containers.allSatisfy { $0.preStop?.time.isExact ?? true }
    limit =
      subject.pod.containers.compactMap { container in
        let delay = container.delays.first { !$0.isGuess }?.seconds ?? 0
        return container.limits.first { !$0.isGuess }
          .map { $0.seconds + delay }
      }.max()
    switch workload.update {
    case .rolling(let more, let less):
      let bounds = Self.bounds(surge: more, unavailable: less, replicas: replicas)
      surge = bounds.surge
      unavailable = bounds.unavailable
      update = "RollingUpdate"
      if (1...Self.mostReplicas).contains(replicas) { roll(bounds.surge, bounds.unavailable) }
    case .recreate:
      update = "Recreate"
      waves = 1
      peak = replicas
      peakWithTerminating = replicas
    case .oneByOne(let less, let partition):
      update = "RollingUpdate, one by one"
      unavailable = max(less.pods(of: replicas, roundingUp: false), 1)
      let step = max(unavailable ?? 1, 1)
      waves = (max(replicas - partition, 0) + step - 1) / step
      peak = replicas
      peakWithTerminating = replicas
    case .nodeByNode(let more, let less):
      let (step, order) =
        more.isNone ? (less.text, "at a time") : (more.text, "at a time, the new pod first")
      update = "RollingUpdate, node by node, \(step) \(order)"
    case .none:
      update = ["StatefulSet", "DaemonSet"].contains(workload.kind.rawValue) ? "OnDelete" : "none"
    }
  }

  /// The bounds in pods; Kubernetes does not let both be 0.
  static func bounds(
    surge: UpdateStrategy.Bound, unavailable: UpdateStrategy.Bound, replicas: Int
  ) -> (surge: Int, unavailable: Int) {
    let surge = surge.pods(of: replicas, roundingUp: true)
    let unavailable = min(unavailable.pods(of: replicas, roundingUp: false), replicas)
    return surge == 0 && unavailable == 0 ? (0, 1) : (surge, unavailable)
  }

  /// Rolls as the Deployment controller does, all new pods of a wave becoming available together.
  private mutating func roll(_ surge: Int, _ unavailable: Int) {
    var (old, new, count) = (replicas, 0, 0)
    // How many old pods had been asked to go before each wave, and after the last.
    var gone = [0]
    var (most, mostOfAll) = (replicas, replicas)
    while old > 0 || new < replicas {
      var removed = 0
      // Before the new pods of this wave are available, as many old ones go as may be missing.
      let spare = min(old, max(old + new - (replicas - unavailable), 0))
      old -= spare
      removed += spare
      let created = min(replicas - new, max(replicas + surge - old - new, 0))
      new += created
      gone.append(gone[gone.count - 1] + removed)
      if created > 0 { count += 1 }
      most = max(most, old + new)
      // A pod that terminates is still there while its grace is not over.
      let stillThere = readySeconds == 0 ? gone.count : (mostEnd + readySeconds - 1) / readySeconds
      let ended = gone[max(gone.count - 1 - stillThere, 0)]
      mostOfAll = max(mostOfAll, old + new + gone[gone.count - 1] - ended)
    }
    waves = count
    peak = most
    peakWithTerminating = min(mostOfAll, 2 * replicas)
  }

  /// That no pod is live, and for how long, in words.
  var gap: String {
    let (old, new) =
      replicas == 1 && !update.contains("at a time")
      ? ("the old one takes", "the new one") : ("the old ones take", "the new ones")
    return "no pod is live for as long as \(old) to end (at most \(mostEnd) s) and \(new) to start"
      + (readySeconds > 0 ? " (at least \(readySeconds) s)" : "")
  }

  /// The most seconds from a pod's deletion until it is gone: after preStop the kubelet leaves some
  /// seconds, though the grace be used up.
  var mostEnd: Int {
    guard grace > 0 else { return 0 }
    let hook = isPreStopExact ? min(hook, grace) : grace
    return hook + max(grace - hook, HookFillsGrace.leastLeft)
  }

  /// What a shutdown needs by what is known, margin included.
  var needed: Int { preStop + (limit ?? 0) + Self.margin }

  /// What is left of the grace after preStop.
  var left: Int { max(grace - preStop, grace == 0 ? 0 : HookFillsGrace.leastLeft) }
}
