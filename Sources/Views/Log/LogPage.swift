import ShutdownModel

/// The entries of the log that a screen has room for, each with the rows it takes.
struct LogPage {
  /// One entry, and which of its rows are in view.
  struct Part {
    let entry: LogEntry
    let rows: Range<Int>
  }

  private(set) var parts: [Part] = []

  /// The entries that end so many before the newest.
  init(_ lines: LogLines, offset: Int, rows: Int, _ screen: ScreenState, _ size: Frame.Size) {
    let entries = lines.window(rows, offset: offset)
    guard screen.wrapsLog else {
      parts = entries.map { Part(entry: $0, rows: 0..<1) }
      return
    }
    let places = LogPlaces(entries, columns: 0..<size.columns, screen)
    var left = rows
    for entry in entries.reversed() where left > 0 {
      let height = places.height(of: entry, screen)
      // Of one that is taller than the screen the beginning is shown.
      let first = parts.isEmpty ? 0 : max(height - left, 0)
      let last = min(height, first + left)
      parts.append(Part(entry: entry, rows: first..<last))
      left -= last - first
    }
    parts.reverse()
  }

  /// How far the newest can be scrolled away without leaving rows empty.
  static func mostOffset(_ lines: LogLines, _ screen: ScreenState, _ size: Frame.Size) -> Int {
    let rows = logRows(size)
    guard screen.wrapsLog else { return lines.mostOffset(rows) }
    let oldest = lines.first(rows)
    let places = LogPlaces(oldest, columns: 0..<size.columns, screen)
    var (used, fitting) = (0, 0)
    for entry in oldest {
      used += places.height(of: entry, screen)
      guard used <= rows || fitting == 0 else { break }
      fitting += 1
    }
    return max(lines.count - fitting, 0)
  }
}

/// Where the parts of a log line stand.
struct LogPlaces {
  let columns: Range<Int>
  let hasTimes: Bool
  let nameWidth: Int

  init(_ entries: [LogEntry], columns: Range<Int>, _ screen: ScreenState) {
    self.columns = columns
    // By the screen alone, so that lines keep their place.
    let hasNames = entries.contains { $0.podName != nil }
    let most = screen.showsFullNames ? 40 : columns.count >= ScreenWidth.roomy ? 12 : 8
    nameWidth = hasNames ? min(most, max(columns.count / 4, 5)) : 0
    hasTimes = columns.upperBound >= ScreenWidth.slim
  }

  /// The column in which an entry's text begins, and the one it ends before.
  func text(of words: LogWords) -> Range<Int> {
    let start = 1 + (hasTimes ? 11 : 0)
    let end = columns.upperBound - (words.sign == nil ? 0 : 1)
    let lead = words.sign.map { $0.cellWidth + 1 } ?? (nameWidth > 0 ? nameWidth + 3 : 0)
    return start + lead..<max(end, start + lead)
  }

  /// How many rows an entry takes when it is wrapped.
  func height(of entry: LogEntry, _ screen: ScreenState) -> Int {
    let words = LogWords(entry, screen, .unicode)
    var none = TextFilter("")
    return MarkedText(words.text, &none).parts(cells: text(of: words).count).count
  }
}
