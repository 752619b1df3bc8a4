package import KubernetesObjects
import Time

/// What is known of the end of one run of a container: with the evidence about its work, the ground of a
/// verdict.
struct Ending {
  let container: ContainerObject
  let termination: ContainerObject.Termination
  let shutdown: Shutdown
  let evidence: WorkEvidence
  /// The container was started again after it.
  let wasRestarted: Bool
  /// A probe had failed, for which the kubelet killed the container; what it said of it.
  let failedProbe: String?
  /// Who or what ends the pod.
  let cause: Cause?
  /// How well its times are known.
  let timeSlack: TimeSpan

  /// The ends of a container's runs since the deletion was asked, oldest first.
  ///
  /// A run that was under a liveness kill when the deletion came is followed by another, which gets the
  /// signal.
  static func all(
    of name: String, in pod: Pod, shutdown: Shutdown, thresholds: Thresholds
  ) -> [Ending] {
    guard let container = pod.object.containers.first(where: { $0.name == name }) else { return [] }
    var runs: [(termination: ContainerObject.Termination, wasRestarted: Bool)] = []
    if let last = container.lastTermination, container.hasRun(endedAfter: shutdown.asked) {
      runs.append((last, wasRestarted: true))
    }
    // A container that was to be started again, and was not, shows the same end twice.
    if let newest = container.termination, newest != runs.last?.termination {
      runs.append((newest, wasRestarted: false))
    }
    return runs.map { run in
      let window = WorkEvidence.Window(
        from: container.lastTermination == nil ? nil : run.termination.startedAt,
        to: run.wasRestarted ? run.termination.finishedBy : nil)
      return Ending(
        container: container, termination: run.termination, shutdown: shutdown,
        evidence: WorkEvidence(
          of: name, in: pod, shutdown: shutdown, thresholds: thresholds, window: window),
        wasRestarted: run.wasRestarted, failedProbe: pod.failedProbe(of: name, run.termination),
        cause: pod.cause,
        timeSlack: pod.nodeClockLag > .zero ? .seconds(10) : .seconds(1))
    }
  }

  /// The newest look at its work; nil when nobody measured it.
  var look: WorkEvidence.Look? { evidence.look }

  /// The end as an upper bound: the API shows it later.
  var endedBy: Instant? {
    guard let finishedAt = termination.finishedAt, let bound = termination.finishedBy else {
      return shutdown.exitedAt
    }
    return shutdown.exitedAt.map { min(max($0, finishedAt), bound) } ?? bound
  }

  /// It ended before its own limit was reached.
  var isBelowOwnLimit: Bool {
    guard let ownLimitSeconds = evidence.ownLimitSeconds else { return true }
    guard let signalAt = shutdown.signalAt, let endedBy else { return false }
    return (endedBy - signalAt).seconds < ownLimitSeconds
  }
}

extension Pod {
  /// Which probe had failed when a run was killed for it; nil when nothing says so.
  ///
  /// Source: `pkg/kubelet/kuberuntime/kuberuntime_manager.go`: event `Killing`, "Container web failed
  /// liveness probe, will be restarted".
  func failedProbe(
    of container: String, _ run: ContainerObject.Termination
  ) -> String? {
    guard let finishedBy = run.finishedBy else { return nil }
    let kill = probeKills(of: container).last { event in
      guard let time = event.time else { return false }
      return time <= finishedBy && time >= run.startedAt ?? time
    }
    return kill.map { $0.message.contains(" failed startup probe") ? "startup" : "liveness" }
  }

  /// A container that runs is being killed for its probe: that SIGKILL has a clock of its own, which began
  /// before the deletion.
  var isKilledForProbe: Bool {
    object.containers.contains { container in
      guard case .running(let startedAt) = container.state else { return false }
      return probeKills(of: container.name).contains { event in
        guard let time = event.time else { return false }
        return time >= startedAt ?? time && time <= shutdown?.asked ?? time
      }
    }
  }

  /// The events of kills for a liveness or startup probe, oldest first.
  package func probeKills(of container: String) -> some BidirectionalCollection<EventObject> {
    events.lazy.filter { event in
      event.reason == "Killing" && (event.container == nil || event.container == container)
        && (event.message.contains(" failed liveness probe")
          || event.message.contains(" failed startup probe"))
    }
  }
}
