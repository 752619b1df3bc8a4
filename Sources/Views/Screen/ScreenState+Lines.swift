public import ShutdownModel

extension ScreenState {
  /// Goes on to the lines that have come: each is held against the filter once, and the lines that are
  /// looked at stay where they are.
  public mutating func noteLines(_ state: State) {
    shownLog = LogLines(state: state, screen: self).known
    if let logAnchor { logOffset = logLines(state).offset(of: logAnchor) }
    shownCommand = CommandLines(self).known
  }

  /// Opens the view of a command that has been started.
  public mutating func open(_ output: CommandOutput) {
    command = output
    shownCommand = nil
    if view == .command { (scroll, leftColumn) = (0, 0) } else { go(to: .command) }
  }

  /// One can see the output of the command, or go back to it.
  public var isCommandOpen: Bool { view == .command || history.contains(.command) }

  /// The lines of the log that the view shows: of one pod those in its own view.
  private func logLines(_ state: State) -> LogLines {
    LogLines(state: state, screen: self, podUID: view == .pod ? selection(state) : nil)
  }

  /// What is typed as a filter, ready to be used.
  var textFilter: TextFilter {
    if let known = shownLog?.filter, known.text == filter { return known }
    return TextFilter(filter)
  }

  /// Scrolls the log by so many lines towards the past; it stops when its oldest is in view.
  ///
  /// - Parameter rows: those it has below the table; nil where it has the screen.
  mutating func scrollLog(_ lines: Int, _ state: State, _ size: Frame.Size, rows: Int? = nil) {
    let log = logLines(state)
    let most = rows.map(log.mostOffset) ?? LogPage.mostOffset(log, self, size)
    logOffset = min(max(min(logOffset, most) + lines, 0), most)
    logAnchor = logOffset > 0 ? log.number(atOffset: logOffset) : nil
  }
}
