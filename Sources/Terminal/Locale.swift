import CNCurses

/// Takes over the locale of the environment; true when its characters are UTF-8.
///
/// Called before a screen is opened, or nothing beyond ASCII can be drawn.
public func useLocale() -> Bool {
  lc_use_locale()
}
