import LogText
import PodStatus
import ShutdownModel
import Synchronization
import Time

/// Reads the lines of a piece of a file; several read several pieces side by side.
final class LineReader: Sendable {
  private struct Learned: Sendable {
    var parser: LogLineParser
    /// Made when it is needed: most files are read line by line.
    var sieve: LogSieve?
  }

  private let learned: Mutex<Learned>
  private let name: LogFileName
  private let recogniser: LogRecogniser

  /// So many lines before and behind one without a time are looked at for one.
  private static let neighbourhood = 64
  private static let lastLineCount = 100
  private static let lineFeed = UInt8(ascii: "\n")

  /// - Parameters:
  ///   - name: whose the lines are that do not say.
  ///   - table: what the columns are called, of rows.
  init(
    _ name: LogFileName, recogniser: LogRecogniser, writtenAt: Instant, table: LogTable? = nil
  ) {
    self.name = name
    self.recogniser = recogniser
    // A line that leaves out its year is of the year the file is of, or of the one before.
    var parser = LogLineParser(
      recogniser: recogniser, year: writtenAt.calendar.year, notAfter: writtenAt)
    parser.table = table
    learned = Mutex(Learned(parser: parser))
  }

  /// The lines of some bytes, of which the last need not end in a line feed.
  ///
  /// - Parameter onlyTelling: leaves out those that say nothing of a shutdown, except for the neighbours
  ///   of lines without a time, and for the last ones: a pod that goes on takes back what it has said of
  ///   its end.
  func lines(in bytes: UnsafeBufferPointer<UInt8>, onlyTelling: Bool) -> [PlacedLine] {
    learned.withLock { learned in
      if onlyTelling, learned.sieve == nil { learned.sieve = recogniser.sieve }
      var lines: [PlacedLine] = []
      var start = 0
      let lastLines = onlyTelling ? Self.lastLines(of: bytes) : 0
      while start < bytes.count {
        var range =
          start < lastLines
          ? learned.sieve?.next(in: bytes, from: start)
          : start..<(bytes[start...].firstIndex(of: Self.lineFeed) ?? bytes.count)
        if start < lastLines, range?.lowerBound ?? bytes.count > lastLines {
          start = lastLines
          continue
        }
        if let first = range, let whole = Self.object(beginningAt: first, in: bytes) {
          range = whole
        }
        guard let range else { break }
        if !range.isEmpty {
          let line = line(bytes, range, &learned.parser)
          if onlyTelling, line.moment == nil {
            lines += timedNeighbour(of: range, in: bytes, isBehind: false, &learned.parser)
            lines.append(line)
            lines += timedNeighbour(of: range, in: bytes, isBehind: true, &learned.parser)
          } else {
            lines.append(line)
          }
        }
        start = range.upperBound + 1
      }
      return lines
    }
  }

  /// The lines that JSON values hold.
  func lines(inDocuments values: [[UInt8]]) -> [PlacedLine] {
    learned.withLock { learned in
      values.flatMap {
        learned.parser.entries(inDocument: $0, pod: .name(name.pod), container: name.container)
          .map(named)
      }
    }
  }

  /// The lines that values hold.
  func lines(in values: [JSON]) -> [PlacedLine] {
    learned.withLock { learned in
      values.flatMap {
        learned.parser.entries(in: $0, pod: .name(name.pod), container: name.container).map(named)
      }
    }
  }

  /// Whether a value is a record of a log.
  func isRecord(_ value: JSON) -> Bool { learned.withLock { $0.parser.isRecord(value) } }

  /// The lines of records whose parts have names.
  func lines(ofRecords records: [[String: String]]) -> [PlacedLine] {
    learned.withLock { learned in
      records.map {
        named(
          learned.parser.entry(parts: $0, pod: .name(name.pod), container: name.container))
      }
    }
  }

  /// Where the last lines begin, which are so many that each pod that goes on has one among them.
  private static func lastLines(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var begin = bytes.count
    for _ in 0..<lastLineCount {
      guard let feed = bytes[..<max(begin - 1, 0)].lastIndex(of: lineFeed) else { return 0 }
      begin = feed + 1
    }
    return begin
  }

  private func line(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ parser: inout LogLineParser
  ) -> PlacedLine {
    let isCut = range.count > LogReading.lineLimit
    let line = UnsafeBufferPointer(rebasing: bytes[range].prefix(LogReading.lineLimit))
    return named(
      parser.entry(line, pod: .name(name.pod), container: name.container, isCut: isCut))
  }

  /// The kubelet's path says whose the lines are, whatever they say themselves.
  private func named(_ line: PlacedLine) -> PlacedLine {
    guard let container = name.container else { return line }
    var line = line
    line.line.pod = .name(name.pod)
    line.line.container = container
    return line
  }

  /// An object that a line with nothing but its brace begins, up to the line that ends it.
  private static func object(
    beginningAt line: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Range<Int>? {
    guard (1...2).contains(line.count), bytes[line.lowerBound] == UInt8(ascii: "{"),
      line.count == 1 || bytes[line.lowerBound + 1] == UInt8(ascii: "\r")
    else { return nil }
    var start = line.upperBound + 1
    while start < bytes.count, start - line.lowerBound < LogReading.lineLimit {
      let end = bytes[start...].firstIndex(of: lineFeed) ?? bytes.count
      switch bytes[start] {
      case UInt8(ascii: "}"): return line.lowerBound..<end
      case 0x20, 0x09: start = end + 1
      default: return nil
      }
    }
    return nil
  }

  /// The nearest line with a time, which bounds that of a line without.
  private func timedNeighbour(
    of line: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, isBehind: Bool,
    _ parser: inout LogLineParser
  ) -> [PlacedLine] {
    var edge = isBehind ? line.upperBound + 1 : line.lowerBound - 1
    for _ in 0..<Self.neighbourhood {
      let range: Range<Int>
      if isBehind {
        guard edge < bytes.count else { return [] }
        range = edge..<(bytes[edge...].firstIndex(of: Self.lineFeed) ?? bytes.count)
        edge = range.upperBound + 1
      } else {
        guard edge > 0 else { return [] }
        let start = bytes[..<edge].lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? 0
        range = start..<edge
        edge = start - 1
      }
      guard !range.isEmpty else { continue }
      var neighbour = self.line(bytes, range, &parser)
      guard neighbour.moment != nil else { continue }
      // What it says is told in its own place.
      neighbour.line.sign = nil
      neighbour.line.isOfPart = false
      neighbour.line.tellsShutdown = false
      neighbour.line.inFlight = nil
      return [neighbour]
    }
    return []
  }
}
