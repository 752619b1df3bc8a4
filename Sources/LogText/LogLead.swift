/// The time at the start of a line, which is read once for all forms.
struct LogLead {
  private(set) var moment: LogMoment?
  /// Where it ends.
  private(set) var end = 0
  private var start = -1
  /// The byte behind the blanks behind it; 0 at the end of the line.
  private(set) var behind: UInt8 = 0

  /// Reads what stands at a place, if it is not the last place asked for.
  mutating func read(_ cursor: LineCursor, year: LogYear?) {
    guard cursor.position != start else { return }
    start = cursor.position
    var ahead = cursor
    moment = ahead.bracketedMoment(year: year) ?? ahead.moment(year: year)
    end = ahead.position
    ahead.takeSpaces()
    behind = ahead.next
  }
}
