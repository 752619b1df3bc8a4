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
  /// How much it is in danger, as the screen shows and counts it; a notice is none.
  ///
  /// A pod that is known to have nothing in flight may be killed, too, but it loses nothing. One that is more
  /// likely than not to lose something is in danger before an alert says so.
  func danger(at now: Instant) -> Alert.Level? {
    let level = alert?.level
    if level == .critical, inFlight == 0, unmeasuredContainers.isEmpty, let lastSample,
      now - lastSample.time <= Freshness.ofForecast || phase == .drained
    {
      return .warning
    }
    guard (level ?? .notice) == .notice, isShuttingDown, prospect(at: now).isBad else {
      return level
    }
    return .warning
  }
}
