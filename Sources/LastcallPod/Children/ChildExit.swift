import CLibrary

/// How a child process ended.
public enum ChildExit: Equatable, Sendable, CustomStringConvertible {
  case exited(Int32)
  case killed(Signal)

  /// Reads what `waitpid` gave.
  package init(status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(Signal(rawValue: signal))
  }

  /// As a shell tells it: 128 and its signal for one that was killed.
  public var code: Int32 {
    switch self {
    case .exited(let code): code
    case .killed(let signal): 128 + signal.rawValue
    }
  }

  public var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .killed(let signal): "\(signal)"
    }
  }
}
