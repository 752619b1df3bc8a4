internal import ShutdownModel
internal import Synchronization

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

  /// - Parameter name: whose the lines are that do not say.
  init(_ name: LogFileName, recogniser: LogRecogniser, year: Int?) {
    self.name = name
    self.recogniser = recogniser
    learned = Mutex(Learned(parser: LogLineParser(recogniser: recogniser, year: year)))
  }

  /// The lines of some bytes, of which the last need not end in a line feed.
  ///
  /// - Parameter onlyTelling: leaves out those that say nothing of a shutdown, except for the last: a log that
  ///   goes on takes back what it has said of its end.
  func lines(in bytes: UnsafeBufferPointer<UInt8>, onlyTelling: Bool) -> [LogLine] {
    learned.withLock { learned in
      if onlyTelling, learned.sieve == nil { learned.sieve = recogniser.sieve }
      var lines: [LogLine] = []
      var start = 0
      while start < bytes.count {
        let range =
          onlyTelling
          ? learned.sieve?.next(in: bytes, from: start)
          : start..<(bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count)
        guard let range = range ?? Self.lastLine(of: bytes, from: start) else { break }
        if !range.isEmpty { lines.append(line(bytes, range, &learned.parser)) }
        start = range.upperBound + 1
      }
      return lines
    }
  }

  private static func lastLine(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Range<Int>? {
    let feed = UInt8(ascii: "\n")
    guard let end = bytes[start...].lastIndex(where: { $0 != feed }) else { return nil }
    let begin = bytes[start...end].lastIndex(of: feed).map { $0 + 1 } ?? start
    return begin..<(end + 1)
  }

  private func line(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ parser: inout LogLineParser
  ) -> LogLine {
    let isCut = range.count > LogReading.lineLimit
    let line = UnsafeBufferPointer(rebasing: bytes[range].prefix(LogReading.lineLimit))
    var read = parser.line(line, pod: .name(name.pod), container: name.container, isCut: isCut)
    // The kubelet's path says whose the lines are, whatever they say themselves.
    if let container = name.container {
      read.pod = .name(name.pod)
      read.container = container
    }
    return read
  }
}
