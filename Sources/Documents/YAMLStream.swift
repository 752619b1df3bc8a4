/// The documents of one text of YAML, read one after another.
package struct YAMLStream {
  private let events: YAMLEvents
  private let nesting: Int
  private var aliasesLeft: Int
  /// How many nodes may still come.
  package private(set) var nodesLeft: Int
  /// What has a name so far; it lasts beyond the end of its document.
  private var anchors: [String: YAMLNode] = [:]

  /// Begins to read a text; a text out of bounds is refused as a whole.
  package init(_ text: String, within bounds: YAMLBounds) throws(YAMLError) {
    try bounds.check(text)
    events = try YAMLEvents(text)
    nesting = bounds.nesting
    aliasesLeft = bounds.aliases
    nodesLeft = bounds.nodes
  }

  /// The next document; nil after the last.
  ///
  /// Behind an error nobody knows where the next one begins: that takes another stream.
  package mutating func next() throws(YAMLError) -> YAMLNode? {
    guard let root = try compose() else { return nil }
    try check(root, nestingLeft: nesting)
    return root
  }

  /// The only document of a text; nil when there is none.
  package static func onlyDocument(
    of text: String, within bounds: YAMLBounds
  ) throws(YAMLError) -> YAMLNode? {
    var stream = try YAMLStream(text, within: bounds)
    guard let root = try stream.compose() else { return nil }
    let (event, place) = try stream.events.next()
    guard event == .streamEnd else {
      let problem = "but found another document"
      throw YAMLError(reason: .syntax(problem, column: place.column), line: place.line)
    }
    try stream.check(root, nestingLeft: bounds.nesting)
    return root
  }

  /// The next document, of any nesting and number of nodes, so that the first thing that is told of it is
  /// whether it is YAML.
  private mutating func compose() throws(YAMLError) -> YAMLNode? {
    guard try events.next().event == .documentStart else { return nil }
    var open: [OpenCollection] = []
    while true {
      let (event, place) = try events.next()
      let node: YAMLNode
      let name: String?
      switch event {
      case .alias(let alias): (node, name) = (try anchored(alias, at: place), nil)
      case .scalar(let text, let isPlain, let anchor):
        node = YAMLNode(content: .scalar(text, isPlain: isPlain), line: place.line)
        name = anchor
      case .listStart(let anchor), .mapStart(let anchor):
        let isMap = event == .mapStart(anchor: anchor)
        open.append(OpenCollection(isMap: isMap, line: place.line, anchor: anchor))
        continue
      case .end:
        guard let collection = open.popLast() else { return nil }
        (node, name) = (try collection.node, collection.anchor)
      case .documentStart, .documentEnd, .streamEnd: return nil
      }
      if let name { anchors[name] = node }
      guard let last = open.indices.last else {
        _ = try events.next()
        return node
      }
      open[last].nodes.append(node)
    }
  }

  private mutating func anchored(
    _ alias: String, at place: YAMLEvents.Place
  ) throws(YAMLError) -> YAMLNode {
    guard let node = anchors[alias] else {
      throw YAMLError(
        reason: .syntax("found undefined alias", column: place.column), line: place.line)
    }
    aliasesLeft -= 1
    guard aliasesLeft >= 0 else {
      throw YAMLError(reason: .tooManyAliases(alias), line: place.line)
    }
    return node
  }

  /// Holds a document to its bounds, and its names to be names, in the order of the text.
  private mutating func check(_ node: YAMLNode, nestingLeft: Int) throws(YAMLError) {
    nodesLeft -= 1
    guard nodesLeft > 0 else { throw YAMLError(reason: .tooManyNodes, line: node.line) }
    guard nestingLeft > 0 else { throw YAMLError(reason: .tooDeep, line: node.line) }
    switch node.content {
    case .scalar: break
    case .list(let items):
      for (index, item) in items.enumerated() {
        try check(item, at: .item(index), nestingLeft: nestingLeft - 1)
      }
    case .map(let entries):
      for entry in entries {
        guard entry.isNamed else { throw YAMLError(reason: .unnamedKey, line: node.line) }
        try check(entry.value, at: .entry(entry.name), nestingLeft: nestingLeft - 1)
      }
    }
  }

  private mutating func check(
    _ node: YAMLNode, at step: YAMLError.Step, nestingLeft: Int
  ) throws(YAMLError) {
    do throws(YAMLError) {
      try check(node, nestingLeft: nestingLeft)
    } catch {
      throw error.under(step)
    }
  }
}
