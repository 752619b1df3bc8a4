import FoundationEssentials
import Recording

/// A new empty folder that goes when the value goes.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lastcall-test-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path(percentEncoded: false) }

  /// Writes a file, with the folders it needs, and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path(percentEncoded: false)
  }
}

extension Recording {
  /// Reads a whole file.
  init(path: String) throws {
    var reader = RecordingReader()
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { reader.read($0) }
    self = reader.finish()
  }
}
