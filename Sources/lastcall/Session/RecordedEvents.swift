import Inputs
import Recording
import ShutdownModel

/// The events of a recording, which has been read.
final class RecordedEvents: EventSource {
  private var events: [Event]?

  init(_ events: [Event]) {
    self.events = events
  }

  func next() throws(FileError) -> [Event]? {
    defer { events = nil }
    return events
  }
}

extension Recording {
  /// Reads an open file to its end.
  init(_ bytes: FileBytes) throws {
    var reader = RecordingReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try bytes.read(into: $0) }
      if count == 0 { break }
      buffer.withUnsafeBytes { reader.read(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    self = reader.finish()
  }

  /// What the user has to know of the file before its story.
  var warnings: [String] {
    var lines = damage.prefix(10).map { "damaged: \($0)" }
    if damageCount > 10 { lines.append("damaged: \(damageCount) lines in total") }
    if unknownCount > 0 {
      lines.append(
        "\(counted(unknownCount, "line")) of kinds unknown to this version "
          + (unknownCount == 1 ? "was" : "were") + " ignored")
    }
    return lines
  }
}
