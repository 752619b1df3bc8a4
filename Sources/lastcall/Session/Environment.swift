import CLibrary
import FoundationEssentials

/// What the process was started with.
enum Environment {
  /// The environment's variables.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// stdout is a terminal on which a picture can be drawn.
  static var hasScreen: Bool {
    let type = variables["TERM"] ?? ""
    return isatty(STDOUT_FILENO) == 1 && !type.isEmpty && type != "dumb"
  }

  /// The path of this very program, wherever it was called from.
  static var executablePath: String {
    #if os(Linux)
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
      }
      if count > 0 { return String(decoding: buffer.prefix(count), as: UTF8.self) }
    #else
      if let path = Bundle.main.executablePath { return path }
    #endif
    return CommandLine.arguments.first ?? ""
  }
}
