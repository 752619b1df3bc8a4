/// A file under `config/`: the commented defaults, embedded in the executable.
///
/// `Defaults/` holds links to them, from which the build makes `PackageResources`.
public enum ShippedFile: String, CaseIterable, Sendable {
  case lastcall
  case keys
  case themes
  case logPatterns = "log-patterns"
  case logForms = "log-forms"
  case adapters
  case servers

  /// Its path in the source tree.
  public var path: String { "config/\(rawValue).yaml" }

  /// Its text, as it was when the executable was built.
  public var text: String {
    let bytes =
      switch self {
      case .lastcall: PackageResources.lastcall_yaml
      case .keys: PackageResources.keys_yaml
      case .themes: PackageResources.themes_yaml
      case .logPatterns: PackageResources.log_patterns_yaml
      case .logForms: PackageResources.log_forms_yaml
      case .adapters: PackageResources.adapters_yaml
      case .servers: PackageResources.servers_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Its content; each node's origin is built-in.
  public func node() throws(ConfigError) -> ConfigNode {
    try ConfigNode(yaml: text) { .builtIn(file: path, line: $0) }
  }
}
