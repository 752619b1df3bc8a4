extension LogRegex.Node {
  /// What must be somewhere in a line if this is to be found there.
  ///
  /// `shutdown.*failed` is cut at its gap. All patterns with gaps in one automaton would have a
  /// state for every set of words a line has held so far; without, they are few.
  var pieces: [LogRegex.Node] {
    guard let gap = nodes.firstIndex(where: \.isGap) else { return [self] }
    let parts =
      [.sequence(Array(nodes[..<gap]))] + LogRegex.Node.sequence(Array(nodes[(gap + 1)...])).pieces
    let telling = parts.filter { !$0.matchesEmpty }
    return telling.isEmpty ? [self] : telling
  }

  private var nodes: [LogRegex.Node] {
    if case .sequence(let nodes) = self { nodes } else { [self] }
  }

  /// Whether it is a number of any bytes.
  private var isGap: Bool {
    if case .repetition(.bytes(.all), _, _) = self { true } else { false }
  }
}
