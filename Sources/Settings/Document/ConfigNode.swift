/// A part of a configuration file, with its name and its line, ready to be read into a type.
///
/// Reading refuses what it does not know: `map(keys:)` an unknown key, `value()` a list, and so on,
/// each with file, line and what to write.
public struct ConfigNode: Equatable, Sendable {
  /// What stands there.
  public enum Content: Equatable, Sendable {
    /// Nothing, or `~`.
    case nothing
    case text(String)
    case list([ConfigNode])
    /// In the order of the file; no key twice.
    case map([Entry])
  }

  /// One line `key: value` of a map.
  public struct Entry: Equatable, Sendable {
    public var key: ConfigValue
    public var node: ConfigNode
  }

  /// The path to it, `themes.plain.late`; empty at the top.
  public var name: String
  public var origin: ConfigOrigin
  public var content: Content

  /// An error at this node.
  public func refused(_ problem: String) -> ConfigError {
    ConfigError(
      place: "\(origin)", problem: name.isEmpty ? "the file \(problem)" : "\(name) \(problem)")
  }

  /// The single value that stands here.
  public func value() throws(ConfigError) -> ConfigValue {
    switch content {
    case .text(let text): return ConfigValue(name: name, text: text, origin: origin)
    case .nothing: throw refused("has no value; write one after the colon, or remove the line")
    case .list: throw refused("is a list; write a single value")
    case .map: throw refused("is a map; write a single value")
    }
  }

  /// One value or a list of values.
  public func values() throws(ConfigError) -> [ConfigValue] {
    guard case .list(let nodes) = content else { return [try value()] }
    var values: [ConfigValue] = []
    for node in nodes { values.append(try node.value()) }
    return values
  }

  /// The items of a list; an empty node is an empty list.
  public func list() throws(ConfigError) -> [ConfigNode] {
    switch content {
    case .list(let nodes): return nodes
    case .nothing: return []
    case .text, .map: throw refused("is not a list; write [one, two], or a line '- one' for each")
    }
  }

  /// The entries of a map whose keys are the user's own; an empty node is an empty map.
  public func map() throws(ConfigError) -> [Entry] {
    switch content {
    case .map(let entries): return entries
    case .nothing: return []
    case .text, .list: throw refused("is not a map; write indented lines 'key: value'")
    }
  }

  /// The entries of a map with known keys; another key is an error that names the nearest.
  public func map(keys: some Sequence<String>) throws(ConfigError) -> [String: ConfigNode] {
    var found: [String: ConfigNode] = [:]
    for entry in try map() {
      guard keys.contains(entry.key.text) else {
        let place = name.isEmpty ? "" : " in \(name)"
        throw ConfigError(
          place: "\(entry.key.origin)",
          problem: "unknown key \(entry.key.text.quotedForMessage)\(place)"
            + hint(for: entry.key.text, among: keys))
      }
      found[entry.key.text] = entry.node
    }
    return found
  }
}
