import Processes

/// A call of the operating system that failed.
public struct SystemFailure: Error, Equatable, Sendable, CustomStringConvertible {
  private let error: SystemError

  init(_ error: SystemError) {
    self.error = error
  }

  /// Names what failed with which `errno`.
  init(action: String, code: Int32) {
    self.init(SystemError(action: action, code: code))
  }

  /// What was tried, for example `cannot listen on 0.0.0.0:8081`.
  public var action: String { error.action }
  /// The `errno` it failed with.
  public var code: Int32 { error.code }

  public var description: String { error.description }

  /// What body throws, as users of the library catch it.
  static func telling<Result>(
    _ body: () throws(SystemError) -> Result
  ) throws(SystemFailure) -> Result {
    do {
      return try body()
    } catch {
      throw SystemFailure(error)
    }
  }
}
