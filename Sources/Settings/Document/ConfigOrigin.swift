/// Where a configured value was written, and so how an error message begins.
public enum ConfigOrigin: Hashable, Sendable, CustomStringConvertible {
  /// A line of a file under `config/`, embedded in the executable.
  case builtIn(file: String, line: Int)
  /// A line of the user's file, counted from 1.
  case file(String, line: Int)
  /// An environment variable, by name.
  case environment(String)
  /// A flag, with its dashes.
  case flag(String)

  public var description: String {
    switch self {
    case .builtIn(let file, let line), .file(let file, let line): "\(file):\(line)"
    case .environment(let name), .flag(let name): name
    }
  }
}
