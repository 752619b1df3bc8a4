public import Time

/// What a log line says of itself, beside its message.
public struct LogFields: Equatable, Sendable {
  /// The name of the pod it is of.
  public var pod: String?
  public var container: String?
  /// The first time in the line: that of the node goes before that of the program, unless it has no
  /// date or no year.
  public var moment: LogMoment?
  /// What the container wrote: the line without what was put before it on its way here.
  public var body: Range<Int>
  /// The body without its frame.
  public var message: Range<Int>
  /// The next line of the stream goes on where this one ends.
  public var isPartial = false
  /// It is the word of a tool or server that carried the lines, and of no container.
  public var isNotice = false
  /// Its message is on the lines that follow.
  public var isHeader = false
  /// Tasks in flight, of pairs such as `in_flight=3`.
  var counts = LogCounts()
  /// What a pair says of the error and of the signal that the message is about.
  var error: Range<Int>?
  var signal: Range<Int>?
  /// Who a pair says speaks.
  var logger: Range<Int>?
  /// A JSON object behind the message.
  var context: Range<Int>?

  /// The point in time it names, if it does.
  public var time: Instant? { moment?.time }

  init(_ line: Range<Int>) {
    body = line
    message = line
  }

  mutating func note(_ moment: LogMoment?) {
    guard let moment else { return }
    if self.moment.map(moment.isBetter) ?? true { self.moment = moment }
  }
}
