internal import ShutdownModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What went wrong with a file, as one sentence for the user.
public struct RecordingFileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ doing: String, _ path: String, _ reason: String) {
    description = "\(doing) \(path.harmless(limit: 300)): \(reason)"
  }

  init(_ doing: String, _ path: String, errno code: Int32) {
    self.init(doing, path, String(cString: strerror(code)))
  }
}

extension Recording {
  /// Reads a file to its end, also one that is still being written; `-` is stdin.
  ///
  /// - Throws: ``RecordingFileError`` when it cannot be read or holds nothing of a recording.
  public init(path: String) throws(RecordingFileError) {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw RecordingFileError("cannot read the recording", path, errno: errno)
    }
    defer { if path != "-" { close(descriptor) } }
    var reader = RecordingReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw RecordingFileError("cannot read the recording", path, errno: errno)
      }
      if count == 0 { break }
      buffer.withUnsafeBytes { reader.read(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    self = reader.finish()
    if header == nil, events.isEmpty {
      let found =
        damage.first.map { "; \($0)" }
        ?? (unknownCount > 0 ? "; every line is of an unknown kind" : ", for it is empty")
      throw RecordingFileError(
        "cannot replay", path, "nothing in it is a recording of lastcall\(found)")
    }
  }
}
