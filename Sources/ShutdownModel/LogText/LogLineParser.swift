/// Takes the bytes of a log line apart.
///
/// Use one for many streams: its recogniser learns while it reads.
public struct LogLineParser: Sendable {
  private var recogniser: LogRecogniser
  private let reader: LogFieldReader

  /// A line within a line within a line is read no further.
  private static let deepestWrapping = 2

  /// Makes a parser that recognises by these patterns.
  ///
  /// - Parameter year: of times that name none, such as klog's; without it they are not read.
  public init(recogniser: LogRecogniser, year: Int? = nil) {
    self.recogniser = recogniser
    reader = LogFieldReader(year: year)
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
    let line = bytes.withContiguousStorageIfAvailable {
      read($0, pod: pod, container: container, isCut: isCut)
    }
    return line
      ?? Array(bytes).withUnsafeBufferPointer {
        read($0, pod: pod, container: container, isCut: isCut)
      }
  }

  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, pod: PodReference, container: String?, isCut: Bool
  ) -> LogLine {
    var line = LogLine(pod: pod, container: container, text: "")
    let isPodKnown = if case .uid = pod { true } else { false }
    read(bytes, isPodKnown: isPodKnown, isCut: isCut, depth: 0, into: &line)
    if isCut, !line.text.hasSuffix("…") { line.text += "…" }
    return line
  }

  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, isPodKnown: Bool, isCut: Bool, depth: Int,
    into line: inout LogLine
  ) {
    let fields = reader.fields(of: bytes, isPodKnown: isPodKnown || depth > 0)
    if let pod = fields.pod {
      line.pod = .name(pod)
      line.container = fields.container
    }
    line.time = line.time ?? fields.time
    let body = UnsafeBufferPointer(rebasing: bytes[fields.body])
    guard !fields.isNotice else {
      line.isNotice = true
      line.text = String(harmless: body)
      return
    }
    guard !isCut, let object = LogObject(body, year: reader.year) else {
      line.text = String(harmless: body)
      recognise(body, as: line.text, into: &line)
      // What is said to stand at the start can stand behind the program's own time, too.
      if line.sign == nil, !recogniser.hasIgnored, fields.message != fields.body {
        let finding = recogniser.recognise(UnsafeBufferPointer(rebasing: bytes[fields.message]))
        line.take(finding)
      }
      if let count = fields.counts.inFlight(ifSigned: line.sign != nil) { line.inFlight = count }
      return
    }
    line.time = line.time ?? object.time
    if !isPodKnown, fields.pod == nil, let pod = object.pod {
      line.pod = .name(pod)
      line.container = object.container ?? line.container
    }
    if !isPodKnown, depth < Self.deepestWrapping, var wrapped = object.wrapped {
      wrapped.withUTF8 {
        read($0, isPodKnown: isPodKnown, isCut: false, depth: depth + 1, into: &line)
      }
      let count = object.counts.inFlight(ifSigned: line.sign != nil)
      line.inFlight = line.inFlight ?? count
    } else {
      read(object, whole: body, into: &line)
    }
  }

  private mutating func read(
    _ object: LogObject, whole: UnsafeBufferPointer<UInt8>, into line: inout LogLine
  ) {
    if let message = object.message {
      let text = message.harmless()
      line.text = object.level.map { "\($0) \(text)" } ?? text
      recognise(message.utf8, as: text, into: &line)
    } else {
      line.text = String(harmless: whole)
    }
    if let count = object.counts.inFlight(ifSigned: line.sign != nil) { line.inFlight = count }
  }

  /// Recognises the text as it is shown: a colour may stand right before a word.
  ///
  /// Of a longer one than is shown, all of it.
  private mutating func recognise(
    _ message: some Collection<UInt8>, as text: String, into line: inout LogLine
  ) {
    let isWhole = !text.hasSuffix("…")
    let finding = isWhole ? recogniser.recognise(text.utf8) : recogniser.recognise(message)
    line.take(finding)
    line.inFlight = finding.inFlight
  }
}

extension LogLine {
  /// Takes over what a message says, the number of tasks aside.
  fileprivate mutating func take(_ finding: LogRecogniser.Finding) {
    sign = finding.sign
    isOfPart = finding.isOfPart
    tellsShutdown = finding.tellsShutdown
  }
}
