internal import ShutdownModel
internal import Synchronization

/// The one parser that all log streams of a run share.
final class LogReading: Sendable {
  private let parser: Mutex<LogLineParser>

  /// Longer lines are cut: no bound on a line would be no bound on memory.
  static let lineLimit = 64 << 10

  init(_ recogniser: LogRecogniser) {
    parser = Mutex(LogLineParser(recogniser: recogniser))
  }

  /// Reads one line of a container's log, or of a local stream that may name its pod.
  func line(_ line: HTTPLine, pod: PodReference, container: String?) -> LogLine {
    parser.withLock {
      $0.line(line.bytes, pod: pod, container: container, isCut: line.isCut)
    }
  }
}
