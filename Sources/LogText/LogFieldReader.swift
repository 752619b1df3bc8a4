public import Time

/// Reads what stands around the message of a log line, by the forms of the tools that carry lines and
/// of the programs that write them (``LogForms``).
///
/// What a tool put before a line is taken off; what a program wrote stays in the body, and is only
/// read. Lines that are JSON are for ``LogLineParser``.
public struct LogFieldReader: Sendable {
  let forms: LogForms
  let year: LogYear?

  /// A tool in a tool in a tool.
  private static let mostTools = 4

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - year: of times that do not name one, such as klog's; without it they are not read.
  ///   - notAfter: such a time that would be later is of the year before.
  public init(forms: LogForms, year: Int? = nil, notAfter: Instant? = nil) {
    self.forms = forms
    self.year = year.map { LogYear(year: $0, notAfter: notAfter) }
  }

  /// Reads one line, without its line feed.
  ///
  /// - Parameters:
  ///   - isPodKnown: nobody but the pod wrote any of it, except for a time before it.
  ///   - isColoured: colours stood before it, which have been taken off.
  public func fields(
    of line: UnsafeBufferPointer<UInt8>, isPodKnown: Bool = false, isColoured: Bool = false
  ) -> LogFields {
    let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
    var fields = LogFields(0..<end)
    var cursor = LineCursor(line, 0..<end)
    var lead = LogLead()
    _ = cursor.take("\u{FEFF}")
    if isPodKnown {
      fields.note(cursor.takeTransportTime())
    } else {
      cursor = readTools(cursor, isColoured: isColoured, &lead, into: &fields)
      if fields.isNotice { return fields }
    }
    fields.body = cursor.position..<cursor.end
    fields.message = fields.body
    if fields.moment == nil, cursor.isOfCarrier {
      fields.isNotice = true
      return fields
    }
    readProgram(cursor, &lead, into: &fields)
    return fields
  }

  /// Takes off what tools put around the line, and gives what is left of it.
  private func readTools(
    _ start: LineCursor, isColoured: Bool, _ lead: inout LogLead, into fields: inout LogFields
  ) -> LineCursor {
    var cursor = start
    if let source = cursor.attempt({ $0.sternSource(isColoured: isColoured) }) {
      fields.pod = source.pod
      fields.container = source.container
      fields.isNotice = source.isNotice
      if source.isNotice { return cursor }
      // stern's short form.
      if let moment = cursor.attempt({ $0.monthAndDay(year) }) {
        fields.note(moment)
        _ = cursor.take(" ")
      }
    }
    for _ in 0..<Self.mostTools {
      guard let match = forms.tool(cursor, year: year, &lead), let rest = match.rest else {
        guard let moment = cursor.takeTransportTime() else { break }
        fields.note(moment)
        cursor.takeStream(into: &fields)
        continue
      }
      let isNamed = fields.pod != nil
      if !isNamed, let pod = match.pod { fields.pod = cursor.text(pod) }
      if !isNamed, let container = match.container { fields.container = cursor.text(container) }
      if !isNamed, let labels = match.labels {
        readLabels(LineCursor(cursor.bytes, labels), &fields)
      }
      fields.note(match.moment)
      cursor = LineCursor(cursor.bytes, rest)
    }
    return cursor
  }

  private func readLabels(_ labels: LineCursor, _ fields: inout LogFields) {
    var cursor = labels
    cursor.readPairs(passingOver: true) { key, value in
      switch forms.members.role(of: labels.text(key))?.role {
      case .pod: fields.pod = fields.pod ?? labels.text(value)
      case .container: fields.container = fields.container ?? labels.text(value)
      default: break
      }
    }
  }

  private func readProgram(
    _ start: LineCursor, _ lead: inout LogLead, into fields: inout LogFields
  ) {
    guard !start.isAtEnd, start.next != UInt8(ascii: "{") else { return }
    var cursor = start
    // A second time stands in the frame, if the first is one that nothing can better.
    let hasTime = fields.moment?.kind == .exact
    if let match = forms.program(start, year: year, hasTime: hasTime, &lead) {
      fields.note(match.moment)
      fields.isHeader = match.rest == nil
      let rest = match.rest ?? start.end..<start.end
      if let labels = match.labels { readPairs(LineCursor(start.bytes, labels), into: &fields) }
      cursor = LineCursor(start.bytes, rest)
    }
    if fields.moment == nil, let moment = start.accessMoment(year) { fields.moment = moment }
    cursor = cursor.trimmed
    if readMessage(inPairs: cursor, into: &fields) { return }
    cursor = takeTail(cursor, into: &fields)
    fields.message = cursor.position..<cursor.end
  }

  /// A line of pairs, of which one is the level or the message.
  private func readMessage(inPairs start: LineCursor, into fields: inout LogFields) -> Bool {
    guard start.beginsPair else { return false }
    var cursor = start
    var message: (range: Range<Int>, rank: Int)?
    var moment: (moment: LogMoment, rank: Int)?
    var isLine = false
    var pairs = LogFields(start.position..<start.end)
    cursor.readPairs(passingOver: true) { key, value in
      switch forms.members.role(of: start.text(key)) {
      case (.message, let rank)?:
        isLine = true
        if rank < message?.rank ?? .max { message = (value, rank) }
      case (.level, _)?: isLine = true
      case (.time, let rank)? where rank < moment?.rank ?? .max:
        var cursor = LineCursor(start.bytes, value)
        let found = cursor.attempt { $0.epoch() } ?? cursor.moment(year: year)
        if let found { moment = (found, rank) }
      default: note(start, key, value, &pairs)
      }
    }
    guard isLine else { return false }
    fields.note(moment?.moment)
    fields.message = message?.range ?? start.position..<start.end
    fields.counts = pairs.counts
    if message != nil {
      fields.error = pairs.error
      fields.signal = pairs.signal
      fields.logger = pairs.logger
    }
    return true
  }

  private func readPairs(_ start: LineCursor, into fields: inout LogFields) {
    var cursor = start
    cursor.readPairs(passingOver: true) { key, value in note(start, key, value, &fields) }
  }

  private func note(
    _ line: LineCursor, _ key: Range<Int>, _ value: Range<Int>, _ fields: inout LogFields
  ) {
    let name = line.text(key)
    switch forms.members.role(of: name)?.role {
    case .error: fields.error = fields.error ?? value
    case .signal: fields.signal = fields.signal ?? value
    case .logger: fields.logger = fields.logger ?? value
    default: if let count = line.count(value) { fields.counts.add(name, count) }
    }
  }

  /// Takes off what stands behind a message: pairs, a logger in brackets, quotes around it.
  private func takeTail(_ start: LineCursor, into fields: inout LogFields) -> LineCursor {
    var cursor = start
    if let context = cursor.trailingObject {
      fields.context = context..<cursor.end
      cursor = LineCursor(cursor.bytes, cursor.position..<context).trimmed
    } else if let pairs = cursor.trailingPairs {
      readPairs(LineCursor(cursor.bytes, pairs..<cursor.end), into: &fields)
      cursor = LineCursor(cursor.bytes, cursor.position..<pairs).trimmed
    }
    for _ in 0..<3 {
      guard let end = cursor.trailingBracket else { break }
      cursor = LineCursor(cursor.bytes, cursor.position..<end).trimmed
    }
    return cursor.unquoted
  }
}

extension LineCursor {
  /// A leading RFC 3339 time and the space after it.
  fileprivate mutating func takeTransportTime() -> LogMoment? {
    guard ByteSet.digits.contains(next) else { return nil }
    // No time is longer than 2026-11-23T04:29:35.123456789+01:00.
    let limit = min(end, position + 40)
    let stop = bytes[position..<limit].firstIndex(of: UInt8(ascii: " ")) ?? limit
    guard stop < limit || stop == end, stop - position >= 20, peek(10) | 0x20 == 0x74,
      let time = Instant(rfc3339: bytes[position..<stop])
    else { return nil }
    move(to: stop)
    _ = take(" ")
    return LogMoment(kind: .exact, instant: time)
  }

  /// `stdout F ` of a log file on a node.
  ///
  /// Source: the CRI's logging format; `P` marks a part of a longer line.
  fileprivate mutating func takeStream(into fields: inout LogFields) {
    if take("stdout F ") || take("stderr F ") { return }
    if take("stdout P ") || take("stderr P ") { fields.isPartial = true }
  }

  /// `[23/Nov/2026:04:29:35 +0000]` behind the fields of the host.
  fileprivate func accessMoment(_ year: LogYear?) -> LogMoment? {
    var cursor = self
    // As many brackets are looked into as an address and a user can have.
    for _ in 0..<4 {
      let left = 512 - min(cursor.position - position, 512)
      guard cursor.goBehind("[", within: left) else { return nil }
      // Only the form that servers write: any other time there is the message's.
      if cursor.peek(2) == UInt8(ascii: "/"), cursor.peek(6) == UInt8(ascii: "/"),
        let moment = cursor.attempt({ $0.moment(year: year) })
      {
        return moment
      }
    }
    return nil
  }
}
