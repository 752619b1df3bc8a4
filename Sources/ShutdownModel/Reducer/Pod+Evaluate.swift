import DequeModule
import KubernetesObjects
import PodStatus
import Time

extension Pod {
  /// Brings everything that follows from evidence and time up to an instant.
  ///
  /// Idempotent. While blind, nothing is said to be missing that may only not have been seen.
  mutating func evaluate(
    at now: Instant, _ thresholds: Thresholds, isBlind: Bool, _ outputs: inout [Output]
  ) {
    if !isBlind { doubtKubelet(at: now, thresholds) }
    evaluatePhase(at: now, thresholds, &outputs)
    evaluateConditions(at: now, thresholds, isBlind: isBlind, &outputs)
    guard shutdown != nil else { return }
    let moment = AlertMoment(now: now, thresholds: thresholds, isBlind: isBlind)
    evaluateAlerts(moment, &outputs)
    let before = phase
    evaluateVerdict(at: now, thresholds, &outputs)
    // An attached process has gone with its verdict, and what held of it with both.
    guard phase != before else { return }
    evaluateConditions(at: now, thresholds, isBlind: isBlind, &outputs)
    evaluateAlerts(moment, &outputs)
  }

  /// When to look again, if that is another instant than before.
  mutating func schedule(after now: Instant, _ thresholds: Thresholds) -> Instant? {
    guard let next = nextDue(after: now, thresholds), next != agenda.due else { return nil }
    agenda.due = next
    return next
  }

  /// The next instant at which ``evaluate(at:_:_:)`` may find something new without any event.
  ///
  /// Mutating: a call that only reads would copy the whole pod for every event.
  private mutating func nextDue(after now: Instant, _ thresholds: Thresholds) -> Instant? {
    var next: Instant?
    func consider(_ instant: Instant?) {
      guard let instant, instant > now else { return }
      next = min(next ?? instant, instant)
    }
    if let silentSince = status.silentSince, phase < .exited {
      consider(silentSince + thresholds.unseenAfter)
    }
    consider(stoppingDue)
    guard let shutdown, verdict == nil || phase < .gone else { return next }
    if let exitedAt = shutdown.exitedAt {
      consider(exitedAt + thresholds.stuckAfter)
      if verdict == nil { consider(exitedAt + thresholds.verdictHold) }
      return next
    }
    if isUnseen { consider(shutdown.seenAt + thresholds.unseenRestartsAfter) }
    if shutdown.origin == .drain, let silentSince = status.silentSince {
      consider(silentSince + thresholds.attachSilence)
    }
    if shutdown.signalAt == nil, let signalDueAt = shutdown.signalDueAt {
      consider(signalDueAt + thresholds.inferDrainAfter)
    }
    consider(shutdown.deadline?.handover)
    for due in nextAlertDues(thresholds) { consider(due) }
    return next
  }

  /// Moves forward to a phase; never back.
  mutating func advance(to next: Phase, at now: Instant, _ outputs: inout [Output]) {
    guard next > phase else { return }
    outputs.append(Output(now, .phase(identity, from: phase, to: next)))
    phase = next
    agenda.needsForecast = true
    phaseSince = now
  }

  private mutating func evaluatePhase(
    at now: Instant, _ thresholds: Thresholds, _ outputs: inout [Output]
  ) {
    guard let shutdown else {
      advance(to: Phase(of: object), at: now, &outputs)
      return
    }
    guard phase < .exited else {
      // It had ended before its deletion was asked.
      if shutdown.exitedAt == nil, haveContainersEnded { self.shutdown?.exitedAt = now }
      return
    }
    inferDrain(at: now, thresholds)
    if shutdown.signalAt != nil || self.shutdown?.isDrainInferred == true {
      advance(to: .draining, at: now, &outputs)
    }
    if let end = reportedEnd { advance(to: end, at: now, &outputs) }
    if haveContainersEnded {
      self.shutdown?.exitedAt = now
      advance(to: .exited, at: now, &outputs)
    }
  }

  /// `drained` or `timedOut`, once the process or its log has said so.
  ///
  /// A pod has drained when all its containers have: one that goes on holds it.
  private var reportedEnd: Phase? {
    if shutdown?.signalAt != nil {
      if status.report?.phase == .timedOut { return .timedOut }
      if status.report?.phase == .drained { return openContainers.isEmpty ? .drained : nil }
    }
    let main = mainTracks
    guard !main.isEmpty else { return nil }
    if main.contains(where: { $0.gaveUpAt(notBefore: signsCountFrom) != nil }) {
      return .timedOut
    }
    let finished = main.filter { $0.drainedAt(notBefore: signsCountFrom) != nil }
    guard finished.count == main.count, phase == .draining, openContainers.isEmpty else {
      return nil
    }
    return .drained
  }

  /// The logs that can speak for the pod's work: the endpoint's container, else all that count.
  var mainTracks: [LogTrack] {
    guard let shutdown else { return [] }
    return logs.filter { track in
      if track.container.isEmpty { return true }
      if let container = status.container { return track.container == container }
      return shutdown.participants.contains(track.container)
    }
  }

  /// A drain nobody reported: the endpoint was closed, or the signal must have been sent by now.
  private mutating func inferDrain(at now: Instant, _ thresholds: Thresholds) {
    guard let shutdown, shutdown.signalAt == nil, !shutdown.isDrainInferred, isProgramKnown else {
      return
    }
    let isClosed = conditions[.unreachable] != nil || isUnreachable(at: now, thresholds)
    let isRunningSaid =
      status.report?.phase == .running && status.silentSince == nil && status.reportAt != nil
    let isDue = shutdown.signalDueAt.map { now >= $0 + thresholds.inferDrainAfter } ?? false
    if isClosed || (isDue && !isRunningSaid && shutdown.kubeletSawAt != nil) {
      self.shutdown?.isDrainInferred = true
    }
  }

  /// Every container that counts has ended, and no native sidecar runs on after them.
  private var haveContainersEnded: Bool {
    guard let shutdown else { return false }
    if shutdown.origin == .drain || shutdown.origin == .log { return false }
    guard !object.containers.contains(where: { $0.onlyHoldsPod && $0.isRunning }) else {
      return false
    }
    guard !shutdown.participants.isEmpty else { return object.phase.isTerminal }
    return shutdown.participants.allSatisfy { name in
      guard let container = object.containers.first(where: { $0.name == name }) else {
        return false
      }
      return container.termination != nil || object.phase.isTerminal && !container.isRunning
    }
  }

  private mutating func evaluateConditions(
    at now: Instant, _ thresholds: Thresholds, isBlind: Bool, _ outputs: inout [Output]
  ) {
    let isLive = phase < .exited
    set(.notReady, isLive && phase > .starting && object.isReady == false, at: now, &outputs)
    set(.unreachable, isLive && isUnreachable(at: now, thresholds), at: now, &outputs)
    guard let shutdown else { return }
    set(
      .unseen,
      isLive && isUnseen && !isOnlyGlimpsed
        && now >= shutdown.seenAt + thresholds.unseenRestartsAfter,
      at: now, &outputs)
    let isOverdue = isOverdue(at: now, thresholds) && !(isUnseen && isNodeLost)
    // An attached process that is silent has most likely ended: nothing says that it still runs.
    // Nor does a log that has gone silent.
    let isSilent =
      shutdown.origin == .log || shutdown.origin == .drain && status.silentSince != nil
    if !isBlind || !isLive {
      set(.overdue, isLive && isOverdue && !isSilent && isProgramKnown, at: now, &outputs)
    }
    let isStuck = shutdown.exitedAt.map { now >= $0 + thresholds.stuckAfter } ?? false
    let hasObject = shutdown.origin != .log
    if !isBlind || phase != .exited {
      set(.stuck, hasObject && phase == .exited && isStuck, at: now, &outputs)
    }
  }

  /// SIGKILL was due, and a container was heard to run on.
  ///
  /// Silence is no sign of it: on an overloaded cluster the API showed an end up to 22 s late.
  private func isOverdue(at now: Instant, _ thresholds: Thresholds) -> Bool {
    guard let latest = shutdown?.deadline?.latestKill.map({ $0 + sidecarFloors }),
      now >= latest + thresholds.overdueAfter, !isSaidToHaveEnded
    else { return false }
    if conditions[.overdue] != nil { return true }
    if let line = logs.compactMap(\.lastLineAt).max(), line >= latest + .seconds(1) { return true }
    // An answer that comes through an overloaded API server may be seconds old.
    return status.heardAt.map { $0 >= latest + .seconds(5) } ?? false
  }

  /// Refused for a while though it had answered: one refusal may be the exit itself.
  private func isUnreachable(at now: Instant, _ thresholds: Thresholds) -> Bool {
    guard let silentSince = status.silentSince, status.answer == .refused else { return false }
    return now >= silentSince + thresholds.unseenAfter
  }

  private mutating func set(
    _ condition: Condition, _ holds: Bool, at now: Instant, _ outputs: inout [Output]
  ) {
    guard (conditions[condition] != nil) != holds else { return }
    conditions[condition] = holds ? now : nil
    outputs.append(
      Output(
        now, .condition(identity, condition, holds: holds),
        isQuiet: !holds && phase >= .exited && condition != .stuck))
  }
}

extension Instant {
  /// Before anything that can be observed.
  static let distantPast = Instant(nanoseconds: .min)
}
