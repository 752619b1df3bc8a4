import LogText
import ShutdownModel
import Synchronization

/// The one parser that all log streams of a run share.
final class LogReading: Sendable {
  private let parser: Mutex<LogLineParser>

  /// Longer lines are cut: no bound on a line would be no bound on memory.
  static let lineLimit = 64 << 10

  init(_ recogniser: LogRecogniser) {
    parser = Mutex(LogLineParser(recogniser: recogniser))
  }

  /// Whether the API stamped the line, as it does with each that a container wrote.
  static func hasStamp(_ line: HTTPLine) -> Bool {
    let day = line.bytes.prefix(11)
    return day.count == 11
      && zip(day, "dddd-dd-ddT".utf8).allSatisfy { byte, form in
        form == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == form
      }
  }

  /// Reads one line of a container's log, or of a local stream that may name its pod.
  func line(_ line: HTTPLine, pod: PodReference, container: String?) -> LogLine {
    parser.withLock {
      $0.line(line.bytes, pod: pod, container: container, isCut: line.isCut)
    }
  }
}

extension LogLine {
  /// Takes away what was recognised in what the container did not write.
  mutating func becomeNotice() {
    isNotice = true
    sign = nil
    inFlight = nil
  }
}
