/// What `--version` prints.
enum Version {
  static let number = "0.1.0"

  /// `lastcall 0.1.0 (release, Swift 6.3, linux x86_64)`.
  static let text = "lastcall \(number) (\(build), \(compiler), \(system) \(architecture))"

  #if DEBUG
    private static let build = "debug"
  #else
    private static let build = "release"
  #endif

  #if compiler(>=6.4)
    private static let compiler = "Swift 6.4 or later"
  #elseif compiler(>=6.3)
    private static let compiler = "Swift 6.3"
  #else
    private static let compiler = "Swift 6.2"
  #endif

  #if os(Linux)
    private static let system = "linux"
  #else
    private static let system = "macos"
  #endif

  #if arch(arm64)
    private static let architecture = "arm64"
  #else
    private static let architecture = "x86_64"
  #endif
}
