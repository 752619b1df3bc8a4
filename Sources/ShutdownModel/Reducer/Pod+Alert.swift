internal import DequeModule
internal import PodStatus

extension Deadline {
  /// When the deadline rule may warn first.
  func warningAt(_ thresholds: Thresholds) -> Instant {
    let start = shortenedAt ?? begin
    let length = (earliestKill - start).seconds * thresholds.deadlineWarningPart
    return start + .seconds(length)
  }

  /// When the deadline rule becomes critical: min(5 s, 25 % of the grace) before SIGKILL.
  func criticalAt(_ thresholds: Thresholds) -> Instant {
    let part = TimeSpan.seconds(grace.seconds * thresholds.deadlineCriticalPart)
    return earliestKill - min(thresholds.deadlineCriticalLeft, part)
  }
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
      let level = level(of: rule, at: now, thresholds, isBlind: isBlind)
      if level == nil, alerts[rule]?.isActive != true { continue }
      let text = level == nil ? "" : message(of: rule, at: now)
      guard let told = alerts.update(rule, to: level, at: now, message: { text }) else { continue }
      outputs.append(Output(now, .alert(.pod(identity), change(of: told, at: now))))
    }
  }

  /// The level of a rule at an instant; nil where it does not hold.
  private func level(
    of rule: Alert.Rule, at now: Instant, _ thresholds: Thresholds, isBlind: Bool
  ) -> Alert.Level? {
    guard phase < .exited, let shutdown else { return nil }
    switch rule {
    case .deadline: return deadlineLevel(at: now, thresholds)
    case .forecast:
      guard phase != .drained, forecast?.basis != .empty else { return nil }
      return forecastWatch.level(at: now, thresholds, known: alerts[.forecast])
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
      let hasWork = !shutdown.participants.isEmpty && isAtRisk
      if shutdown.deadline?.shortenedAt != nil {
        // The kubelet's floor is all that is left: no other rule could speak in time.
        return shutdown.graceSeconds ?? 0 <= 2 && hasWork ? .critical : .warning
      }
      guard let grace = shutdown.graceSeconds, let own = object.terminationGracePeriodSeconds,
        grace < own, shutdown.origin == .deletion
      else { return nil }
      if grace == 0, hasWork { return .critical }
      return grace <= 1 ? .warning : .notice
    case .rolloutStalled, .manyTerminating: return nil
    }
  }

  private func deadlineLevel(at now: Instant, _ thresholds: Thresholds) -> Alert.Level? {
    guard let deadline = shutdown?.deadline, !isUnseen, isAtRisk else { return nil }
    if now >= deadline.criticalAt(thresholds) { return .critical }
    return now >= deadline.warningAt(thresholds) ? .warning : nil
  }

  /// Work is left, or nobody knows and no signal was seen.
  private var isAtRisk: Bool {
    if phase == .drained { return false }
    if let sample = workSample { return sample.inFlight > 0 || shutdown?.signalAt == nil }
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
    if isUnseen {
      guard conditions[.unseen] != nil, let deadline = shutdown?.deadline else { return nil }
      return now >= deadline.latestKill + thresholds.overdueAfter ? .warning : nil
    }
    guard conditions[.overdue] != nil, let deadline = shutdown?.deadline else { return nil }
    return now >= deadline.latestKill + thresholds.overdueCriticalAfter ? .critical : .warning
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
    return sample.time >= start - .seconds(5) ? sample : nil
  }

  /// When one of the rules may find something new by time alone.
  func nextAlertDues(_ thresholds: Thresholds) -> [Instant] {
    guard let shutdown else { return [] }
    var dues = forecastWatch.dues(thresholds)
    if let deadline = shutdown.deadline {
      dues += [
        deadline.warningAt(thresholds), deadline.criticalAt(thresholds),
        deadline.latestKill + thresholds.overdueAfter,
        deadline.latestKill + thresholds.overdueCriticalAfter,
      ]
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
