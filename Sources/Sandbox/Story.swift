package import LastcallPod

/// What happens in a sandbox: the Deployment, its pods' habits, and the load.
package struct Story: Sendable {
  /// A preStop hook of the Deployment's container.
  package enum PreStop: Equatable, Sendable {
    case sleep(seconds: Int)
    /// A command that takes so long, whatever the grace is.
    case exec(seconds: Int)
    /// A request that begins the drain and returns at its end, or after so long.
    case httpGet(seconds: Int)
    /// A command of this machine.
    case command([String])
  }

  /// How one pod differs from its siblings.
  package struct Habit: Equatable, Sendable {
    /// The server is the child of a shell that does not pass signals on.
    package var hasShell = false
    /// How many requests it is given that no grace period is long enough for.
    package var endlessRequests = 0
    /// How long clients go on sending to it after its deletion was asked, in seconds.
    package var lateTrafficSeconds = 0.0
    /// When somebody deletes it a second time, in seconds after the first, and with which grace.
    package var secondDelete: SecondDelete?

    package init(
      hasShell: Bool = false, endlessRequests: Int = 0, lateTrafficSeconds: Double = 0,
      secondDelete: SecondDelete? = nil
    ) {
      self.hasShell = hasShell
      self.endlessRequests = endlessRequests
      self.lateTrafficSeconds = lateTrafficSeconds
      self.secondDelete = secondDelete
    }
  }

  package struct SecondDelete: Equatable, Sendable {
    package var afterSeconds: Double
    package var graceSeconds: Int

    package init(afterSeconds: Double, graceSeconds: Int) {
      self.afterSeconds = afterSeconds
      self.graceSeconds = graceSeconds
    }
  }

  package var replicas = 5
  package var maxSurge = 1
  package var maxUnavailable = 0
  package var minReadySeconds = 2
  package var graceSeconds = 15
  /// The worker's own limit, in seconds.
  package var drainTimeoutSeconds = 60
  package var preStop: PreStop?
  /// `lifecycle.stopSignal` of the container; nil is SIGTERM.
  package var stopSignal: Signal?
  /// The habits of a ReplicaSet's pods in the order of their creation; they repeat.
  package var habits = [Habit()]
  /// How long a worker takes to become ready, in seconds.
  package var readyAfterSeconds = 0.4
  /// The time between two requests to one pod, in milliseconds.
  package var gapMilliseconds = 350.0...850.0
  /// How long a request takes, in milliseconds.
  package var workMilliseconds = 500.0...7500.0
  /// When the rollout begins at the earliest, in seconds after the start.
  package var rolloutAfterSeconds = 3.0

  /// The story of a scenario.
  package init(_ scenario: Sandbox.Scenario) {
    let stuck = Habit(endlessRequests: 4)
    let swallowed = Habit(hasShell: true, lateTrafficSeconds: 60)
    switch scenario {
    case .mixed:
      preStop = .sleep(seconds: 2)
      habits = [Habit(), stuck, swallowed, Habit(), Habit()]
    case .clean:
      graceSeconds = 20
      preStop = .sleep(seconds: 3)
    case .stuck:
      habits = [stuck]
    case .swallowed:
      graceSeconds = 10
      habits = [swallowed]
    case .lateTraffic:
      graceSeconds = 20
      habits = [Habit(lateTrafficSeconds: 8), Habit(lateTrafficSeconds: 60)]
      workMilliseconds = 500...5000
    case .prestopOverrun:
      graceSeconds = 8
      preStop = .exec(seconds: 60)
      workMilliseconds = 4000...12000
    case .secondDelete:
      graceSeconds = 20
      habits = [
        Habit(
          endlessRequests: 3, secondDelete: SecondDelete(afterSeconds: 5, graceSeconds: 4)),
        Habit(),
      ]
    }
  }
}
