import CLibrary
import HarmlessText
import ShutdownModel

/// The file an asciicast is written to; one that exists is left alone.
final class CastFile {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>

  init(path: String) throws {
    self.path = path
    // What stands on the screen may be private: only its owner reads it.
    let descriptor =
      path == "-" ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0, let file = fdopen(descriptor, "w") else {
      let reason =
        errno == EEXIST
        ? "it already exists; remove it or choose another "
          + "name" : String(cString: strerror(errno))
      throw CastFileError(path, reason)
    }
    self.file = file
  }

  deinit { fclose(file) }

  /// Writes a line.
  func write(_ line: String) throws {
    guard fputs(line + "\n", file) >= 0, fflush(file) == 0 else {
      throw CastFileError(path, String(cString: strerror(errno)))
    }
  }
}

/// Why an asciicast cannot be written, as one sentence.
struct CastFileError: Error, CustomStringConvertible {
  let description: String

  init(_ path: String, _ reason: String) {
    description =
      "cannot write \(path == "-" ? "stdout" : path.harmless(limit: 300)): \(reason)"
  }
}
