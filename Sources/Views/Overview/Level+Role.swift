package import ShutdownModel

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
