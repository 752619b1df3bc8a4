/// What a key asks of the program rather than of the picture.
public enum ScreenEffect: Equatable, Sendable {
  case none
  case quit
  case suspend
  case redraw
  case travel(Travel)
  /// Puts a text into the terminal's clipboard; the name says what it is.
  case copy(String, name: String)
  /// Writes the report to files, and the recording of a run that has none.
  case save
  case nextTheme
  /// Runs a command for the selected pod.
  case run(UserCommand)
}

/// What the mouse did, in cells from the top left.
public enum MouseEvent: Equatable, Sendable {
  case click(row: Int, column: Int)
  case wheelUp(row: Int, column: Int)
  case wheelDown(row: Int, column: Int)
}
