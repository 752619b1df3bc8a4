import DrainForecast
import Time

/// Since when a pod's chance to be done in time has been low, or high again.
///
/// A forecast moves with every poll: what is told of it has to have held for a while.
struct ForecastWatch: Equatable, Sendable {
  private var warningSince: Instant?
  private var criticalSince: Instant?
  private var clearSince: Instant?
  /// When the newest forecast was made.
  private(set) var madeAt: Instant?

  /// Takes a new forecast into account.
  mutating func see(_ forecast: Forecast, at now: Instant, _ thresholds: Thresholds) {
    let chance = forecast.probabilityDone
    func since(_ holds: Bool, _ before: Instant?) -> Instant? { holds ? before ?? now : nil }
    warningSince = since(chance < thresholds.forecastWarning, warningSince)
    criticalSince = since(chance < thresholds.forecastCritical, criticalSince)
    clearSince = since(chance >= thresholds.forecastClear, clearSince)
    madeAt = now
  }

  /// What the forecast rule says at an instant.
  ///
  /// - Parameters:
  ///   - known: what was told of the rule so far.
  ///   - isHalfOver: half of the grace has passed, so that what is unlikely still is no passing worry.
  func level(
    at now: Instant, _ thresholds: Thresholds, known: Alert?, isHalfOver: Bool
  ) -> Alert.Level? {
    func hasHeld(_ since: Instant?) -> Bool {
      since.map { now >= $0 + thresholds.forecastHold } ?? false
    }
    if hasHeld(criticalSince) { return .critical }
    if hasHeld(warningSince) { return isHalfOver ? .critical : .warning }
    guard let known, known.isActive, !hasHeld(clearSince) else { return nil }
    return known.level
  }

  /// When it may say something else by time alone.
  func dues(_ thresholds: Thresholds) -> [Instant] {
    [warningSince, criticalSince, clearSince].compactMap { $0.map { $0 + thresholds.forecastHold } }
  }
}
