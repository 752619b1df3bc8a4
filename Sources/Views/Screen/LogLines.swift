import ShutdownModel
import Time

/// The log entries that are shown, after the filter, and of one pod only if so asked.
struct LogLines {
  private let log: LogRing
  private let podUID: String?
  /// Without a filter every line is shown, and none is looked at for that.
  private var shown: ShownLines?

  init(state: State, screen: ScreenState, podUID: String? = nil) {
    log = state.log
    self.podUID = podUID
    let filter = screen.textFilter
    guard !filter.isEmpty else { return }
    var shown = screen.shownLog ?? ShownLines(filter)
    if shown.filter != filter { shown = ShownLines(filter) }
    let log = state.log
    shown.follow(log.numbers) { number, filter in log[number].isShown(by: &filter) }
    self.shown = shown
  }

  /// What is to be kept for the next frame, so that no line is held against the filter again.
  var known: ShownLines? { shown }

  /// How many lines the filter shows.
  var count: Int { shown?.numbers.count ?? log.numbers.count }

  private func number(_ index: Int) -> Int {
    shown?.numbers[index] ?? log.numbers.lowerBound + index
  }

  /// How far the newest can be scrolled away without leaving rows empty.
  func mostOffset(_ rows: Int) -> Int { max(count - rows, 0) }

  /// The number of the line that many before the newest; nil where there is none.
  func number(atOffset offset: Int) -> Int? {
    (0..<count).contains(count - 1 - offset) ? number(count - 1 - offset) : nil
  }

  /// How many lines are newer than that of a number.
  func offset(of number: Int) -> Int {
    let next = number + 1
    if let shown { return shown.numbers.count - shown.firstIndex(from: next) }
    return max(log.numbers.upperBound - max(next, log.numbers.lowerBound), 0)
  }

  /// So many entries that end `offset` entries before the newest, oldest first.
  ///
  /// Reads from the end and stops when there are enough: the ring holds many thousands.
  func window(_ rows: Int, offset: Int) -> [LogEntry] {
    var found: [LogEntry] = []
    for index in (0..<max(count - offset, 0)).reversed() {
      guard found.count < rows else { break }
      let entry = log[number(index)]
      if podUID == nil || entry.podUID == podUID { found.append(entry) }
    }
    return found.reversed()
  }

  /// So many of the newest, for a few rows below something else.
  ///
  /// A stream that is opened late brings lines that are long past: they stand above what lastcall has said since,
  /// or a verdict would be pushed out of sight by them.
  func excerpt(_ rows: Int) -> [LogEntry] {
    var entries: [LogEntry] = []
    for entry in window(rows + LogLines.mostLate, offset: 0) {
      let place = entry.isOwn ? nil : entries.firstIndex { $0.isOwn && entry.isLate(for: $0) }
      entries.insert(entry, at: place ?? entries.endIndex)
    }
    return entries.suffix(rows)
  }

  /// How many late lines are looked behind for what they would hide.
  private static let mostLate = 100

  /// The oldest entries.
  func first(_ rows: Int) -> [LogEntry] {
    (0..<min(rows, count)).map { log[number($0)] }
  }
}

extension LogEntry {
  /// lastcall says it, at the time it has.
  fileprivate var isOwn: Bool {
    switch content {
    case .alert, .verdict, .note: true
    case .line, .dropped: false
    }
  }

  /// It is older than another by more than a log takes to come.
  fileprivate func isLate(for other: LogEntry) -> Bool { time + .seconds(5) < other.time }

  /// A filter shows the entry for its pod's name or for its line.
  fileprivate func isShown(by filter: inout TextFilter) -> Bool {
    switch content {
    case .line(let text, _, _), .note(let text), .alert(_, let text):
      filter.shows(podName, text)
    case .verdict(let verdict): filter.shows(podName, verdict.kind.rawValue)
    // What is missing belongs to every choice of lines.
    case .dropped: true
    }
  }
}
