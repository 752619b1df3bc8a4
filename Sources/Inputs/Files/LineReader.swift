internal import ShutdownModel
internal import Synchronization

/// Reads the lines of a piece of a file; several read several pieces side by side.
final class LineReader: Sendable {
  private struct Learned: Sendable {
    var parser: LogLineParser
    var sieve: LogSieve
  }

  private let learned: Mutex<Learned>
  private let name: LogFileName

  /// - Parameter name: whose the lines are that do not say.
  init(_ name: LogFileName, recogniser: LogRecogniser, year: Int?) {
    self.name = name
    learned = Mutex(
      Learned(
        parser: LogLineParser(recogniser: recogniser, year: year), sieve: recogniser.sieve))
  }

  /// The lines of some bytes, of which the last need not end in a line feed.
  ///
  /// - Parameter onlyTelling: leaves out those that say nothing of a shutdown.
  func lines(in bytes: UnsafeBufferPointer<UInt8>, onlyTelling: Bool) -> [LogLine] {
    learned.withLock { learned in
      var lines: [LogLine] = []
      var start = 0
      while start < bytes.count {
        let range =
          onlyTelling
          ? learned.sieve.next(in: bytes, from: start)
          : start..<(bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count)
        guard let range else { break }
        if !range.isEmpty { lines.append(line(bytes, range, &learned.parser)) }
        start = range.upperBound + 1
      }
      return lines
    }
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
