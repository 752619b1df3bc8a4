internal import HarmlessText
internal import PodStatus
public import Time

/// Takes the bytes of a log line apart.
///
/// Use one for many streams: its recogniser learns while it reads.
public struct LogLineParser: Sendable {
  private var recogniser: LogRecogniser
  let reader: LogFieldReader
  /// Bytes without their colours.
  private var cleaned: [UInt8] = []
  /// The columns of the lines, which are rows then.
  public var table: LogTable?

  /// A line within a line within a line is read no further.
  private static let deepestWrapping = 3

  /// Makes a parser that recognises by these patterns.
  ///
  /// - Parameters:
  ///   - year: of times that name none, such as klog's; without it they are not read.
  ///   - notAfter: such a time that would be later is of the year before.
  public init(recogniser: LogRecogniser, year: Int? = nil, notAfter: Instant? = nil) {
    self.recogniser = recogniser
    reader = LogFieldReader(forms: recogniser.forms, year: year, notAfter: notAfter)
  }

  /// Reads one line, without its line feed.
  ///
  /// Of a pod that is not known by its uid the line may name pod and container, which take the place
  /// of `pod` and `container`: before its message (``LogFieldReader``) or as members of a JSON
  /// object. `isCut` says that the line was longer than what is given here.
  public mutating func line(
    _ bytes: some Collection<UInt8>, pod: PodReference, container: String? = nil,
    isCut: Bool = false
  ) -> LogLine {
    entry(bytes, pod: pod, container: container, isCut: isCut).line
  }

  /// Reads one line, and what it says of its place among the others.
  public mutating func entry(
    _ bytes: some Collection<UInt8>, pod: PodReference, container: String? = nil,
    isCut: Bool = false
  ) -> PlacedLine {
    var entry = PlacedLine(line: LogLine(pod: pod, container: container, text: ""))
    let isPodKnown = if case .uid = pod { true } else { false }
    let isRead: Void? = bytes.withContiguousStorageIfAvailable {
      read($0, isPodKnown: isPodKnown, isPodNamed: false, isCut: isCut, depth: 0, into: &entry)
    }
    if isRead == nil {
      Array(bytes).withUnsafeBufferPointer {
        read($0, isPodKnown: isPodKnown, isPodNamed: false, isCut: isCut, depth: 0, into: &entry)
      }
    }
    if isCut, !entry.line.text.hasSuffix("…") { entry.line.text += "…" }
    return entry
  }

  /// A line whose parts have names already.
  public mutating func entry(
    parts: [String: String], pod: PodReference, container: String? = nil
  ) -> PlacedLine {
    entry(members: parts.mapValues { .string($0) }, pod: pod, container: container)
  }

  mutating func entry(
    members: [String: JSON], pod: PodReference, container: String?
  ) -> PlacedLine {
    var entry = PlacedLine(line: LogLine(pod: pod, container: container, text: ""))
    let object = LogObject(members, reader.forms.members, year: reader.year)
    read(object, isPodKnown: false, isPodRead: false, depth: 0, into: &entry)
    return entry
  }

  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, isPodKnown: Bool, isPodNamed: Bool, isCut: Bool,
    depth: Int, into entry: inout PlacedLine
  ) {
    guard bytes.contains(0x1B) else {
      readClean(
        bytes, isColoured: false, isPodKnown: isPodKnown, isPodNamed: isPodNamed, isCut: isCut,
        depth: depth, into: &entry)
      return
    }
    var cleaned = cleaned
    LineForm(bytes).clean(bytes, keepingBackslashes: true, into: &cleaned)
    cleaned.withUnsafeBufferPointer {
      readClean(
        $0, isColoured: bytes.first == 0x1B, isPodKnown: isPodKnown, isPodNamed: isPodNamed,
        isCut: isCut, depth: depth, into: &entry)
    }
    self.cleaned = cleaned
  }

  private mutating func readClean(
    _ bytes: UnsafeBufferPointer<UInt8>, isColoured: Bool, isPodKnown: Bool, isPodNamed: Bool,
    isCut: Bool, depth: Int, into entry: inout PlacedLine
  ) {
    if let table, depth == 0 {
      let object = LogObject(table.members(bytes), reader.forms.members, year: reader.year)
      read(object, isPodKnown: isPodKnown, isPodRead: false, depth: depth, into: &entry)
      return
    }
    let fields = reader.fields(of: bytes, isPodKnown: isPodKnown, isColoured: isColoured)
    if let pod = fields.pod, !isPodNamed {
      entry.line.pod = .name(pod)
      entry.line.container = fields.container
    }
    entry.note(fields.moment)
    let body = UnsafeBufferPointer(rebasing: bytes[fields.body])
    guard !fields.isNotice else {
      entry.line.isNotice = true
      entry.line.text = String(harmless: body)
      return
    }
    if depth == 0 {
      entry.isHeader = fields.isHeader
      entry.isContinued = fields.moment == nil && (body.first == 0x20 || body.first == 0x09)
    }
    if !isCut, let object = LogObject(body, reader.forms.members, year: reader.year) {
      read(
        object, isPodKnown: isPodKnown, isPodRead: isPodNamed || fields.pod != nil, depth: depth,
        into: &entry)
      if object.message == nil { entry.line.text = String(harmless: body) }
      return
    }
    entry.line.text = String(harmless: body)
    let context = fields.context.flatMap {
      LogObject(
        UnsafeBufferPointer(rebasing: bytes[$0]), reader.forms.members, year: reader.year)
    }
    let whole = fields.message == fields.body ? nil : body
    recognise(Said(bytes, fields, context), in: whole, fields, into: &entry)
    if let count = context?.counts.inFlight(ifSigned: entry.line.sign != nil) {
      entry.line.inFlight = count
    }
    entry.note(context?.moment)
  }

  private mutating func read(
    _ object: LogObject, isPodKnown: Bool, isPodRead: Bool, depth: Int, into entry: inout PlacedLine
  ) {
    entry.note(object.moment)
    if !isPodKnown, !isPodRead, let pod = object.pod {
      entry.line.pod = .name(pod)
      entry.line.container = object.container ?? entry.line.container
    }
    guard var message = object.message else {
      let count = object.counts.inFlight(ifSigned: false)
      entry.line.inFlight = entry.line.inFlight ?? count
      return
    }
    let isWrapping = object.isWrapping && !isPodKnown || message.utf8.first == UInt8(ascii: "{")
    if isWrapping, depth < Self.deepestWrapping {
      message.withUTF8 {
        // What stands within is the pod's own words: they may not name another one.
        read(
          $0, isPodKnown: isPodKnown, isPodNamed: isPodRead || object.pod != nil, isCut: false,
          depth: depth + 1, into: &entry)
      }
    } else {
      readMessage(message, of: object, into: &entry)
    }
    let count = object.counts.inFlight(ifSigned: entry.line.sign != nil)
    entry.line.inFlight = isWrapping ? entry.line.inFlight ?? count : count ?? entry.line.inFlight
  }

  /// The message of an object, which may have a frame, too.
  private mutating func readMessage(
    _ message: String, of object: LogObject, into entry: inout PlacedLine
  ) {
    var message = message
    message.withUTF8 { bytes in
      let isColoured = bytes.contains(0x1B)
      let fields =
        isColoured ? LogFields(0..<bytes.count) : reader.fields(of: bytes, isPodKnown: true)
      entry.note(fields.moment)
      let whole = fields.message == fields.body ? nil : bytes
      recognise(Said(bytes, fields, object), in: whole, fields, into: &entry)
    }
    let text = (object.error.map { "\(message): \($0)" } ?? message).harmless()
    entry.line.text = object.level.map { "\($0) \(text)" } ?? text
  }

  /// A message, and what stood beside it.
  private struct Said {
    var message: UnsafeBufferPointer<UInt8>
    var error: String?
    var signal: String?
    var logger: String?

    /// What an object names goes before what a line does.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: LogFields, _ object: LogObject?) {
      message = UnsafeBufferPointer(rebasing: bytes[fields.message])
      error = object?.error ?? fields.error.map { String(decoding: bytes[$0], as: UTF8.self) }
      signal = object?.signal ?? fields.signal.map { String(decoding: bytes[$0], as: UTF8.self) }
      logger = object?.logger ?? fields.logger.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// With the signal where the message only says that there was one.
    func text(withSignal: Bool) -> String {
      var text = String(decoding: message, as: UTF8.self)
      if withSignal, let signal {
        text += text.hasSuffix("ignal") ? " \(signal)" : " (signal: \(signal))"
      }
      if let error { text += ": \(error)" }
      return text
    }
  }

  private mutating func recognise(
    _ said: Said, in whole: UnsafeBufferPointer<UInt8>?, _ fields: LogFields,
    into entry: inout PlacedLine
  ) {
    if said.error == nil {
      recognise(said.message, in: whole, by: said.logger, into: &entry.line)
    } else {
      recognise(said.text(withSignal: false), in: whole, by: said.logger, into: &entry.line)
    }
    if entry.line.sign == .signal, let signal = said.signal, isHarmless(signal) {
      entry.line.sign = .weak
    }
    let isVague = entry.line.sign == nil || entry.line.sign == .weak
    if isVague, said.signal != nil, !recogniser.hasIgnored {
      let before = entry.line
      recognise(said.text(withSignal: true), in: nil, by: said.logger, into: &entry.line)
      if entry.line.sign == nil { entry.line = before }
    }
    if let count = fields.counts.inFlight(ifSigned: entry.line.sign != nil) {
      entry.line.inFlight = count
    }
  }

  /// `Received signal from OS`, and beside it that it was a hangup.
  private mutating func isHarmless(_ signal: String) -> Bool {
    recogniser.recognise("received signal: \(signal)".utf8).sign == .weak
  }

  private mutating func recognise(
    _ text: String, in whole: UnsafeBufferPointer<UInt8>?, by logger: String?,
    into line: inout LogLine
  ) {
    var text = text
    text.withUTF8 { recognise($0, in: whole, by: logger, into: &line) }
  }

  /// Recognises the text as it would be shown: a colour may stand right before a word.
  ///
  /// Of a longer one than is shown, all of it.
  private mutating func recognise(
    _ message: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>?,
    by logger: String?, into line: inout LogLine
  ) {
    let isPlain = (whole ?? message).allSatisfy { 0x20...0x7E ~= $0 }
    guard !isPlain || !message.allSatisfy({ 0x20...0x7E ~= $0 }) else {
      line.take(recogniser.recognise(message, in: whole, by: logger))
      return
    }
    var text = String(harmless: message).withPlainMarks
    var around = whole.map { String(harmless: $0).withPlainMarks }
    guard !text.hasSuffix("…"), around?.hasSuffix("…") != true else {
      line.take(recogniser.recognise(message, in: whole, by: logger))
      return
    }
    let finding = text.withUTF8 { text in
      around?.withUTF8 { recogniser.recognise(text, in: $0, by: logger) }
        ?? recogniser.recognise(text, by: logger)
    }
    line.take(finding)
  }
}

extension LogLine {
  /// Takes over what a message says.
  fileprivate mutating func take(_ finding: LogRecogniser.Finding) {
    sign = finding.sign
    isOfPart = finding.isOfPart
    tellsShutdown = finding.tellsShutdown
    inFlight = finding.inFlight
  }
}

extension PlacedLine {
  /// The first point in time counts, or the first of what is none.
  fileprivate mutating func note(_ moment: LogMoment?) {
    guard let moment else { return }
    if let known = self.moment, !moment.isBetter(than: known) { return }
    self.moment = moment
    line.time = moment.time
  }
}
