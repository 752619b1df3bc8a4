internal import Dispatch
internal import FoundationEssentials
public import LogText
public import ShutdownModel
internal import Time

/// A log that lastcall did not record, as events: its lines, and the end of each pod's.
///
/// The beginning of a file is read line by line; of what follows only the lines that speak of a
/// shutdown. The lines' own times are the events'; a line without lies between its neighbours, and a
/// file without any keeps its order. What is written as JSON over many lines, as a table or as records of
/// a journal is read as that.
public final class PlainLog: EventSource {
  private struct Stream: Hashable {
    var pod: PodReference
    var container: String?
  }

  /// How the lines stand in the file.
  private enum Layout {
    case lines
    case documents(JSONValues)
    case yaml(YAMLDocuments)
    case journal(JournalRecords)
  }

  private let bytes: FileBytes
  private var layout = Layout.lines
  /// The first line only names columns, or has been read.
  private var isBehindHead = true
  private let isTable: Bool
  /// As many as read side by side.
  private let readers: [LineReader]
  private var buffer = [UInt8](repeating: 0, count: PlainLog.bufferLength)
  /// How many bytes of the buffer wait for the end of their line.
  private var filled = 0
  /// How much has been read.
  private var readCount = 0
  private var isOver = false
  /// How many lines were taken, and how many of them spoke of a shutdown.
  public private(set) var lineCount = 0
  public private(set) var tellingCount = 0
  /// How many pods' lines there were, up to a bound.
  public var podCount: Int { Set(ends.keys.map(\.pod)).count }
  /// The rest of a line too long for the buffer is passed over.
  private var isPassingOver = false
  private var times = LineTimes()
  /// The lines of an answer to a search, before all have come.
  private var waiting: [PlacedLine] = []
  /// When each container's newest line was written.
  private var ends: [Stream: Instant] = [:]

  private static let bufferLength = 4 << 20
  /// So much of a file is read line by line.
  private static let wholeLength = 16 << 20
  private static let mostReaders = 4
  private static let lineFeed = UInt8(ascii: "\n")
  /// More containers than any rollout has are not told apart from those that go on.
  private static let mostStreams = 20_000
  /// So many lines of an answer to a search are put into their order.
  private static let mostWaiting = 200_000

  /// Reads an open file.
  ///
  /// - Parameter pod: the name of the pod of lines that name none; nil takes the file's name.
  public init(_ bytes: FileBytes, pod: String?, recogniser: LogRecogniser) {
    self.bytes = bytes
    let name = LogFileName(path: pod ?? (bytes.path == "-" ? "stdin" : bytes.path))
    let count = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), PlainLog.mostReaders)
    let head = bytes.beginning.firstIndex(of: PlainLog.lineFeed).map { bytes.beginning[..<$0] }
    let table = head.flatMap { head in
      Array(head).withUnsafeBufferPointer { recogniser.table(header: $0) }
    }
    isTable = table != nil
    isBehindHead = !isTable
    readers = (0..<count).map { _ in
      LineReader(name, recogniser: recogniser, writtenAt: bytes.modifiedAt, table: table)
    }
    if PlainLog.isDocument(bytes.beginning) {
      layout = .documents(JSONValues())
    } else if let journal = JournalRecords(beginning: bytes.beginning) {
      layout = .journal(journal)
    } else if isYAML(bytes.beginning) {
      layout = .yaml(YAMLDocuments())
    }
  }

  /// Whether a file begins with a YAML document that is a record of a log.
  private func isYAML(_ beginning: [UInt8]) -> Bool {
    guard beginning.starts(with: "---".utf8) else { return false }
    var documents = YAMLDocuments()
    let texts = beginning.withUnsafeBytes { documents.split($0) } + documents.finish()
    guard let first = texts.first, case .success(let value) = YAMLDocuments.value(first) else {
      return false
    }
    return readers[0].isRecord(value)
  }

  /// Whether a file begins with JSON over many lines, or that holds many lines.
  private static func isDocument(_ beginning: [UInt8]) -> Bool {
    var rest = beginning[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch rest.first {
    case UInt8(ascii: "["):
      let inner = rest.dropFirst().drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      return inner.first == UInt8(ascii: "{")
    case UInt8(ascii: "{"):
      guard let end = rest.firstIndex(of: lineFeed) else { return true }
      let line = rest[..<end].reversed().drop { [0x20, 0x09, 0x0D].contains($0) }
      guard line.first == UInt8(ascii: "}") else { return true }
      return LogLineParser.holdsManyLines(Array(line.reversed()))
    default: return false
    }
  }

  /// What the reader has to know of the times of the lines; complete at the end.
  public var notices: [String] { tellingCount > 0 ? times.notices : [] }

  public func next() throws(FileError) -> [Event]? {
    guard !isOver else { return nil }
    isOver = !(try fill())
    var events = times.place(isSearched ? held(lines()) : lines())
    if isOver { events += times.finish() }
    for event in events { noteEnd(event) }
    return isOver ? events + endings : events
  }

  /// The lines that have come whole.
  private func lines() -> [PlacedLine] {
    switch layout {
    case .lines:
      return isOver ? lastLine() : wholeLines()
    case .documents(var values):
      defer {
        layout = .documents(values)
        filled = 0
      }
      let documents = buffer.withUnsafeBytes {
        values.split(UnsafeRawBufferPointer(rebasing: $0[..<filled]))
      }
      return readers[0].lines(inDocuments: documents)
    case .yaml(var documents):
      var texts = buffer.withUnsafeBytes {
        documents.split(UnsafeRawBufferPointer(rebasing: $0[..<filled]))
      }
      filled = 0
      if isOver { texts += documents.finish() }
      layout = .yaml(documents)
      return readers[0].lines(in: texts.compactMap { try? YAMLDocuments.value($0).get() })
    case .journal(var journal):
      defer {
        layout = .journal(journal)
        filled = 0
      }
      let records = buffer.withUnsafeBufferPointer {
        journal.read(UnsafeBufferPointer(rebasing: $0[..<filled]), isLast: isOver)
      }
      return readers[0].lines(ofRecords: records)
    }
  }

  /// Whether it is what a search answered, which may have the newest first.
  private var isSearched: Bool {
    switch layout {
    case .lines: isTable
    case .documents, .yaml: true
    case .journal: false
    }
  }

  /// Holds lines back up to the end, or up to a bound: which comes first shows over all of them.
  private func held(_ lines: [PlacedLine]) -> [PlacedLine] {
    waiting += lines
    guard isOver || waiting.count >= PlainLog.mostWaiting else { return [] }
    defer { waiting = [] }
    return PlainLog.oldestFirst(waiting)
  }

  /// Searches answer with the newest first.
  private static func oldestFirst(_ lines: [PlacedLine]) -> [PlacedLine] {
    let times = lines.compactMap { $0.line.time ?? $0.moment?.instant }
    let pairs = zip(times, times.dropFirst())
    let isReversed = pairs.count { $0 > $1 } > 4 * pairs.count { $0 < $1 }
    return isReversed ? lines.reversed() : lines
  }

  /// Fills the buffer behind what waits in it; false at the end.
  private func fill() throws(FileError) -> Bool {
    var isEnd = false
    let before = filled
    // A pipe gives little at a time, and pieces that are large can be read side by side.
    while !isEnd, filled < buffer.count, filled - before < PlainLog.bufferLength / 2 {
      let count = try bytes.read(into: &buffer, from: filled)
      isEnd = count == 0
      filled += count
      readCount += count
    }
    return filled > before
  }

  /// The lines that end in the buffer, at first all of them and then those that matter.
  private func wholeLines() -> [PlacedLine] {
    buffer.withUnsafeMutableBufferPointer { mutable in
      let buffer = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(mutable)[..<filled])
      guard let last = buffer.lastIndex(of: PlainLog.lineFeed) else {
        guard filled == mutable.count else { return [] }
        defer {
          isPassingOver = true
          filled = 0
        }
        return isPassingOver ? [] : readers[0].lines(in: buffer, onlyTelling: false)
      }
      var start = 0
      if isPassingOver || !isBehindHead {
        start = (buffer.firstIndex(of: PlainLog.lineFeed) ?? last) + 1
      }
      isPassingOver = false
      isBehindHead = true
      let lines = lines(in: UnsafeBufferPointer(rebasing: buffer[start..<max(last + 1, start)]))
      // What waits goes to the start of the buffer.
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[(last + 1)...])
      UnsafeMutableRawBufferPointer(mutable).copyMemory(from: rest)
      filled = rest.count
      return lines
    }
  }

  /// The lines of many bytes, read side by side.
  private func lines(in bytes: UnsafeBufferPointer<UInt8>) -> [PlacedLine] {
    let onlyTelling = readCount > PlainLog.wholeLength
    var pieces: [UnsafeBufferPointer<UInt8>] = []
    var start = 0
    for number in 1...readers.count {
      let wanted = max(bytes.count * number / readers.count, start)
      let end = PlainLog.end(ofLineAt: wanted, in: bytes)
      pieces.append(UnsafeBufferPointer(rebasing: bytes[start..<max(end, start)]))
      start = max(end, start)
    }
    var lines = [[PlacedLine]](repeating: [], count: pieces.count)
    lines.withUnsafeMutableBufferPointer { lines in
      // Each piece has its own place and its own reader.
      nonisolated(unsafe) let (lines, pieces) = (lines, pieces)
      let readers = readers
      DispatchQueue.concurrentPerform(iterations: pieces.count) { number in
        lines[number] = readers[number].lines(in: pieces[number], onlyTelling: onlyTelling)
      }
    }
    return lines.flatMap { $0 }
  }

  /// Behind the line, and behind those that go on with it: an object over many lines is read whole.
  private static func end(ofLineAt index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var end = index
    repeat {
      end = (bytes[end...].firstIndex(of: lineFeed) ?? bytes.count - 1) + 1
    } while end < bytes.count && end - index < LogReading.lineLimit
      && [0x20, 0x09, UInt8(ascii: "}")].contains(bytes[end])
    return end
  }

  /// A last line without its end.
  private func lastLine() -> [PlacedLine] {
    guard filled > 0, !isPassingOver, isBehindHead else { return [] }
    return buffer.withUnsafeBufferPointer {
      readers[0].lines(in: UnsafeBufferPointer(rebasing: $0[..<filled]), onlyTelling: false)
    }
  }

  private func noteEnd(_ event: Event) {
    guard case .log(let line) = event.observation else { return }
    lineCount += 1
    if line.sign != nil { tellingCount += 1 }
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
