import DrainForecast
import ShutdownModel
import Time

/// Whether a pod will be done in time, in a few words.
struct ForecastWords {
  /// `in 8.0 s`, `loses 4`, `no signal`.
  let when: String
  /// ` 97 %`; empty where there is no chance to speak of.
  let percent: String
  let role: Role
  let mark: Mark

  enum Mark {
    /// What may come has the signs of alerts; `bad` is what has happened.
    case good, open, warning, critical, bad
  }

  /// Nil for a pod of which nothing is forecast.
  ///
  /// - Parameter danger: that of its row, whose sign a bad prospect has, too.
  init?(_ prospect: Prospect, danger: Alert.Level?, at now: Instant) {
    let isCritical = danger == .critical
    let bad: (role: Role, mark: Mark) =
      isCritical ? (.critical, .critical) : (.warning, .warning)
    switch prospect {
    case .unknown: return nil
    case .idle: (when, percent, role, mark) = ("no signal yet", "", .quiet, .open)
    case .noSignal: (when, percent, role, mark) = ("no signal", "", bad.role, bad.mark)
    case .gaveUp: (when, percent, role, mark) = ("gave up", "", .lost, .bad)
    case .empty: (when, percent, role, mark) = ("empty", "", .good, .good)
    case .chance(let chance):
      let text = "\(Int((chance.inTime * 100).rounded())) %"
      percent = String(repeating: " ", count: max(5 - text.count, 0)) + text
      switch chance.inTime {
      case 0.9...: (role, mark) = (.good, .good)
      case 0.5...: (role, mark) = (.busy, .open)
      default: (role, mark) = bad
      }
      if !prospect.isBad {
        when = chance.doneAt.map { "in \(max($0 - now, .zero).text)" } ?? "likely"
      } else {
        let loss = Int(chance.atRisk.rounded())
        when = loss > 0 ? "loses \(loss)" : "unlikely"
      }
    }
  }

  func glyph(_ glyphs: Glyphs) -> String {
    switch mark {
    case .good: glyphs.good
    case .open: glyphs.unknown
    case .warning: glyphs.warning
    case .critical: glyphs.alarm
    case .bad: glyphs.bad
    }
  }
}
