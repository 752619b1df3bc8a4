import CLibrary

/// A call of the operating system that failed.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was tried, for example `cannot listen on 0.0.0.0:8081`.
  public let action: String
  /// The `errno` it failed with.
  public let code: Int32

  /// Names what failed with which code.
  package init(action: String, code: Int32) {
    self.action = action
    self.code = code
  }

  /// Names what just failed; the code is the present `errno`.
  package init(action: String) {
    self.init(action: action, code: errno)
  }

  public var description: String { "\(action): \(String(cString: strerror(code)))" }
}
