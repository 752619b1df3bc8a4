/// A part of a manifest written again, for advice.
extension ManifestNode {
  /// As lines of YAML with every value in quotes; nil for a scalar.
  func yaml(indent: Int) -> String? {
    guard case .map(let entries) = content, !entries.isEmpty else { return nil }
    let space = String(repeating: " ", count: indent)
    return entries.sorted { $0.key < $1.key }.map { key, node in
      if case .map = node.content, let inner = node.yaml(indent: indent + 2) {
        return "\(space)\(key.asKey):\n\(inner)"
      }
      return "\(space)\(key.asKey): \(node.flow)"
    }.joined(separator: "\n")
  }

  /// A map of texts as lines of YAML.
  static func yaml(_ texts: [String: String], under name: String, indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    return "\(space)\(name):"
      + texts.sorted { $0.key < $1.key }.map { "\n\(space)  \($0.key.asKey): \($0.value.inQuotes)" }
      .joined()
  }

  private var flow: String {
    switch content {
    case .nothing: "null"
    case .text(let text, _): text.inQuotes
    case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .map(let entries):
      "{"
        + entries.sorted { $0.key < $1.key }.map { "\($0.key.asKey): \($0.value.flow)" }
        .joined(separator: ", ") + "}"
    }
  }
}

extension String {
  /// Between quotation marks, as YAML and JSON have a text.
  var inQuotes: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// As a key: plain where nothing else can be read.
  fileprivate var asKey: String {
    let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      first.map { $0.isASCII && $0.isLetter } ?? false && !words.contains(lowercased())
      && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
    return isPlain ? self : inQuotes
  }
}
