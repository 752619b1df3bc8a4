/// How much of a text of YAML is read.
package struct YAMLBounds: Sendable {
  /// The largest text.
  package var bytes: Int
  /// The largest text that has aliases.
  package var bytesWithAliases: Int
  /// The most aliases of a text.
  ///
  /// An alias may lead to others, so that few of them make a text endless.
  package var aliases: Int
  /// So many nodes are too many; names do not count, and what an alias stands for counts each time.
  package var nodes: Int
  /// The deepest nesting; the root alone is 1.
  package var nesting: Int

  /// Makes bounds; what is not given is bounded by the bytes.
  package init(
    bytes: Int, bytesWithAliases: Int = .max, aliases: Int = 0, nodes: Int = .max, nesting: Int
  ) {
    self.bytes = bytes
    self.bytesWithAliases = bytesWithAliases
    self.aliases = aliases
    self.nodes = nodes
    self.nesting = nesting
  }

  /// What can be told from the text before it is parsed.
  func check(_ text: String) throws(YAMLError) {
    guard text.utf8.count <= bytes else { throw YAMLError(reason: .tooLarge, line: 1) }
    let mentions = AliasMention.all(in: text)
    if mentions.count > aliases {
      let mention = mentions[aliases]
      throw YAMLError(reason: .tooManyAliases(mention.name), line: mention.line)
    }
    if let first = mentions.first, text.utf8.count > bytesWithAliases {
      throw YAMLError(reason: .tooLargeWithAliases, line: first.line)
    }
  }
}
