internal import CLibrary
import HarmlessText
import ShutdownModel

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
