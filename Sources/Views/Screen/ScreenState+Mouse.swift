public import ShutdownModel
internal import Time

extension ScreenState {
  /// Applies what the mouse did on a frame: rows select and open, headings sort, words of the footer act, the
  /// time line seeks.
  public mutating func apply(
    _ event: MouseEvent, on frame: Frame, state: State, size: Frame.Size
  ) -> ScreenEffect {
    notice = ""
    noteLines(state)
    switch event {
    case .wheelUp: move(isTable ? -1 : -3, state, size)
    case .wheelDown: move(isTable ? 1 : 3, state, size)
    case .click(let row, let column):
      if let (action, part) = frame.target(row: row, column: column) {
        return apply(action, part: part, state: state, size: size)
      }
      guard isTable else { return .none }
      let layout = OverviewLayout(state: state, screen: self, size: size)
      if let uid = layout.uid(atRow: row) {
        if selectedUID == uid { go(to: .pod) } else { selectedUID = uid }
      }
    }
    return .none
  }

  private mutating func apply(
    _ action: Frame.Action, part: Double, state: State, size: Frame.Size
  ) -> ScreenEffect {
    switch action {
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
