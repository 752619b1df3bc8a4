import FoundationEssentials

/// The files of this package, found from this source file.
enum PackageFiles {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The place of a file of the package on this machine.
  static func path(_ path: String) -> String {
    root.appending(path: path).path(percentEncoded: false)
  }

  /// The text of a file, by its path in the package.
  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// The names of the files in a folder.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: path(folder))
      .filter { !$0.hasPrefix(".") }
      .sorted()
  }
}
