/// A line of a log with what is known of its time.
public struct PlacedLine: Equatable, Sendable {
  public var line: LogLine
  /// A time that is no point in time, where the line has no other: a time of day, seconds since a start.
  public var moment: LogMoment?
  /// The lines behind it that have no time are of its time.
  public var isHeader = false
  /// It goes on where the line before ended, as an indented line does.
  public var isContinued = false

  /// Makes an entry.
  public init(line: LogLine) { self.line = line }
}
