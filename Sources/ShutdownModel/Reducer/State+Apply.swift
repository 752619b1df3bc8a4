import HeapModule
import KubernetesObjects
import Time

extension State {
  /// Applies one event and returns what changed, in the order it happened.
  ///
  /// Total: every event is legal in every state. What happens by time alone happens at the instant
  /// it was due, however late the event comes that shows that the instant has passed.
  public mutating func apply(_ event: Event) -> [Output] {
    outputs.removeAll(keepingCapacity: true)
    // The summary was the last word.
    guard !run.isOver else { return [] }
    readClock(event)
    endByTime(event.time)
    guard !run.isOver else { return outputs }
    pass(to: event.time)
    if run.beganAt == nil { (run.beganAt, run.beganLocally) = (now, localNow) }
    guard !run.isOver else { return outputs }
    observe(event.observation)
    if !outputs.isEmpty || event.observation.concernsRun { evaluateRun() }
    return outputs
  }

  private mutating func readClock(_ event: Event) {
    guard case .serverDate(let reading) = event.observation else { return }
    let isFirst = clock.readAt == nil
    clock.read(reading)
    // Until now this machine's clock stood in for the cluster's; it may have been an hour ahead.
    guard isFirst else { return }
    now = clock.clusterTime(at: event.time)
    if run.beganAt != nil { run.beganAt = now }
  }

  /// Lets time pass up to an instant of this machine's clock.
  private mutating func pass(to local: Instant) {
    let time = clusterTime(at: local)
    advance(to: time)
    now = max(now, time)
    localNow = max(localNow, local)
  }

  /// The cluster's time at an instant of this machine's clock that has not passed yet.
  ///
  /// It does not run backwards, and where the cluster's clock was set back it does not stand still
  /// until that has caught up: what is due by time alone would be due an hour late.
  private func clusterTime(at local: Instant) -> Instant {
    let time = clock.clusterTime(at: local)
    guard run.beganLocally != nil, time < now - State.longestStandstill else {
      return max(now, time)
    }
    return now + max(local - localNow, .zero)
  }

  /// A reading may move the clock back by the second it is cut to, a server beside it by its own error.
  private static let longestStandstill = TimeSpan.seconds(5)

  /// Ends the run at the very instant it is over by time alone, on this machine's clock.
  private mutating func endByTime(_ local: Instant) {
    guard let end = run.timedEnd?.at, end <= local else { return }
    pass(to: end)
    evaluateRun()
  }

  /// Lets time pass: everything that is due happens, in order, each at its own instant.
  ///
  /// What happens may end the run, at that instant too.
  private mutating func advance(to time: Instant) {
    while !run.isOver, let timer = timers.min, timer.due <= time {
      timers.removeMin()
      now = max(now, timer.due)
      let count = outputs.count
      switch timer.subject {
      case .pods:
        for index in pods.indices where pods[index].shutdown != nil && !pods[index].isGone {
          evaluate(index)
        }
      case .pod(let uid):
        if let index = podIndex[uid], pods[index].agenda.due == timer.due {
          pods[index].agenda.due = nil
          evaluate(index)
        }
      case .workload(let id):
        if let index = place(of: id) { evaluateWorkload(index) }
      }
      if outputs.count > count { evaluateRun() }
    }
  }

  private mutating func observe(_ observation: Observation) {
    switch observation {
    case .serverDate, .tick: break
    case .scope(let scope, let context):
      self.scope = scope
      clusterContext = context
    case .workload(let object): observeWorkload(object)
    case .workloadDeleted(let id): observeWorkloadDeleted(id)
    case .revision(let object): observeRevision(object)
    case .revisionDeleted(let uid): observeRevisionDeleted(uid)
    case .pod(let object): observePod(object)
    case .podDeleted(let object): observePodDeleted(object)
    case .listed(let kind, let uids): observeListed(kind, uids)
    case .endpointSlice(let slice): observeSlice(slice)
    case .endpointSliceDeleted(let uid): observeSliceDeleted(uid)
    case .event(let event): observeEvent(event)
    case .status(let status): observeStatus(status)
    case .log(let line): observeLine(line)
    case .logBegan(let pod, let container): observeLogStream(pod, container, isFollowed: true)
    case .logEnded(let pod, let container): observeLogStream(pod, container, isFollowed: false)
    case .logDropped(let count, let source): observeDropped(count, source)
    case .input(let input): observeInput(input)
    case .command(let command): observeCommand(command)
    case .commandOutput(let text):
      log.append(time: now, podUID: nil, podName: nil, container: nil, .note(text))
    case .stop(let reason): observeStop(reason)
    }
  }

  /// Looks at a pod anew after something changed or came due, and schedules what comes next.
  mutating func evaluate(_ index: Int) {
    let first = outputs.count
    refreshForecast(index)
    refreshCause(index)
    pods[index].evaluate(at: now, thresholds, isBlind: isBlind, &outputs)
    if scope.hasObjects, let text = pods[index].takeStoppingContainer(at: now) { note(text) }
    // With the phase, what is forecast may change.
    refreshForecast(index)
    // A log's lines come by the million, and few of them change anything.
    if outputs.count > first || pods[index].shutdown?.origin != .log {
      pods[index].agenda.needsDiagnosis = true
    }
    diagnose(index)
    var concernsWorkload = countLeaving(index)
    var isOver = false
    for output in outputs[first...] {
      take(output, of: index)
      if case .verdict = output.change { isOver = true }
    }
    concernsWorkload = concernsWorkload || isOver
    if concernsWorkload, let place = place(of: pods[index].workload) {
      if isOver { adviseGrace(place) }
      evaluateWorkload(place)
    }
    guard let due = pods[index].schedule(after: now, thresholds) else { return }
    timers.insert(Timer(due: due, subject: .pod(uid: pods[index].uid)))
  }

  /// Counts the verdict that was given, notes the alert that was raised.
  private mutating func take(_ output: Output, of index: Int) {
    switch output.change {
    case .verdict(let pod, let verdict):
      count(verdict, of: pods[index].workload)
      log.append(
        time: now, podUID: pod.uid, podName: pod.pod, container: nil, .verdict(verdict))
    case .alert(let subject, let alert) where alert.isRaised && !output.isQuiet:
      log(alert, about: subject)
    default: break
    }
  }

  /// A marked line in the log pane.
  mutating func log(_ alert: Output.AlertChange, about subject: Output.Subject) {
    log.append(
      time: now, podUID: subject.pod?.uid, podName: subject.pod?.pod, container: nil,
      .alert(alert.level, alert.message))
  }

  /// Counts a shutdown that has begun, or takes one back that was none.
  mutating func countShutdown(of id: WorkloadID, by number: Int = 1) {
    guard let index = place(of: id) else { return }
    workloads[index].shutdownCount += number
  }

  /// Counts a pod among those of its workload that are on their way out, or no longer; true when that
  /// changes anything.
  private mutating func countLeaving(_ index: Int) -> Bool {
    let isLeaving = pods[index].isShuttingDown
    guard isLeaving != pods[index].agenda.isCountedAsLeaving,
      let workload = place(of: pods[index].workload)
    else { return false }
    pods[index].agenda.isCountedAsLeaving = isLeaving
    workloads[workload].leavingCount += isLeaving ? 1 : -1
    return true
  }

  mutating func count(_ verdict: Verdict, of id: WorkloadID) {
    guard let index = place(of: id) else { return }
    workloads[index].verdicts[verdict.kind, default: 0] += 1
    if let used = verdict.usedSeconds { workloads[index].usedSeconds.append(used) }
    if verdict.kind.isKnownBad { workloads[index].leftInFlight += verdict.inFlightAtEnd ?? 0 }
  }
}

extension Observation {
  /// It may end the run without any other change.
  fileprivate var concernsRun: Bool {
    switch self {
    case .workload, .workloadDeleted, .revision, .pod, .podDeleted, .listed, .input, .command: true
    default: false
    }
  }
}
