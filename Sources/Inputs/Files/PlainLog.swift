public import ShutdownModel

/// A log that lastcall did not record, as events: its lines, and the end of each pod's.
///
/// The beginning of a file is read line by line; of what follows only the lines that speak of a
/// shutdown. The lines' own times are the events'; a line without takes that of the line before, and a
/// file without any keeps its order.
public final class PlainLog: EventSource {
  private struct Stream: Hashable {
    var pod: PodReference
    var container: String?
  }

  private let bytes: FileBytes
  /// Whose the lines are that do not say.
  private let name: LogFileName
  private var parser: LogLineParser
  private var sieve: LogSieve
  /// How much has been read.
  private var readCount = 0
  private var buffer = [UInt8](repeating: 0, count: PlainLog.chunkLength)
  /// How many bytes of the buffer wait for the end of their line.
  private var filled = 0
  private var isOver = false
  /// The rest of a line too long for the buffer is passed over.
  private var isPassingOver = false
  private var times = LineTimes()
  /// When each container's newest line was written.
  private var ends: [Stream: Instant] = [:]

  private static let chunkLength = 1 << 20
  /// So much of a file is read line by line.
  private static let wholeLength = 16 << 20
  private static let lineFeed = UInt8(ascii: "\n")
  /// More containers than any rollout has are not told apart from those that go on.
  private static let mostStreams = 20_000

  /// Reads an open file.
  ///
  /// - Parameter pod: the name of the pod of lines that name none; nil takes the file's name.
  public init(_ bytes: FileBytes, pod: String?, recogniser: LogRecogniser) {
    self.bytes = bytes
    name = LogFileName(path: pod ?? (bytes.path == "-" ? "stdin" : bytes.path))
    // A line that leaves out its year is of the year the file is of.
    parser = LogLineParser(recogniser: recogniser, year: Int(bytes.modifiedAt.rfc3339.prefix(4)))
    sieve = recogniser.sieve
  }

  public func next() throws(FileError) -> [Event]? {
    guard !isOver else { return nil }
    let count = try fill()
    isOver = count == 0
    var events = times.place(isOver ? lastLine() : wholeLines())
    if isOver { events += times.finish() }
    for event in events { noteEnd(event) }
    return isOver ? events + endings : events
  }

  /// Reads behind what waits in the buffer; 0 at the end.
  private func fill() throws(FileError) -> Int {
    var failure: FileError?
    let count = buffer.withUnsafeMutableBytes { buffer in
      do throws(FileError) {
        return try bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    filled += count
    readCount += count
    return count
  }

  /// The lines that end in the buffer, at first all of them and then those that matter.
  private func wholeLines() -> [LogLine] {
    var lines: [LogLine] = []
    var start = 0
    buffer.withUnsafeBufferPointer { buffer in
      guard let last = buffer[..<filled].lastIndex(of: PlainLog.lineFeed) else {
        guard filled == buffer.count else { return }
        if !isPassingOver { lines.append(line(buffer, 0..<filled)) }
        isPassingOver = true
        start = filled
        return
      }
      if isPassingOver { start = (buffer.firstIndex(of: PlainLog.lineFeed) ?? last) + 1 }
      isPassingOver = false
      let whole = UnsafeBufferPointer(rebasing: buffer[..<(last + 1)])
      while let range = nextLine(in: whole, from: start) {
        if !range.isEmpty { lines.append(line(whole, range)) }
        start = range.upperBound + 1
      }
      start = last + 1
    }
    keep(from: start)
    return lines
  }

  private func nextLine(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    if readCount > PlainLog.wholeLength { return sieve.next(in: bytes, from: start) }
    return start..<(bytes[start...].firstIndex(of: PlainLog.lineFeed) ?? bytes.count)
  }

  /// Moves what waits to the start of the buffer.
  private func keep(from start: Int) {
    guard start > 0 else { return }
    buffer.withUnsafeMutableBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[start..<filled])
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<rest.count]).copyMemory(from: rest)
    }
    filled -= start
  }

  /// A last line without its end.
  private func lastLine() -> [LogLine] {
    guard filled > 0, !isPassingOver else { return [] }
    return buffer.withUnsafeBufferPointer { [line($0, 0..<filled)] }
  }

  private func line(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> LogLine {
    let isCut = range.count > LogReading.lineLimit
    let line = UnsafeBufferPointer(rebasing: bytes[range].prefix(LogReading.lineLimit))
    return parser.line(line, pod: .name(name.pod), container: name.container, isCut: isCut)
  }

  private func noteEnd(_ event: Event) {
    guard case .log(let line) = event.observation else { return }
    let stream = Stream(pod: line.pod, container: line.container)
    guard ends[stream] != nil || ends.count < PlainLog.mostStreams else { return }
    ends[stream] = max(ends[stream] ?? event.time, event.time)
  }

  /// The containers' logs have ended with their newest lines.
  private var endings: [Event] {
    ends.map { stream, time in
      Event(time: time, .logEnded(pod: stream.pod, container: stream.container ?? ""))
    }
    .sorted { $0.time < $1.time }
  }
}
