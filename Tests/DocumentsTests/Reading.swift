@testable import Documents

/// What a text is read as, in short: `[a {b: 'c'}]`, or why it is not read.
///
/// Plain scalars stand as they are, others in quotes; documents are separated by ` | `.
func reading(
  _ text: String, bytes: Int = 1_000_000, bytesWithAliases: Int = .max, aliases: Int = 100,
  nodes: Int = .max, nesting: Int = 100
) -> String {
  let bounds = YAMLBounds(
    bytes: bytes, bytesWithAliases: bytesWithAliases, aliases: aliases, nodes: nodes,
    nesting: nesting)
  var said: [String] = []
  do throws(YAMLError) {
    var stream = try YAMLStream(text, within: bounds)
    while let root = try stream.next() { said.append(root.short) }
  } catch {
    said.append(error.short)
  }
  return said.joined(separator: " | ")
}

extension YAMLNode {
  var short: String {
    switch content {
    case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
    case .list(let items): "[" + items.map(\.short).joined(separator: " ") + "]"
    case .map(let entries):
      "{" + entries.map { "\($0.name): \($0.value.short)" }.joined(separator: " ") + "}"
    }
  }

  /// Its lines: of itself and, in the order of the text, of names and values.
  var lines: [Int] {
    switch content {
    case .scalar: [line]
    case .list(let items): [line] + items.flatMap(\.lines)
    case .map(let entries): [line] + entries.flatMap { [$0.line] + $0.value.lines }
    }
  }
}

extension YAMLError {
  /// `1:4 found undefined alias`, `3: tooDeep at [0].b`.
  var short: String {
    if case .syntax(let words, let column) = reason { return "\(line):\(column) \(words)" }
    let steps = path.map { step in
      switch step {
      case .item(let index): "[\(index)]"
      case .entry(let name): ".\(name)"
      }
    }
    return "\(line): \(reason)" + (steps.isEmpty ? "" : " at \(steps.joined())")
  }
}
