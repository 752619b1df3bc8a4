internal import HeapModule

extension State {
  /// The run begins with its first event, and again when the cluster's clock is first known.
  mutating func beginRun() {
    run.beganAt = now
    for length in [run.goal.duration, run.goal.timeout] {
      if let length { timers.insert(Timer(due: now + length, uid: "")) }
    }
  }

  /// Ends the run when its goal is reached, or cannot be reached any more.
  mutating func evaluateRun() {
    guard !run.isOver, let beganAt = run.beganAt else { return }
    noteFailedRollouts()
    if let duration = run.goal.duration {
      if now >= beganAt + duration { finish(.elapsed, "watched for \(duration.text)") }
      return
    }
    if let timeout = run.goal.timeout, now >= beganAt + timeout {
      finish(.timeout, "not \(run.goal.until?.rawValue ?? "done") after \(timeout.text)")
      return
    }
    guard let until = run.goal.until, isCommandOver, isListed else { return }
    if case .failed(let reason) = rollout {
      finish(.failed, reason)
    } else if isReached(until) {
      finish(reached(until), reachedReason(until, beganAt))
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
    case .inputEnded:
      noteLeftBehind()
      finish(.elapsed, "the input has ended")
    case .quit:
      let best = [Goal.Until.gone, .drained, .available].first { isListed && isReached($0) }
      finish(best.map(reached) ?? .interrupted, "ended by the user")
    }
  }

  /// Every collection that the question needs has been read once, or cannot be read.
  public var isListed: Bool {
    neededKinds.allSatisfy { kind in
      run.listed.contains(kind) || inputs[.watch(kind)]?.degradations.isEmpty == false
    }
  }

  private var neededKinds: [ResourceKind] {
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
    switch scope {
    case .selector, .pods, .endpoint, .logs:
      guard pods.contains(where: { $0.shutdown != nil }) else { return false }
    case .workloads, .namespace:
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

  private func reachedReason(_ until: Goal.Until, _ beganAt: Instant) -> String {
    let wasAlready =
      !pods.contains { $0.shutdown != nil } && workloads.allSatisfy { $0.rolloutBeganAt == nil }
    return wasAlready ? "already \(until.rawValue) at the start" : "\(until.rawValue)"
  }

  /// Settles what is only being held, and says the last word.
  private mutating func finish(_ result: Summary.Result, _ reason: String, code: Int? = nil) {
    for index in pods.indices where pods[index].verdict == nil && pods[index].shutdown != nil {
      pods[index].settleVerdict(at: now, thresholds, &outputs)
      guard let verdict = pods[index].verdict else { continue }
      count(verdict, of: pods[index].workload)
      pods[index].needsDiagnosis = true
      diagnose(index)
    }
    var summary = Summary(
      workload: scope.text, result: result, pods: 0, verdicts: [:], drainSeconds: nil,
      reason: reason, exitCode: 0)
    var used: [Double] = []
    for workload in workloads {
      summary.pods += workload.shutdownCount
      summary.verdicts.merge(workload.verdicts, uniquingKeysWith: +)
      used += workload.usedSeconds
    }
    summary.drainSeconds = Summary.DrainSeconds(of: used)
    summary.advice = WorkloadDrains.all(of: self).map(\.recommendation)
    summary.exitCode = exitCode(of: result, summary.verdicts, given: code)
    run.summary = summary
    outputs.append(Output(now, .summary(summary)))
  }

  /// The first that applies, in the order 1, 130/143, 3, 4, 2, 0.
  private func exitCode(
    of result: Summary.Result, _ verdicts: [Verdict.Kind: Int], given: Int?
  ) -> Int {
    if run.goal.alwaysSucceeds { return given ?? 0 }
    if case .ended(_, let exitCode, _) = run.command, exitCode != 0 { return 1 }
    if let given { return given }
    if result == .failed || workloads.contains(where: \.hasFailed) { return 3 }
    if result == .timeout { return 4 }
    let isBad = verdicts.keys.contains { run.goal.isStrict ? $0 != .clean : !$0.isGood }
    return isBad ? 2 : 0
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
