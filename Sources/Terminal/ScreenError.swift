/// Why there can be no screen; each says what to do.
public enum ScreenError: Error, Equatable, Sendable, CustomStringConvertible {
  case notATerminal
  case unknownType(String)
  case noKeys

  /// One sentence.
  public var description: String {
    switch self {
    case .notATerminal: "stdout is not a terminal; use -o text or -o json"
    case .unknownType(let type):
      "cannot open a terminal of type '\(type)'; set TERM, or use -o text"
    case .noKeys: "no terminal to read keys from; use -o text, or give the logs as a file"
    }
  }
}
