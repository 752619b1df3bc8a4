import CShippedFiles

/// A file under `config/`: the commented defaults, embedded in the executable.
public enum ShippedFile: String, CaseIterable, Sendable {
  case lastcall
  case keys
  case commands
  case themes
  case logPatterns = "log-patterns"
  case logForms = "log-forms"
  case adapters
  case rules
  case servers

  /// Its path in the source tree.
  public var path: String { "config/\(rawValue).yaml" }

  /// Its text, as it was when the executable was built.
  public var text: String {
    let bytes = lastcall_shipped_file(rawValue)
    return String(
      decoding: UnsafeBufferPointer(start: bytes.start, count: bytes.count), as: UTF8.self)
  }

  /// Its content; each node's origin is built-in.
  public func node() throws(ConfigError) -> ConfigNode {
    try ConfigNode(yaml: text) { .builtIn(file: path, line: $0) }
  }
}
