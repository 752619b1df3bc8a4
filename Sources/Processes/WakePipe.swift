import CLibrary

/// A pipe that wakes whoever polls it; it stays open for as long as anybody may write.
package final class WakePipe: Sendable {
  /// For `poll`.
  package let reader: Int32
  package let writer: Int32

  package init() throws(SystemError) {
    (reader, writer) = try pipe()
  }

  deinit {
    close(reader)
    close(writer)
  }

  package func wake() {
    var byte: UInt8 = 0
    _ = write(writer, &byte, 1)
  }

  /// Takes what has woken it.
  package func calm() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    // A storm may go on meanwhile.
    for _ in 0..<16 where read(reader, &bytes, bytes.count) < bytes.count { return }
  }
}
