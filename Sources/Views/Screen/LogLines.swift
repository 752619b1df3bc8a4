import ShutdownModel

/// The log entries that are shown, after the filter, and of one pod only if so asked.
struct LogLines {
  private let state: State
  private let filter: String
  private let podUID: String?

  init(state: State, screen: ScreenState, podUID: String? = nil) {
    self.state = state
    filter = screen.filter.lowercased()
    self.podUID = podUID
  }

  /// How far the newest can be scrolled away without leaving rows empty.
  func mostOffset(_ rows: Int) -> Int {
    max(state.log.entries.count { isShown($0) } - rows, 0)
  }

  private func isShown(_ entry: LogEntry) -> Bool {
    if let podUID, entry.podUID != podUID { return false }
    return filter.isEmpty || entry.matches(filter)
  }

  /// So many entries that end `offset` entries before the newest, oldest first.
  ///
  /// Reads from the end and stops when there are enough: the ring holds many thousands.
  func window(_ rows: Int, offset: Int) -> [LogEntry] {
    var found: [LogEntry] = []
    var passedOver = 0
    for entry in state.log.entries.reversed() {
      guard found.count < rows else { break }
      guard isShown(entry) else { continue }
      if passedOver < offset {
        passedOver += 1
      } else {
        found.append(entry)
      }
    }
    return found.reversed()
  }
}

extension LogEntry {
  /// The entry contains a text, in lower case, in its pod's name or its line.
  func matches(_ filter: String) -> Bool {
    if podName?.lowercased().contains(filter) == true { return true }
    switch content {
    case .line(let text, _, _), .note(let text), .alert(_, let text):
      return text.lowercased().contains(filter)
    case .verdict(let verdict): return verdict.kind.rawValue.contains(filter)
    case .dropped: return true
    }
  }
}
