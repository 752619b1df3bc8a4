import ShutdownModel
import Time

@testable import Recording

/// A recording's text, and what is read of one.
enum Lines {
  static let start = Instant(nanoseconds: 1_795_500_000_000_000_000)

  static let header = RecordingHeader(
    program: "lastcall test", started: start, scope: .namespace("shop"))

  static func text(_ events: [Event]) -> String { text(header, events) }

  static func text(_ header: RecordingHeader?, _ events: [Event]) -> String {
    (header.map { [Record.header($0)] } ?? []).map { $0.line + "\n" }.joined()
      + events.map { Record.event($0).line + "\n" }.joined()
  }

  /// Events that differ from each other, a second apart.
  static func events(_ count: Int) -> [Event] {
    (0..<count).map { Event(time: start + .seconds(Double($0)), .commandOutput("line \($0)")) }
  }

  static func read(_ text: String, piece: Int = 1 << 16) -> Recording {
    read(Array(text.utf8), piece: piece)
  }

  /// Reads bytes in pieces of a size, as a file is read.
  static func read(_ bytes: [UInt8], piece: Int = 1 << 16) -> Recording {
    var reader = RecordingReader()
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: piece) {
        let end = min(start + piece, bytes.count)
        reader.read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
    }
    return reader.finish()
  }
}
