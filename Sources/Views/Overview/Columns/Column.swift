import ShutdownModel

/// One column of the table: the room it wants, and how a pod's cell of it is drawn.
public struct Column: Sendable {
  /// Its name for settings; it stays when the title changes.
  let id: String
  /// Its heading: the first that fits, else the last.
  let titles: [String]
  /// Its headings once all is over, where others are true then.
  var titlesAtEnd: [String]?
  var titleAlignment = PodCell.Alignment.left
  /// Its wishes on a screen so many cells wide that keeps so many for a pod's name.
  var wishes: @Sendable (_ screen: Int, _ nameWidth: Int) -> [Wish]
  let cell: PodCell
  /// Its cell for a pod that has a verdict, if it is another one.
  var ended: PodCell?

  /// Room that a column asks for: at first the least it needs, later what it would like.
  struct Wish {
    /// Wishes are heard from the lowest turn to the highest; turn 0 is granted in any case.
    let turn: Int
    /// Cells in all, without the gap behind them: as many as are free, or none of them.
    let width: ClosedRange<Int>
    /// Cells that must stay free.
    var leaving = 0
  }

  func title(width: Int, isOver: Bool) -> String {
    let titles = isOver ? titlesAtEnd ?? titles : titles
    return titles.first { $0.cellWidth <= width } ?? titles.last ?? ""
  }

  func cell(of pod: Pod) -> PodCell {
    pod.verdict == nil ? cell : ended ?? cell
  }
}

extension Column.Wish {
  init(turn: Int, width: Int, leaving: Int = 0) {
    self.init(turn: turn, width: width...width, leaving: leaving)
  }
}
