/// A part of a YAML document: what stands there, and on which line.
///
/// No tag is resolved: which type a text is to have is the reader's question.
package struct YAMLNode: Equatable, Sendable {
  /// What stands there.
  package enum Content: Equatable, Sendable {
    /// Only a plain one, which is neither in quotes nor a block, can be a number, a boolean or nothing.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    /// In the order of the text; no name twice.
    case map([Entry])
  }

  /// One `name: value` of a map.
  package struct Entry: Equatable, Sendable {
    package let name: String
    /// The line of the name, counted from 1.
    package let line: Int
    package let value: YAMLNode
    /// False where a list or a map stands for the name; no document has that once it is checked.
    let isNamed: Bool

    init(_ key: YAMLNode, _ value: YAMLNode) {
      if case .scalar(let text, _) = key.content {
        (name, isNamed) = (text, true)
      } else {
        (name, isNamed) = ("", false)
      }
      line = key.line
      self.value = value
    }
  }

  package let content: Content
  /// Counted from 1; of an alias, the line of what it stands for.
  package let line: Int

  /// Whether it is an empty plain scalar, `~` or `null`.
  package var isNothing: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }
}
