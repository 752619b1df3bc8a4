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
  /// The rule `deadline`: SIGKILL comes near with work left, or with no signal seen.
  mutating func evaluateAlert(
    at now: Instant, _ thresholds: Thresholds, _ outputs: inout [Output]
  ) {
    let level = deadlineLevel(at: now, thresholds)
    guard level != alert?.level else { return }
    if let alert, level == nil || phase >= .exited {
      self.alert = nil
      outputs.append(Output(now, .alert(identity, change(of: alert, isRaised: false, at: now))))
      return
    }
    // A level that has been reached is not taken back while the alert holds.
    guard let level, level > alert?.level ?? .notice else { return }
    let raised = Alert(
      rule: .deadline, level: level, podUID: uid, raisedAt: now, message: deadlineMessage(at: now))
    alert = raised
    outputs.append(Output(now, .alert(identity, change(of: raised, isRaised: true, at: now))))
  }

  private func deadlineLevel(at now: Instant, _ thresholds: Thresholds) -> Alert.Level? {
    guard phase < .exited, let shutdown, let deadline = shutdown.deadline, !isUnseen,
      isAtRisk
    else { return nil }
    if now >= deadline.criticalAt(thresholds) { return .critical }
    return now >= deadline.warningAt(thresholds) ? .warning : nil
  }

  /// Work is left, or nobody knows and no signal was seen.
  private var isAtRisk: Bool {
    if phase == .drained { return false }
    if let sample = workSample { return sample.inFlight > 0 || shutdown?.signalAt == nil }
    return true
  }

  /// The newest count that says something about this shutdown.
  var workSample: Sample? {
    guard let shutdown, let sample = samples.last else { return nil }
    let start = shutdown.asked ?? shutdown.seenAt
    return sample.time >= start - .seconds(5) ? sample : nil
  }

  /// The alert's sentence, with the numbers of an instant.
  public func deadlineMessage(at now: Instant) -> String {
    guard let deadline = shutdown?.deadline else { return object.name }
    let left = deadline.remaining(at: now)
    var text =
      left > .zero
      ? "\(object.name) is killed in \(left.text)" : "\(object.name) is past its SIGKILL"
    if let sample = workSample {
      text += sample.inFlight > 0 ? " with \(sample.inFlight) in flight" : " with nothing in flight"
      let age = now - sample.time
      if age > .seconds(3) { text += " (seen \(age.text) ago)" }
    } else {
      text += "; its work is not measured"
    }
    if shutdown?.signalAt == nil {
      switch deadline.hook {
      case .unknown: text += "; no signal seen, its preStop hook may still run"
      case .lasted: text += "; no signal seen"
      }
    }
    return text
  }

  private func change(of alert: Alert, isRaised: Bool, at now: Instant) -> Output.AlertChange {
    Output.AlertChange(
      level: alert.level, isRaised: isRaised, rule: alert.rule, message: alert.message,
      secondsLeft: shutdown?.deadline.map { max($0.expected(at: now), .zero).seconds },
      inFlight: workSample?.inFlight)
  }
}

extension TimeSpan {
  /// For a sentence: tenths below 10 s, whole seconds below 2 min, else minutes and seconds.
  public var text: String {
    let tenths = Int((seconds * 10).rounded())
    if tenths < 100 {
      return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) s"
    }
    let whole = Int(seconds.rounded())
    return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
