/// What a log line says of itself, beside its message.
public struct LogFields: Equatable, Sendable {
  /// The name of the pod it is of.
  public var pod: String?
  public var container: String?
  /// The first time in the line: that of the node goes before that of the program.
  public var time: Instant?
  /// What the container wrote: the line without what was put before it on its way here.
  public var body: Range<Int>
  /// The body without the program's own time and level.
  public var message: Range<Int>
  /// The next line of the stream goes on where this one ends.
  public var isPartial = false
  /// It is the word of a tool or server that carried the lines, and of no container.
  public var isNotice = false
  /// Tasks in flight, of pairs such as `in_flight=3`.
  var counts = LogCounts()

  init(_ line: Range<Int>) {
    body = line
    message = line
  }
}
