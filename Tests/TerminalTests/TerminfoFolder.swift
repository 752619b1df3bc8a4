import CLibrary
import FoundationEssentials

/// Terminal types of a test, which ncurses of this process finds.
struct TerminfoFolder {
  private let path: String
  private let typeBefore: String?

  /// Compiles them; the first is `$TERM` until they are removed.
  init(_ source: String) throws {
    path = FileManager.default.temporaryDirectory.path + "/terminfo-\(UUID())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(source.utf8).write(to: URL(filePath: path + "/source"))
    guard system("tic -x -o '\(path)' '\(path)/source'") == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    typeBefore = ProcessInfo.processInfo.environment["TERM"]
    setenv("TERMINFO", path, 1)
    setenv("TERM", String(source.prefix { $0 != "|" }), 1)
  }

  func remove() {
    unsetenv("TERMINFO")
    if let typeBefore { setenv("TERM", typeBefore, 1) } else { unsetenv("TERM") }
    try? FileManager.default.removeItem(atPath: path)
  }
}
