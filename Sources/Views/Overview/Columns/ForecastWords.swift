import DrainForecast
import ShutdownModel
import Time

/// A forecast in a few words.
struct ForecastWords {
  /// `in 8.0 s`, `late 7.0 s`.
  let when: String
  /// ` 97 %`.
  let percent: String
  let role: Role
  private let chance: Double

  /// Nil for a pod of which nothing is forecast, or whose SIGKILL is past.
  init?(_ pod: Pod, at now: Instant) {
    guard let forecast = pod.forecast, let deadline = pod.shutdown?.deadline,
      now <= deadline.latestKill ?? deadline.earliestKill, let newest = pod.lastSample?.time,
      now - newest <= Freshness.ofForecast || pod.phase == .drained
    else { return nil }
    let kill = deadline.earliestKill
    chance = forecast.probabilityDone
    let text = "\(Int((chance * 100).rounded())) %"
    percent = String(repeating: " ", count: max(5 - text.count, 0)) + text
    role = chance >= 0.9 ? .good : chance >= 0.5 ? .busy : chance >= 0.2 ? .warning : .critical
    if forecast.basis == .empty {
      when = "empty"
    } else if pod.phase == .timedOut {
      when = "gave up"
    } else if chance >= 0.5, let median = forecast.medianEmptyAt {
      when = "in \(max(median - now, .zero).text)"
    } else if forecast.end == .ownLimit {
      when = "own limit"
    } else if let median = forecast.carried(forecast.medianEmptyAt, at: now) {
      when = "late \(max(median - kill, .zero).text)"
    } else {
      when = "late"
    }
  }

  func glyph(_ glyphs: Glyphs) -> String {
    chance >= 0.9 ? glyphs.good : chance >= 0.5 ? glyphs.unknown : glyphs.bad
  }
}
