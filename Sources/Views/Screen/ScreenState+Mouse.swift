public import ShutdownModel
public import Time

extension ScreenState {
  /// Two presses within this time are one double click.
  private static let doubleClick = TimeSpan.milliseconds(400)

  /// Applies what the mouse did on a frame: rows select and open, headings sort, words of the footer act, the
  /// time line seeks, the wheel scrolls what is under it.
  ///
  /// - Parameter time: when it did so, on this machine's clock.
  public mutating func apply(
    _ event: MouseEvent, at time: Instant, on frame: Frame, state: State, size: Frame.Size
  ) -> ScreenEffect {
    notice = ""
    noteLines(state)
    let pressed = press
    press = nil
    switch event {
    case .wheelUp(let row, let column):
      scroll(-1, frame.target(row: row, column: column)?.action, state, size)
    case .wheelDown(let row, let column):
      scroll(1, frame.target(row: row, column: column)?.action, state, size)
    case .click(let row, let column):
      guard let (action, part) = frame.target(row: row, column: column) else { break }
      guard case .select(let selection) = action else {
        return apply(action, part: part, state: state, size: size)
      }
      select(selection)
      if let pressed, pressed.selection == selection, time - pressed.time <= Self.doubleClick {
        open(state)
      } else {
        press = Press(selection: selection, time: time)
      }
    }
    return .none
  }

  private mutating func select(_ selection: Frame.Selection) {
    switch selection {
    case .pod(let uid): selectedUID = uid
    case .finding(let id): (selectedFinding, scroll) = (id, 0)
    }
  }

  /// Turns the wheel by one, on what is there.
  private mutating func scroll(
    _ direction: Int, _ action: Frame.Action?, _ state: State, _ size: Frame.Size
  ) {
    if case .log(let rows) = action {
      scrollLog(-3 * direction, state, size, rows: rows)
    } else {
      move(isTable ? direction : 3 * direction, state, size)
    }
  }

  private mutating func apply(
    _ action: Frame.Action, part: Double, state: State, size: Frame.Size
  ) -> ScreenEffect {
    switch action {
    case .log, .select: return .none
    case .intent(let intent):
      return intent == .quit ? closeOrQuit() : apply(intent, state: state, size: size)
    case .sort(let order):
      sort = sort == order ? .urgency : order
      return .none
    case .seek:
      guard let timeline else { return .none }
      let length = (timeline.range.upperBound - timeline.range.lowerBound).seconds
      return .travel(.moment(timeline.range.lowerBound + .seconds(length * part)))
    }
  }
}
