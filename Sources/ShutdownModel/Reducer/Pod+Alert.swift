import DequeModule
import DrainForecast
import KubernetesObjects
import PodStatus
import Time

extension Deadline {
  /// When the deadline rule may warn first.
  func warningAt(_ thresholds: Thresholds) -> Instant {
    let length = (earliestKill - begin).seconds * thresholds.deadlineWarningPart
    return begin + .seconds(length)
  }

  /// When the deadline rule becomes critical: min(5 s, 25 % of the grace) before SIGKILL.
  func criticalAt(_ thresholds: Thresholds) -> Instant {
    let part = TimeSpan.seconds(grace.seconds * thresholds.deadlineCriticalPart)
    return earliestKill - min(thresholds.deadlineCriticalLeft, part)
  }
}

extension Deadline {
  /// When a little more than half of the grace has passed: who is expected to be late then is not
  /// likely to catch up.
  fileprivate var lateAt: Instant { begin + .seconds(grace.seconds * 0.545) }
}

extension Pod {
  private static let alertRules: [Alert.Rule] = [
    .deadline, .forecast, .noSignal, .overdue, .growing, .statusLost, .shortGrace,
  ]

  /// Raises and clears the alerts about the pod.
  mutating func evaluateAlerts(
    at now: Instant, _ thresholds: Thresholds, isBlind: Bool, _ outputs: inout [Output]
  ) {
    for rule in Pod.alertRules {
      var level = level(of: rule, at: now, thresholds, isBlind: isBlind)
      if rule != .overdue, isPastKill(at: now) { level = held(level, alerts[rule]) }
      if level == nil, alerts[rule]?.isActive != true { continue }
      let text = level == nil ? "" : message(of: rule, at: now)
      guard let told = alerts.update(rule, to: level, at: now, message: { text }) else { continue }
      outputs.append(Output(now, .alert(.pod(identity), change(of: told, at: now))))
    }
  }

  /// SIGKILL may have come: what it decided is not told any more.
  private func isPastKill(at now: Instant) -> Bool {
    shutdown?.deadline.map { now >= $0.earliestKill } ?? false
  }

  /// What is told of a rule once SIGKILL may have come: no more than was told before.
  private func held(_ level: Alert.Level?, _ known: Alert?) -> Alert.Level? {
    guard let level, let known, known.isActive else { return nil }
    return min(level, known.level)
  }

  /// The level of a rule at an instant; nil where it does not hold.
  private func level(
    of rule: Alert.Rule, at now: Instant, _ thresholds: Thresholds, isBlind: Bool
  ) -> Alert.Level? {
    guard phase < .exited, !mayBeNoShutdown, let shutdown,
      isProgramKnown || rule == .shortGrace || rule == .overdue && nodeLoss != nil
    else { return nil }
    if isSilentBehindForward {
      // What was said stands; nothing more is known of it.
      return alerts[rule].flatMap { $0.isActive ? $0.level : nil }
    }
    switch rule {
    case .deadline: return deadlineLevel(at: now, thresholds)
    case .forecast:
      guard phase != .drained, forecast?.basis != .empty, !isKilledForProbe else { return nil }
      // A port that has closed tells nothing more: the process may have ended.
      if status.answer == .refused, alerts[.forecast]?.isActive != true { return nil }
      return forecastWatch.level(
        at: now, thresholds, known: alerts[.forecast],
        isHalfOver: shutdown.deadline.map { now >= $0.lateAt } ?? false)
    case .noSignal: return isSignalMissing(thresholds) ? .critical : nil
    case .overdue:
      // What still runs while nobody looks is not known.
      if isBlind { return alerts[.overdue].flatMap { $0.isActive ? $0.level : nil } }
      return overdueLevel(at: now, thresholds)
    case .growing: return growingLevel
    case .statusLost:
      guard let silentSince = status.silentSince,
        now >= silentSince + thresholds.statusLostAfter,
        // A lost connection is not the pod's silence; what held before holds on.
        !isBlind || alerts[.statusLost]?.isActive == true
      else { return nil }
      // Most servers close their status port when they begin to drain.
      return status.answer == .refused ? .notice : .warning
    case .shortGrace:
      // The kubelet keeps to its first grace, unless it had not begun.
      if let deadline = shutdown.deadline, deadline.shortening != nil {
        return deadline.mayKeepShorter ? .warning : .notice
      }
      guard let grace = shutdown.graceSeconds, let own = object.terminationGracePeriodSeconds,
        grace < own, shutdown.origin == .deletion
      else { return nil }
      // The API server itself gives none to what no node had begun.
      if grace == 0, shutdown.participants.isEmpty { return nil }
      if grace == 0, isAtRisk { return .critical }
      return grace <= 1 ? .warning : .notice
    case .rolloutStalled, .manyTerminating: return nil
    }
  }

  private func deadlineLevel(at now: Instant, _ thresholds: Thresholds) -> Alert.Level? {
    guard let deadline = shutdown?.deadline, !(isUnseen && isNodeLost), isAtRisk else { return nil }
    if now >= deadline.criticalAt(thresholds) { return mayHaveEndedUnseen ? .warning : .critical }
    // The rest of the pod is done, and this one says nothing: it seems not to end.
    if isEndpointSaidDone, !unmeasuredContainers.isEmpty, now >= deadline.warningAt(thresholds) {
      return .critical
    }
    return now >= deadline.warningAt(thresholds) ? .warning : nil
  }

  /// Nothing was ever heard of it, and an API that showed its deletion seconds late shows its end no sooner.
  private var mayHaveEndedUnseen: Bool {
    guard workSample == nil, status.report == nil, shutdown?.signalAt == nil,
      let deadline = shutdown?.deadline
    else { return false }
    return deadline.arrival - deadline.asked >= .seconds(2)
  }

  /// Work is left, or nobody knows and no signal was seen.
  private var isAtRisk: Bool {
    // What a log says of its end silences nothing while the container is known to run.
    if isSaidToHaveEnded || isSilentSinceFinished { return false }
    if isEndpointDone {
      return shutdown?.signalAt == nil || !unmeasuredContainers.isEmpty
    }
    return true
  }

  /// The process was heard to run on so long after the signal must have been sent.
  ///
  /// Only its own word counts: a process that says nothing may well have heard the signal.
  func isSignalMissing(_ thresholds: Thresholds) -> Bool {
    guard let shutdown, shutdown.signalAt == nil, let due = shutdown.signalDueAt,
      let sawAt = shutdown.kubeletSawAt, conditions[.unreachable] == nil,
      status.report?.phase == .running, let reportAt = status.reportAt
    else { return false }
    // A kubelet that learned of the deletion later sends its signal later.
    let late = shutdown.deadline.map { max(sawAt - $0.begin, .zero) } ?? .zero
    return reportAt >= due + late + thresholds.noSignalAfter
  }

  private func overdueLevel(at now: Instant, _ thresholds: Thresholds) -> Alert.Level? {
    guard let deadline = shutdown?.deadline else { return nil }
    if isUnseen, isNodeLost {
      return now >= deadline.earliestKill + thresholds.overdueAfter ? .warning : nil
    }
    guard conditions[.overdue] != nil, let latest = deadline.latestKill else { return nil }
    return now >= latest + thresholds.overdueCriticalAfter ? .critical : .warning
  }

  /// Work arrives: two tasks more than there were, and until there are as few again.
  private var growingLevel: Alert.Level? {
    guard let drainLow, phase < .drained, let sample = workSample, sample.isDraining else {
      return nil
    }
    let isActive = alerts[.growing]?.isActive == true
    return sample.inFlight >= drainLow + (isActive ? 1 : 2) ? .warning : nil
  }

  /// Notes the fewest tasks while draining; in the first moments some are still on their way in.
  mutating func noteDrainLow(_ sample: Sample) {
    guard let signalAt = shutdown?.signalAt, sample.isDraining,
      sample.time >= signalAt + Pod.arrivalsEndAfter
    else { return }
    drainLow = min(drainLow ?? sample.inFlight, sample.inFlight)
  }

  /// How long after the signal tasks may still arrive without that being worth a word: the endpoint's
  /// removal was seen to take up to 0.8 s, and the data planes behind it about as long again.
  private static let arrivalsEndAfter = TimeSpan.seconds(2)

  /// The newest count that says something about this shutdown.
  var workSample: Sample? {
    guard let shutdown, let sample = samples.last else { return nil }
    let start = shutdown.asked ?? shutdown.seenAt
    return sample.time >= max(start - .seconds(5), runBeganAt ?? .distantPast) ? sample : nil
  }

  /// When one of the rules may find something new by time alone.
  func nextAlertDues(_ thresholds: Thresholds) -> [Instant] {
    guard let shutdown else { return [] }
    var dues = forecastWatch.dues(thresholds)
    if let deadline = shutdown.deadline {
      dues += [
        deadline.warningAt(thresholds), deadline.criticalAt(thresholds),
        deadline.lateAt, deadline.earliestKill, deadline.earliestKill + thresholds.overdueAfter,
      ]
      if let latest = deadline.latestKill {
        dues += [
          latest + thresholds.overdueAfter, latest + thresholds.overdueCriticalAfter,
          latest + sidecarFloors + thresholds.overdueAfter,
        ]
      }
    }
    if let silentSince = status.silentSince {
      dues.append(silentSince + thresholds.statusLostAfter)
    }
    return dues
  }

  private func change(of alert: Alert, at now: Instant) -> Output.AlertChange {
    Output.AlertChange(
      level: alert.level, isRaised: alert.isActive, rule: alert.rule, message: alert.message,
      secondsLeft: shutdown?.deadline.map { max($0.expected(at: now), .zero).seconds },
      inFlight: workSample?.inFlight)
  }
}
