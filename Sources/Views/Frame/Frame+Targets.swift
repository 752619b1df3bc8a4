import ShutdownModel

extension Frame {
  /// A part of a row that does something when it is clicked.
  struct Target: Equatable, Sendable {
    let row: Int
    let columns: Range<Int>
    let action: Action
  }

  /// What a click asks for.
  enum Action: Equatable, Sendable {
    case intent(Intent)
    case sort(ScreenState.Sort)
    case select(Selection)
    /// Under the wheel, so many rows of the log.
    case log(rows: Int)
    /// To the moment of a time line that begins in the part's first column and ends in its last.
    case seek
  }

  /// What one press selects and a second one opens.
  enum Selection: Equatable, Sendable {
    case pod(uid: String)
    case finding(FindingGroup.ID)
  }

  /// Makes a part of a row do something.
  mutating func add(_ action: Action, row: Int, from: Int, to: Int) {
    guard from < to else { return }
    targets.append(Target(row: row, columns: from..<to, action: action))
  }

  /// What a click there asks for, and how far into its part it is, 0 … 1.
  func target(row: Int, column: Int) -> (action: Action, part: Double)? {
    guard let target = targets.last(where: { $0.row == row && $0.columns.contains(column) }) else {
      return nil
    }
    let length = max(target.columns.count - 1, 1)
    return (target.action, Double(column - target.columns.lowerBound) / Double(length))
  }
}
