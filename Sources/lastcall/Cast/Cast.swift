import OutputLines
import ShutdownModel
import Time
import Views

/// Frames as an asciicast, which players and web pages show like a film.
///
/// Source: asciicast v2: a header line, then a line `[seconds, "o", output]` for each change.
struct Cast {
  private let theme: Theme
  private let began: Instant
  private var shown: Frame?

  /// The first line.
  let header: String

  /// Begins a cast at a moment.
  init(title: String, size: Frame.Size, began: Instant, theme: Theme) {
    self.theme = theme
    self.began = began
    var line = JSONLine()
    line.add("version", 2)
    line.add("width", size.columns)
    line.add("height", size.rows)
    line.add("timestamp", Int(began.nanoseconds / 1_000_000_000))
    line.add("title", title)
    var environment = JSONLine()
    environment.add("TERM", "xterm-256color")
    line.add("env", environment)
    header = line.line
  }

  /// The line that shows a frame at a moment; nil when nothing has changed.
  mutating func show(_ frame: Frame, at time: Instant) -> String? {
    guard frame != shown else { return nil }
    defer { shown = frame }
    let hideCursor = shown == nil ? "\u{1B}[?25l" : ""
    let seconds = max((time - began).seconds, 0)
    var line = "[\((seconds * 1000).rounded() / 1000), \"o\", "
    JSONLine.quote(hideCursor + frame.ansi(after: shown, theme: theme), into: &line)
    return line + "]"
  }
}
