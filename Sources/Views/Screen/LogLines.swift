import ShutdownModel
import Time

/// The log entries that are shown, after the filter, and of one pod only if so asked.
struct LogLines {
  private let log: LogRing
  /// Without a filter every line is shown, and none is looked at for that.
  private var shown: ShownLines?
  /// The numbers of the lines that are shown, in ascending order; nil for all.
  private var numbers: [Int]?

  init(state: State, screen: ScreenState, podUID: String? = nil) {
    log = state.log
    let filter = screen.textFilter
    if !filter.isEmpty {
      var shown = screen.shownLog ?? ShownLines(filter)
      if shown.filter != filter { shown = ShownLines(filter) }
      let log = state.log
      shown.follow(log.numbers) { number, filter in log[number].isShown(by: &filter) }
      self.shown = shown
      numbers = shown.numbers
    }
    guard let podUID else { return }
    numbers = (numbers ?? Array(log.numbers)).filter { state.log[$0].podUID == podUID }
  }

  /// What is to be kept for the next frame, so that no line is held against the filter again.
  var known: ShownLines? { shown }

  /// How many lines are shown.
  var count: Int { numbers?.count ?? log.numbers.count }

  private func number(_ index: Int) -> Int { numbers?[index] ?? log.numbers.lowerBound + index }

  /// How far the newest can be scrolled away without leaving rows empty.
  func mostOffset(_ rows: Int) -> Int { max(count - rows, 0) }

  /// The number of the line that many before the newest; nil where there is none.
  func number(atOffset offset: Int) -> Int? {
    (0..<count).contains(count - 1 - offset) ? number(count - 1 - offset) : nil
  }

  /// How many lines are newer than that of a number.
  func offset(of number: Int) -> Int {
    let next = number + 1
    if let numbers { return numbers.count - numbers.firstIndex(from: next) }
    return max(log.numbers.upperBound - max(next, log.numbers.lowerBound), 0)
  }

  /// So many entries that end `offset` entries before the newest, oldest first.
  func window(_ rows: Int, offset: Int) -> [LogEntry] {
    let end = max(count - offset, 0)
    return (max(end - rows, 0)..<end).map { log[number($0)] }
  }

  /// So many for a pane below something else: the newest as they happened, or as they came where it is scrolled.
  func pane(_ rows: Int, offset: Int) -> [LogEntry] {
    offset == 0 ? excerpt(rows) : window(rows, offset: offset)
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
