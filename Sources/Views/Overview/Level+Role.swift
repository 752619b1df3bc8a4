package import ShutdownModel
import Time

extension Alert.Level {
  package var role: Role {
    switch self {
    case .critical: .critical
    case .warning: .warning
    case .notice: .note
    }
  }

  /// Its glyph, so that no meaning is in the colour alone.
  func glyph(_ glyphs: Glyphs) -> String {
    switch self {
    case .critical: glyphs.alarm
    case .warning: glyphs.warning
    case .notice: glyphs.dot
    }
  }
}

extension Pod {
  /// How much it is in danger, as the screen shows it: a pod that is known to have nothing in flight may be
  /// killed, too, but it loses nothing.
  func danger(at now: Instant) -> Alert.Level? {
    guard let level = alert?.level else { return nil }
    guard level == .critical, inFlight == 0, unmeasuredContainers.isEmpty, let lastSample,
      now - lastSample.time <= Freshness.ofForecast || phase == .drained
    else { return level }
    return .warning
  }
}
