import DrainForecast
import KubernetesObjects
import Time

extension State {
  /// Ends the run when its goal is reached, or cannot be reached any more.
  mutating func evaluateRun() {
    guard !run.isOver, run.beganAt != nil else { return }
    noteFailedRollouts()
    if let end = run.timedEnd, localNow >= end.at {
      switch end.result {
      case .timeout:
        finish(.timeout, "not \(run.goal.until?.rawValue ?? "done") after \(end.after.text)")
      default: finish(.elapsed, "watched for \(end.after.text)")
      }
      return
    }
    guard run.goal.duration == nil, let until = run.goal.until, isCommandOver, isListed else {
      return
    }
    if case .failed(let reason) = rollout {
      finish(.failed, reason)
    } else if isReached(until) {
      // Nothing is waited for any more, but what cannot be seen has not been drained.
      if unseen == nil || until == .available {
        finish(reached(until), reachedReason(until))
      } else {
        finish(.failed, "not seen \(until.rawValue)")
      }
    }
  }

  mutating func observeCommand(_ command: CommandObservation) {
    switch command {
    case .began(let text):
      let generations = workloads.compactMap { workload in
        workload.object.map { (workload.id, $0.generation) }
      }
      run.command = .running(
        text: text, generations: Dictionary(uniqueKeysWithValues: generations))
      note("running: \(text)")
    case .ended(let exitCode):
      guard case .running(let text, let before) = run.command else { return }
      run.command = .ended(text: text, exitCode: exitCode, generations: before)
      if exitCode != 0 {
        note("\(text) failed with exit code \(exitCode)")
        if run.goal.until != nil { finish(.failed, "\(text) failed with exit code \(exitCode)") }
      } else if workloads.allSatisfy({ before[$0.id] == $0.object?.generation }) {
        note("nothing changed: \(text) left every workload as it was")
      }
    }
  }

  mutating func observeStop(_ reason: StopReason) {
    guard !run.isOver else { return }
    switch reason {
    case .interrupted: finish(.interrupted, "interrupted", code: 130)
    case .terminated: finish(.interrupted, "terminated", code: 143)
    case .hungUp: finish(.interrupted, "hung up", code: 129)
    case .inputEnded:
      noteLeftBehind()
      finish(.elapsed, "the input has ended")
    case .quit:
      // Who leaves while a pod is terminating has not seen how it ends, unless that was not the question.
      let isOpen = pods.contains { $0.isShuttingDown && $0.verdict == nil }
      let best = [Goal.Until.gone, .drained, .available].first {
        isListed && unseen == nil && isReached($0)
          && ($0 != .available || !isOpen || run.goal.until == .available)
      }
      finish(best.map(reached) ?? .interrupted, "ended by the user")
    }
  }

  /// Every collection that the question needs has been read once, or cannot be read.
  public var isListed: Bool {
    neededKinds.allSatisfy { kind in
      run.listed.contains(kind) || inputs[.watch(kind)]?.degradations.isEmpty == false
    }
  }

  var neededKinds: [ResourceKind] {
    switch scope {
    case .endpoint, .logs: []
    case .selector, .pods: [.pods]
    case .namespace: [.pods, .deployments, .statefulSets, .daemonSets, .replicaSets]
    case .workloads(let ids):
      [.pods] + ids.compactMap(\.kind.resource)
        + (ids.contains { $0.kind == .deployment } ? [.replicaSets] : [])
    }
  }

  private var isCommandOver: Bool {
    switch run.command {
    case .none, .ended: true
    case .awaited, .running: false
    }
  }

  /// The worst of the workloads' rollouts.
  public var rollout: RolloutStatus {
    var worst = RolloutStatus.none
    for workload in workloads where !isOldFailure(workload) {
      switch workload.rollout {
      case .failed: return workload.rollout
      case .progressing: worst = workload.rollout
      case .complete: if worst == .none { worst = .complete }
      case .none: break
      }
    }
    return worst
  }

  /// What had failed before the command is its reason, not its result.
  private mutating func noteFailedRollouts() {
    if case .logs = scope { return }
    guard isCommandOver else { return }
    for index in workloads.indices
    where !workloads[index].hasFailed && !isOldFailure(workloads[index]) {
      guard case .failed(let reason) = workloads[index].rollout else { continue }
      workloads[index].hasFailed = true
      note(reason)
    }
  }

  /// A namespace's workload that had failed before it was first seen: nobody asked about it.
  func isOldFailure(_ workload: Workload) -> Bool {
    guard case .namespace = scope, case .failed = workload.rollout else { return false }
    return workload.rolloutBeganAt == nil && !workload.isDeleted
  }

  private func isReached(_ until: Goal.Until) -> Bool {
    // What happens to the pods meanwhile is not seen.
    if arePodsLost, until != .available { return false }
    switch scope {
    case .selector, .pods, .endpoint, .logs:
      guard pods.contains(where: { $0.shutdown != nil }) else { return false }
    case .workloads:
      guard rollout.isComplete else { return false }
      // Its pods have not been told yet.
      if until != .available, arePodsMissing { return false }
    case .namespace:
      guard rollout.isComplete else { return false }
    }
    switch until {
    case .available: return true
    case .drained: return pods.allSatisfy { isDrained($0) }
    case .gone: return pods.allSatisfy { isDrained($0) && ($0.shutdown == nil || $0.isGone) }
    }
  }

  /// Nothing of the pod is on its way out any more, and its verdict is given.
  private func isDrained(_ pod: Pod) -> Bool {
    if pod.shutdown != nil { return pod.verdict != nil }
    return pod.phase >= .exited || standing(of: pod) != .old
  }

  private func reached(_ until: Goal.Until) -> Summary.Result {
    switch until {
    case .available: .available
    case .drained: .drained
    case .gone: .gone
    }
  }

  private func reachedReason(_ until: Goal.Until) -> String {
    let wasAlready =
      !pods.contains { $0.shutdown != nil } && workloads.allSatisfy { $0.rolloutBeganAt == nil }
    return wasAlready ? "already \(until.rawValue) at the start" : "\(until.rawValue)"
  }
}

extension Summary.DrainSeconds {
  /// Percentiles by nearest rank; nil of nothing.
  public init?(of seconds: [Double]) {
    guard let p50 = seconds.nearestRank(0.5), let p95 = seconds.nearestRank(0.95),
      let longest = seconds.max()
    else { return nil }
    self.init(p50: p50, p95: p95, max: longest)
  }
}
