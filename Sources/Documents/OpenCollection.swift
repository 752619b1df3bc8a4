/// A list or a map whose end has not come yet.
struct OpenCollection {
  var isMap: Bool
  var line: Int
  var anchor: String?
  /// What has come of it; of a map, keys and values by turns.
  var nodes: [YAMLNode] = []

  /// The whole of it; a map with a name twice is refused.
  var node: YAMLNode {
    get throws(YAMLError) {
      guard isMap else { return YAMLNode(content: .list(nodes), line: line) }
      let entries = stride(from: 0, to: nodes.count - 1, by: 2).map {
        YAMLNode.Entry(nodes[$0], nodes[$0 + 1])
      }
      try Self.refuseDuplicates(entries)
      return YAMLNode(content: .map(entries), line: line)
    }
  }

  /// Of several, it is the first by the alphabet that is told.
  private static func refuseDuplicates(_ entries: [YAMLNode.Entry]) throws(YAMLError) {
    var lines: [String: Int] = [:]
    var duplicate: String?
    for entry in entries where entry.isNamed {
      if let first = lines.index(forKey: entry.name) {
        duplicate = min(duplicate ?? lines[first].key, lines[first].key)
      } else {
        lines[entry.name] = entry.line
      }
    }
    guard let duplicate else { return }
    throw YAMLError(reason: .duplicate(duplicate), line: lines[duplicate] ?? 1)
  }
}
