extension LogRegex.Node {
  /// What matches wherever this matches a part of a line, when all of the line is looked at.
  ///
  /// Where a message begins and ends is not known then, and a tab is still to become a space.
  var relaxed: LogRegex.Node {
    switch self {
    case .bytes(let set):
      let isSpace = set.contains(0x20) || set.contains(0x09)
      return .bytes(isSpace ? set.union(.space) : set)
    case .assertion: return .sequence([])
    case .sequence(let nodes): return .sequence(nodes.map(\.relaxed))
    case .choice(let nodes): return .choice(nodes.map(\.relaxed))
    case .repetition(let node, let atLeast, let atMost):
      return .repetition(node.relaxed, atLeast: atLeast, atMost: atMost)
    case .group(_, let node): return node.relaxed
    }
  }
}
