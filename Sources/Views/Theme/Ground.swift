/// What a terminal writes on.
public enum Ground: String, CaseIterable, Sendable {
  case dark
  case light
  /// The terminal does not say, or it is of a colour between the two.
  case unknown
}

/// A theme for each ground.
public struct GroundThemes: Equatable, Sendable {
  public var dark: Theme
  public var light: Theme
  /// It may be read on any ground: it has no colour.
  public var unknown: Theme
  /// The ground decides, so that the terminal is to be asked.
  public var dependOnGround: Bool

  /// Makes a choice that the ground decides.
  public init(dark: Theme, light: Theme, unknown: Theme) {
    (self.dark, self.light, self.unknown) = (dark, light, unknown)
    dependOnGround = true
  }

  /// One theme on every ground.
  public init(_ theme: Theme) {
    (dark, light, unknown) = (theme, theme, theme)
    dependOnGround = false
  }

  /// The theme for a ground.
  public subscript(ground: Ground) -> Theme {
    switch ground {
    case .dark: dark
    case .light: light
    case .unknown: unknown
    }
  }
}
