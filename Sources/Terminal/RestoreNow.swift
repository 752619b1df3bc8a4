import CNCurses

/// Puts the terminal back at once, from any thread, for an end of the process that waits for nothing.
///
/// Does nothing when no screen is up.
public func restoreTerminalNow() {
  lc_restore_now()
}
