import HeapModule
import KubernetesObjects
import Time

extension State {
  /// Raises and clears the alerts about a workload, finds what is wrong with it, and schedules the
  /// next look.
  mutating func evaluateWorkload(_ index: Int) {
    // What files hold of a workload is of some moment: nobody waits for it.
    if case .logs = scope { return diagnoseWorkload(index) }
    let (workload, now) = (workloads[index], now)
    let isOld = isOldFailure(workload)
    let stalled = isOld ? nil : workload.stalledLevel(at: now, thresholds)
    tell(.rolloutStalled, stalled, index) { workload.stalledMessage(at: now) }
    tell(.manyTerminating, workload.terminatingLevel, index) { workload.terminatingMessage }
    diagnoseWorkload(index)
    guard let due = workload.stalledAt(thresholds), due > now, due != workload.due else { return }
    workloads[index].due = due
    timers.insert(Timer(due: due, uid: Timer.uid(of: workload.id)))
  }

  private mutating func tell(
    _ rule: Alert.Rule, _ level: Alert.Level?, _ index: Int, _ message: () -> String
  ) {
    guard let told = workloads[index].alerts.update(rule, to: level, at: now, message: message)
    else { return }
    let change = Output.AlertChange(
      level: told.level, isRaised: told.isActive, rule: rule, message: told.message,
      secondsLeft: nil, inFlight: nil)
    outputs.append(Output(now, .alert(.workload(workloads[index].id), change)))
    if told.isActive { log(change, about: .workload(workloads[index].id)) }
  }
}

extension Workload {
  /// When a rollout that makes no progress is worth a word; nil when none is under way.
  ///
  /// Source: `pkg/controller/deployment/util` `DeploymentTimedOut`: the controller gives up
  /// `progressDeadlineSeconds` after condition Progressing was last updated.
  func stalledAt(_ thresholds: Thresholds) -> Instant? {
    guard let object, case .progressing = rollout, !object.isPaused,
      let limit = object.progressDeadlineSeconds, let progressing = object.progressing,
      progressing.reason != "NewReplicaSetAvailable", let updatedAt = progressing.updatedAt
    else { return nil }
    return updatedAt + .seconds(Double(limit) * thresholds.stalledPart)
  }

  fileprivate func stalledLevel(at now: Instant, _ thresholds: Thresholds) -> Alert.Level? {
    if case .failed = rollout, !isDeleted { return .critical }
    return stalledAt(thresholds).flatMap { now >= $0 ? .warning : nil }
  }

  fileprivate func stalledMessage(at now: Instant) -> String {
    guard let object else { return id.text }
    let counts =
      "\(object.updatedReplicas) of \(object.desiredReplicas) updated, "
      + "\(object.availableReplicas) available"
    let limit = object.progressDeadlineSeconds.map { " of \($0) s" } ?? ""
    if case .failed = rollout {
      return
        "the rollout of \(id.text) has failed: no progress within its deadline\(limit); \(counts)"
    }
    let since = object.progressing?.updatedAt.map { " for \((now - $0).text)" } ?? ""
    return "the rollout of \(id.text) makes no progress\(since)\(limit); \(counts)"
  }

  /// How many pods the strategy takes away at once; nil where it sets no bound, or does not roll.
  ///
  /// Source: `pkg/controller/deployment/util` `ResolveFenceposts`: surge is rounded up, unavailable
  /// down, and both are not 0.
  public var takenAtOnce: Int? {
    guard let object, case .rollingUpdate(let surge, let unavailable, _) = object.strategy else {
      return nil
    }
    let absurdCount = 1_000_000_000
    func pods(_ text: String?, _ fallback: String, roundingUp: Bool) -> Int {
      let text = text ?? fallback
      guard text.hasSuffix("%") else { return min(max(Int(text) ?? 0, 0), absurdCount) }
      let part = Double(text.dropLast()) ?? 0
      let count = part / 100 * Double(object.desiredReplicas)
      guard (0..<Double(absurdCount)).contains(count) else { return object.desiredReplicas }
      return Int(count.rounded(roundingUp ? .up : .down))
    }
    switch id.kind {
    case .deployment:
      let sum = pods(surge, "25%", roundingUp: true) + pods(unavailable, "25%", roundingUp: false)
      return max(sum, 1)
    case .statefulSet: return max(pods(unavailable, "1", roundingUp: false), 1)
    case .daemonSet:
      let sum = pods(surge, "0", roundingUp: true) + pods(unavailable, "1", roundingUp: true)
      return max(sum, 1)
    case .replicaSet, .job, .selector, .pod, .endpoint, .log: return nil
    }
  }

  fileprivate var terminatingLevel: Alert.Level? {
    guard let object, let takenAtOnce, leavingCount > takenAtOnce else { return nil }
    // Outside a rollout pods go for other reasons: fewer replicas, a node that is drained.
    guard case .progressing = rollout else {
      return alerts[.manyTerminating]?.isActive == true ? .notice : nil
    }
    return leavingCount > max(object.desiredReplicas, 1) ? .warning : .notice
  }

  fileprivate var terminatingMessage: String {
    "\(leavingCount) pods of \(id.text) end at once, where its strategy takes \(takenAtOnce ?? 0) "
      + "at a time: they come on top of its \(object?.desiredReplicas ?? 0) replicas"
  }
}
