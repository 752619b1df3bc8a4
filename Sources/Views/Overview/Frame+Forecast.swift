import DrainForecast
import ShutdownModel
import Time

extension Frame {
  /// Whether a pod will be done in time: `✖ late 7 s   3 %`, or the chance alone.
  mutating func drawForecast(
    _ pod: Pod, _ now: Instant, _ columns: Columns, row: Int, _ glyphs: Glyphs
  ) {
    guard let range = columns.forecast, pod.phase < .exited,
      let words = ForecastWords(pod, at: now)
    else { return }
    let glyph = words.glyph(glyphs)
    write(glyph, row: row, column: range.lowerBound, role: words.role, limit: range.upperBound)
    if range.count >= 12 {
      write(
        words.when, row: row, column: range.lowerBound + 2, role: .plain,
        limit: range.upperBound - 5)
    }
    write(words.percent, row: row, before: range.upperBound, role: words.role)
  }
}

/// A forecast in a few words.
struct ForecastWords {
  /// `in 8.0 s`, `late 7.0 s`.
  let when: String
  /// ` 97 %`.
  let percent: String
  let role: Role
  private let chance: Double

  /// A forecast from a look that is older says nothing any more.
  static let lasts = TimeSpan.seconds(5)

  /// Nil for a pod of which nothing is forecast, or whose SIGKILL is past.
  init?(_ pod: Pod, at now: Instant) {
    guard let forecast = pod.forecast, let deadline = pod.shutdown?.deadline,
      now <= deadline.latestKill ?? deadline.earliestKill, let newest = pod.lastSample?.time,
      now - newest <= ForecastWords.lasts || pod.phase == .drained
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
