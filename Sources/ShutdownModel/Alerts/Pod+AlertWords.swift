import DrainForecast
import KubernetesObjects
import Time

/// The words that several alerts share.
extension Pod {
  func workText(at now: Instant) -> String {
    guard let sample = workSample else { return "; its work is not measured" }
    let text = sample.inFlight > 0 ? ", \(sample.inFlight) in flight" : ", nothing in flight"
    let age = now - sample.time
    return age > Freshness.inSentence ? "\(text) \(age.text) ago" : text
  }

  /// How long the work takes still, if it is as likely as not to take longer than there is time.
  func neededText(at now: Instant) -> String? {
    guard let forecast, forecast.basis != .empty, forecast.probabilityDone < 0.5,
      phase != .timedOut, let sample = workSample, now - sample.time <= Freshness.inSentence
    else { return nil }
    guard let median = forecast.carried(forecast.medianEmptyAt, at: now) else {
      return "no estimate of when it will finish"
    }
    let seconds = (median - now).seconds
    return seconds < 120
      ? "it needs about \(TimeSpan.seconds(seconds).text) more"
      : "it needs about \(Int((seconds / 60).rounded())) min more"
  }

  func killedText(at now: Instant) -> String {
    guard let deadline = shutdown?.deadline else { return "" }
    let left = deadline.remaining(at: now)
    return left > .zero ? "; SIGKILL in \(left.text)" : ""
  }

  /// Nothing proves that the kubelet acts.
  public var unseenText: String {
    "it is not known whether \(object.nodeName ?? "its node") has seen the deletion"
  }
}
