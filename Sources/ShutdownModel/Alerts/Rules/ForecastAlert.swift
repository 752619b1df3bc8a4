import DrainForecast
import KubernetesObjects
import Time

/// The forecast says that work will be left at SIGKILL.
enum ForecastAlert: PodAlertRule {
  static let rule = Alert.Rule.forecast
  static let title = "the forecast expects work in flight at SIGKILL"

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    guard pod.phase != .drained, pod.forecast?.basis != .empty, !pod.isKilledForProbe else {
      return nil
    }
    // It does not end by itself: that is told, and no chance beside it.
    if pod.isSignalMissing(moment.thresholds) { return nil }
    let known = pod.alerts[rule]
    // What rests on nothing, or on a count that is too old, becomes no worse.
    guard pod.hasForecast(at: moment.now) else { return pod.alerts.activeLevel(of: rule) }
    // A port that has closed tells nothing more: the process may have ended.
    if pod.status.answer == .refused, known?.isActive != true { return nil }
    return pod.measured.forecastWatch.level(
      at: moment.now, moment.thresholds, known: known,
      isHalfOver: pod.shutdown?.deadline.map { moment.now >= $0.lateAt } ?? false)
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    guard let forecast = pod.forecast else {
      return "\(pod.object.name): \(pod.limitText(at: now))\(pod.workText(at: now))"
    }
    let percent = Int((forecast.probabilityDone * 100).rounded())
    let inFlight = pod.workSample?.inFlight ?? 0
    let lost = min(forecast.expectedLost, Double(inFlight))
    let count =
      lost >= 0.95 ? "\(Int(lost.rounded()))" : lost >= 0.5 ? "1" : "some"
    var text =
      "\(pod.object.name): \(pod.limitText(at: now)), \(count) of \(inFlight) in flight at risk, "
      + "\(percent) % chance that all finish"
    // Beside a chance that is left, "no end in sight" says two things.
    if let needed = pod.neededText(at: now), needed.hasPrefix("it needs") { text += "; \(needed)" }
    if forecast.streams > 0 { text += "; \(forecast.streams) streams not counted" }
    return text
  }

  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant] {
    pod.measured.forecastWatch.dues(thresholds) + [pod.shutdown?.deadline?.lateAt].compactMap { $0 }
  }
}

extension Deadline {
  /// When a little more than half of the grace has passed: who is expected to be late then is not
  /// likely to catch up.
  fileprivate var lateAt: Instant { begin + .seconds(grace.seconds * 0.545) }
}
