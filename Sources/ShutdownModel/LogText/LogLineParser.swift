/// Takes the bytes of a log line apart.
///
/// Use one for many streams: its recogniser learns while it reads.
public struct LogLineParser: Sendable {
  private var recogniser: LogRecogniser

  /// Makes a parser that recognises by these patterns.
  public init(recogniser: LogRecogniser) {
    self.recogniser = recogniser
  }

  /// Reads one line, without its line feed.
  ///
  /// Of a pod that is not known by its uid the line may have a prefix `[pod/NAME/CONTAINER]`
  /// (`kubectl logs --prefix`), which takes the place of `pod` and `container`, or that of a node's
  /// log file, `stdout F`. A leading RFC 3339 time is the line's own. `isCut` says that the line was
  /// longer than what is given here.
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
    var rest = bytes[...]
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    let isFromAPI = if case .uid = pod { true } else { false }
    if !isFromAPI, let source = LogPrefix.takeSource(from: &rest) {
      line.pod = .name(source.pod)
      line.container = source.container
    }
    line.time = LogPrefix.takeTime(from: &rest)
    if !isFromAPI, line.time != nil { LogPrefix.takeStream(from: &rest) }

    let message = UnsafeBufferPointer(rebasing: rest)
    if !isCut, let object = LogObject(message) {
      read(object, whole: message, into: &line)
    } else {
      line.text = String(harmless: message)
      recognise(message, as: line.text, into: &line)
    }
    if isCut, !line.text.hasSuffix("…") { line.text += "…" }
    return line
  }

  private mutating func read(
    _ object: LogObject, whole: UnsafeBufferPointer<UInt8>, into line: inout LogLine
  ) {
    line.time = line.time ?? object.time
    if let message = object.message {
      let text = message.harmless()
      line.text = object.level.map { "\($0) \(text)" } ?? text
      recognise(message.utf8, as: text, into: &line)
    } else {
      line.text = String(harmless: whole)
    }
    if let count = object.inFlight(ifSigned: line.sign != nil) { line.inFlight = count }
  }

  /// Recognises the text as it is shown: a colour may stand right before a word.
  ///
  /// Of a longer one than is shown, all of it.
  private mutating func recognise(
    _ message: some Collection<UInt8>, as text: String, into line: inout LogLine
  ) {
    let isWhole = !text.hasSuffix("…")
    let finding = isWhole ? recogniser.recognise(text.utf8) : recogniser.recognise(message)
    line.sign = finding.sign
    line.inFlight = finding.inFlight
  }
}
