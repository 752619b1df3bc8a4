internal import CLibrary
import HarmlessText
import ShutdownModel

/// Why a file cannot be read, as one sentence.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ path: String, _ reason: String) {
    description = "cannot read \(path == "-" ? "stdin" : path.harmless(limit: 300)): \(reason)"
  }

  init(_ path: String, errno code: CInt) {
    self.init(path, String(cString: strerror(code)))
  }
}
