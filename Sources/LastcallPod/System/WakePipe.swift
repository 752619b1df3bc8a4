#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A pipe that wakes whoever polls it; it stays open for as long as anybody may write.
final class WakePipe: Sendable {
  /// For `poll`: a byte for each signal, 0 when there is something else to look at.
  let reader: Int32
  let writer: Int32

  init() throws(SystemError) {
    (reader, writer) = try pipe()
  }

  deinit {
    close(reader)
    close(writer)
  }

  func wake() {
    var byte: UInt8 = 0
    _ = write(writer, &byte, 1)
  }
}
