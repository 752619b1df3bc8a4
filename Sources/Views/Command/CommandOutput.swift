/// What a command for a pod has written so far.
public struct CommandOutput: Equatable, Sendable {
  /// What became of it.
  public enum End: Equatable, Sendable {
    /// Its exit code; 128 + N for signal N.
    case exited(Int)
    /// It was ended after so many seconds.
    case overran(seconds: Int)
    /// It was ended because it wrote more than so many bytes, which are shown.
    case wroteTooMuch(bytes: Int)
    case notStarted(String)
  }

  /// Its name in the configuration.
  public let name: String
  /// The program and its arguments.
  public let words: [String]
  /// What it wrote to stdout and stderr, one harmless line each.
  public var lines: [String] = []
  /// Nil while it runs.
  public var end: End?

  /// Makes the output of a command that begins.
  public init(name: String, words: [String]) {
    self.name = name
    self.words = words
  }
}

/// The lines of a command's output that are shown, after the filter.
struct CommandLines {
  private let lines: [String]
  private var shown: ShownLines?

  init(_ screen: ScreenState) {
    lines = screen.command?.lines ?? []
    let filter = screen.textFilter
    guard !filter.isEmpty, !lines.isEmpty else { return }
    var shown = screen.shownCommand ?? ShownLines(filter)
    if shown.filter != filter { shown = ShownLines(filter) }
    let lines = lines
    shown.follow(lines.indices) { number, filter in filter.shows(lines[number]) }
    self.shown = shown
  }

  /// What is to be kept for the next frame, so that no line is held against the filter again.
  var known: ShownLines? { shown }

  /// How many there are.
  var count: Int { shown?.numbers.count ?? lines.count }

  subscript(index: Int) -> String { lines[shown?.numbers[index] ?? index] }

  /// How far one can scroll down, with so many rows for them.
  func mostScroll(_ rows: Int, isWrapped: Bool) -> Int {
    // Of wrapped lines each may fill the screen.
    max(isWrapped ? count - 1 : count - rows, 0)
  }
}
