import DrainForecast
import KubernetesObjects
import Time

/// The words that several alerts share.
extension Pod {
  func workText(at now: Instant) -> String {
    guard let sample = workSample else { return "; its work is not measured" }
    let text = sample.inFlight > 0 ? ", \(sample.inFlight) in flight" : ", nothing in flight"
    let age = now - sample.time
    guard age > Freshness.inSentence else { return text }
    let isSilent = status.silentSince != nil && age > Freshness.ofForecast
    return "\(text) \(age.text) ago" + (isSilent ? " and no answer since: it may have ended" : "")
  }

  /// How long the work takes still, if it is as likely as not to take longer than there is time.
  ///
  /// A forecast of more than another whole grace is none.
  func neededText(at now: Instant) -> String? {
    guard let forecast, forecast.basis != .empty, forecast.probabilityDone < 0.5,
      phase != .timedOut, let sample = workSample, now - sample.time <= Freshness.inSentence
    else { return nil }
    guard let median = forecast.carried(forecast.medianEmptyAt, at: now),
      let deadline = shutdown?.deadline, median <= deadline.earliestKill + deadline.grace
    else { return "no end in sight" }
    return "it needs about \((median - now).text) more"
  }

  /// What comes first and when: `SIGKILL in 3.2 s`, `gives up in 1.0 s`.
  func limitText(at now: Instant) -> String {
    if let limitAt = earlierLimit(at: now) {
      return "gives up in \(max(limitAt - now, .zero).text)"
    }
    let left = shutdown?.deadline?.remaining(at: now) ?? .zero
    return left > .zero ? "SIGKILL in \(left.text)" : "SIGKILL was due"
  }

  /// Nothing proves that the kubelet acts.
  public var unseenText: String {
    "\(object.nodeName ?? "its node") may not have seen the deletion"
  }
}
