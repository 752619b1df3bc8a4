import DequeModule
import KubernetesObjects
import LogText
public import Time

extension Pod {
  /// Raises and clears the alerts about the pod.
  mutating func evaluateAlerts(_ moment: AlertMoment, _ outputs: inout [Output]) {
    let now = moment.now
    for (rule, level) in zip(AlertRules.ofPods, alertLevels(moment)) {
      if level == nil, alerts[rule.rule]?.isActive != true { continue }
      let text = level == nil ? "" : rule.message(of: self, at: now)
      guard let told = alerts.update(rule.rule, to: level, at: now, message: { text }) else {
        continue
      }
      let isQuiet = told.isActive ? isToldAlready(told) : isEnding(at: now)
      outputs.append(
        Output(now, .alert(.pod(identity), change(of: told, at: now)), isQuiet: isQuiet))
    }
  }

  /// What the forecast has told of SIGKILL is not told again when half of the time is over, and nothing
  /// that sounds better comes after what was worse.
  private func isToldAlready(_ alert: Alert) -> Bool {
    switch alert.rule {
    case .deadline:
      alert.level < .critical && (alerts.activeLevel(of: .forecast) ?? .notice) >= alert.level
    case .forecast: (alerts.activeLevel(of: .deadline) ?? .notice) > alert.level
    default: false
    }
  }

  /// It has ended, or must have, or its log or endpoint says so: what ceases to hold now is no good news.
  func isEnding(at now: Instant) -> Bool {
    phase >= .exited || isSaidToHaveEnded || isSilentSinceFinished
      || shutdown?.deadline.map { now >= $0.earliestKill } ?? false
  }

  /// What each rule says; in one call, for a mutating method copies the pod for each that only reads.
  private func alertLevels(_ moment: AlertMoment) -> [Alert.Level?] {
    guard phase < .exited, !mayBeNoShutdown, let shutdown else {
      return Array(repeating: nil, count: AlertRules.ofPods.count)
    }
    // SIGKILL may have come: what it decided is not told any more.
    let isPastKill = shutdown.deadline.map { moment.now >= $0.earliestKill } ?? false
    return AlertRules.ofPods.map { rule in
      guard rule.applies(to: self) else { return nil }
      // Behind a port-forward that is lost: what was said stands; nothing more is known of it.
      let level =
        isSilentBehindForward ? alerts.activeLevel(of: rule.rule) : rule.level(of: self, moment)
      guard isPastKill, rule.endsWithKill, let level else { return level }
      return alerts.activeLevel(of: rule.rule).map { min(level, $0) }
    }
  }

  /// Work is left, or nobody knows and no signal was seen.
  var isAtRisk: Bool {
    // What a log says of its end silences nothing while the container is known to run.
    if isSaidToHaveEnded || isSilentSinceFinished { return false }
    if isEndpointDone {
      return shutdown?.signalAt == nil || !unmeasuredContainers.isEmpty
    }
    return true
  }

  /// The newest count that says something about this shutdown.
  var workSample: Sample? {
    guard let shutdown, let sample = samples.last else { return nil }
    let start = max(shutdown.looksCountFrom, measured.runBeganAt ?? .distantPast)
    return sample.time >= start ? sample : nil
  }

  /// When one of the rules may find something new by time alone.
  func nextAlertDues(_ thresholds: Thresholds) -> [Instant] {
    guard let shutdown else { return [] }
    return AlertRules.ofPods.flatMap { $0.dues(of: self, thresholds) }
      + [shutdown.deadline?.earliestKill].compactMap { $0 }
  }

  /// The sentence of an alert, with the numbers of an instant.
  public func message(of alert: Alert, at now: Instant) -> String {
    let rule = AlertRules.ofPods.first { $0.rule == alert.rule }
    return rule?.message(of: self, at: now) ?? alert.message
  }

  private func change(of alert: Alert, at now: Instant) -> Output.AlertChange {
    Output.AlertChange(
      level: alert.level, isRaised: alert.isActive, rule: alert.rule, message: alert.message,
      secondsLeft: shutdown?.deadline.map { max($0.expected(at: now), .zero).seconds },
      inFlight: workSample?.inFlight)
  }
}
