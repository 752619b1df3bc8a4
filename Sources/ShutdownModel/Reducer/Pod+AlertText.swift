internal import DrainForecast
internal import KubernetesObjects
internal import PodStatus
public import Time

extension Pod {
  /// The sentence of an alert, with the numbers of an instant.
  public func message(of rule: Alert.Rule, at now: Instant) -> String {
    switch rule {
    case .deadline: deadlineMessage(at: now)
    case .forecast: forecastMessage(at: now)
    case .noSignal:
      "\(object.name) goes on as if it had got no signal, "
        + "\(sinceDue(at: now).text) after the signal was due\(killedText(at: now))"
    case .overdue: overdueMessage(at: now)
    case .growing:
      "\(object.name) drains, and work still arrives: \(workSample?.inFlight ?? 0) in flight after "
        + "\(drainLow ?? 0)"
    case .statusLost:
      "\(object.name) answers no more: its status endpoint \(silenceText(at: now))"
    case .shortGrace: shortGraceMessage
    case .rolloutStalled, .manyTerminating: object.name
    }
  }

  /// The deadline's sentence: when it is killed, with how much work, and how much more it needs.
  public func deadlineMessage(at now: Instant) -> String {
    guard let deadline = shutdown?.deadline else { return object.name }
    let left = deadline.remaining(at: now)
    let rest = isEndpointSaidDone ? unmeasuredContainers : []
    let name =
      rest.isEmpty ? object.name : "\(rest.joined(separator: ", ")) of \(object.name)"
    var text = left > .zero ? "\(name) is killed in \(left.text)" : "\(name) is past its SIGKILL"
    guard rest.isEmpty else {
      return text + "; its work is not measured; \(endpointContainer ?? "the other") is done"
    }
    text += saidFinishedText(at: now) ?? workText(at: now)
    if let needed = neededText(at: now) { text += "; \(needed)" }
    if shutdown?.signalAt == nil {
      text += "; no signal seen"
      if deadline.hookLength == nil { text += ", its preStop hook may still run" }
      if isUnseen, conditions[.unseen] != nil { text += "; \(unseenText)" }
    } else if let hook = deadline.hookLength, hook >= .seconds(1) {
      text += "; the preStop hook used \(hook.text) of its \(deadline.grace.text)"
    }
    return text
  }

  private func workText(at now: Instant) -> String {
    guard let sample = workSample else { return "; its work is not measured" }
    let text =
      sample.inFlight > 0 ? " with \(sample.inFlight) in flight" : " with nothing in flight"
    let age = now - sample.time
    return age > .seconds(3) ? text + " (seen \(age.text) ago)" : text
  }

  /// How long the work takes still, if it is as likely as not to take longer than there is time.
  private func neededText(at now: Instant) -> String? {
    guard let forecast, forecast.basis != .empty, forecast.probabilityDone < 0.5,
      phase != .timedOut, let sample = workSample, now - sample.time <= .seconds(3)
    else { return nil }
    guard let median = forecast.carried(forecast.medianEmptyAt, at: now) else {
      return "nothing says when it will be done"
    }
    let seconds = (median - now).seconds
    return seconds < 120
      ? "it needs about \(TimeSpan.seconds(seconds).text) more"
      : "it needs about \(Int((seconds / 60).rounded())) min more"
  }

  private func forecastMessage(at now: Instant) -> String {
    guard let forecast else { return object.name }
    let percent = Int((forecast.probabilityDone * 100).rounded())
    let end =
      forecast.end == .kill
      ? "SIGKILL" : "its own limit, before SIGKILL"
    let inFlight = workSample?.inFlight ?? 0
    let lost = min(forecast.expectedLost, Double(inFlight))
    let count =
      lost >= 0.95 ? "about \(Int(lost.rounded()))" : lost >= 0.5 ? "about 1" : "some"
    var text =
      "\(object.name) will hardly be done by \(end): \(percent) %, with \(count) of "
      + "\(inFlight) in flight lost"
    if let needed = neededText(at: now) { text += "; \(needed)" }
    if forecast.streams > 0 { text += "; \(forecast.streams) streams aside" }
    return text + killedText(at: now)
  }

  private func killedText(at now: Instant) -> String {
    guard let deadline = shutdown?.deadline else { return "" }
    let left = deadline.remaining(at: now)
    return left > .zero ? "; SIGKILL in \(left.text)" : ""
  }

  private func sinceDue(at now: Instant) -> TimeSpan {
    shutdown?.signalDueAt.map { max(now - $0, .zero) } ?? .zero
  }

  private func overdueMessage(at now: Instant) -> String {
    guard let deadline = shutdown?.deadline else { return object.name }
    if isUnseen, isNodeLost {
      return "\(object.nodeName ?? "its node") does not report: \(object.name) was deleted "
        + "\((now - deadline.asked).text) ago, and may still run"
    }
    let late = now - (deadline.latestKill ?? deadline.earliestKill)
    return "\(object.name) still runs \(late.text) after its SIGKILL was due"
  }

  /// Nothing proves that the kubelet acts.
  public var unseenText: String {
    "it is not known whether \(object.nodeName ?? "its node") has seen the deletion"
  }

  private func silenceText(at now: Instant) -> String {
    let how =
      switch status.answer {
      case .refused: "refuses connections"
      case .timedOut: "does not answer in time"
      case .malformed, .notFound, .forbidden, .failed, .report, nil: "gives no valid answer"
      }
    let since = status.silentSince.map { " for \((now - $0).text)" } ?? ""
    let last = status.report?.inFlight.map { "; last seen \($0) in flight" } ?? ""
    return how + since + last
  }

  private var shortGraceMessage: String {
    let own = object.terminationGracePeriodSeconds.map { "\($0) s" } ?? "what it had"
    let grace = shutdown?.graceSeconds ?? 0
    if let deadline = shutdown?.deadline, let shortening = deadline.shortening {
      let again = "\(object.name) was deleted again with \(shortening.grace.text)"
      return deadline.mayKeepShorter
        ? "\(again), before its kubelet was seen to act: SIGKILL may come by that"
        : "\(again); the kubelet keeps its first \(grace) s"
    }
    return grace == 0
      ? "\(object.name) was deleted by force: without any grace, where its own is \(own)"
      : "\(object.name) was deleted with a grace of \(grace) s, where its own is \(own)"
  }
}
