/// Reads what stands before the message of a log line, in the forms of the tools that carry lines
/// and of the programs that write them.
///
/// The tools: `kubectl logs --prefix --timestamps`, stern, log files on a node (CRI). Their part is
/// taken off; what a program wrote stays in the body, and is only read. Lines that are JSON are for
/// ``LogLineParser``.
public struct LogFieldReader: Sendable {
  /// The year of times that do not name one, such as klog's; without it they are not read.
  public var year: Int?

  /// Makes a reader.
  public init(year: Int? = nil) {
    self.year = year
  }

  /// Reads one line, without its line feed.
  ///
  /// - Parameter isPodKnown: nobody but the pod wrote any of it, except for a time before it.
  public func fields(
    of line: UnsafeBufferPointer<UInt8>, isPodKnown: Bool = false
  ) -> LogFields {
    let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
    var fields = LogFields(0..<end)
    var cursor = LineCursor(line, 0..<end)
    if !isPodKnown {
      cursor.takeSource(into: &fields)
      if fields.isNotice { return fields }
    }
    fields.time = cursor.takeTransportTime()
    if fields.time == nil, cursor.isOfCarrier {
      fields.isNotice = true
      fields.body = cursor.position..<end
      fields.message = fields.body
      return fields
    }
    if !isPodKnown, fields.time != nil { cursor.takeStream(into: &fields) }
    if fields.time == nil, fields.pod != nil {
      // stern's short form.
      fields.time = cursor.attempt { $0.monthAndDay(year: year) }
      if fields.time != nil { _ = cursor.take(" ") }
    }
    fields.body = cursor.position..<end
    fields.message = fields.body
    cursor.readProgram(into: &fields, year: year)
    fields.message = cursor.position..<end
    cursor.readPairs(into: &fields, year: year)
    return fields
  }
}

extension LineCursor {
  /// A leading RFC 3339 time and the space after it.
  fileprivate mutating func takeTransportTime() -> Instant? {
    guard ByteSet.digits.contains(next) else { return nil }
    // No time is longer than 2026-11-23T04:29:35.123456789+01:00.
    let limit = min(end, position + 40)
    let stop = bytes[position..<limit].firstIndex(of: UInt8(ascii: " ")) ?? limit
    guard stop < limit || stop == end, stop - position >= 20, peek(10) | 0x20 == 0x74,
      let time = Instant(rfc3339: bytes[position..<stop])
    else { return nil }
    move(to: stop)
    _ = take(" ")
    return time
  }

  /// `stdout F ` of a log file on a node.
  ///
  /// Source: the CRI's logging format; `P` marks a part of a longer line.
  fileprivate mutating func takeStream(into fields: inout LogFields) {
    if take("stdout F ") || take("stderr F ") { return }
    if take("stdout P ") || take("stderr P ") { fields.isPartial = true }
  }
}
