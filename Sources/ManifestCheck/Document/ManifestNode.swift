import HarmlessText
import ShutdownModel

/// A part of a manifest: what stands there, on which line, and the path that leads to it.
struct ManifestNode: Equatable, Sendable {
  indirect enum Content: Equatable, Sendable {
    /// Nothing, `~` or `null`.
    case nothing
    /// A scalar; only a plain one can be a number or a boolean.
    case text(String, isPlain: Bool)
    case list([ManifestNode])
    case map([String: ManifestNode])
  }

  var content: Content
  /// Counted from 1; of a map's entry, the line of its key.
  var line: Int
  /// `spec.template.spec.containers[0]`, made while one walks down; empty at the top.
  var path = ""

  /// The entry of that name; nil when there is none, or nothing stands there.
  subscript(key: String) -> ManifestNode? {
    guard case .map(let entries) = content, var node = entries[key], node.content != .nothing
    else { return nil }
    node.path = path.isEmpty ? key : "\(path).\(key)"
    return node
  }

  /// Walks down through maps.
  subscript(keys: [String]) -> ManifestNode? {
    keys.reduce(self as ManifestNode?) { $0?[$1] }
  }

  /// The scalar as it is written; nil for a list or a map.
  var text: String? {
    guard case .text(let text, _) = content else { return nil }
    return text
  }

  /// What kubectl makes of a plain scalar that is no string: a number or a boolean; nil for a string.
  var otherThanText: String? {
    guard case .text(let text, true) = content else { return nil }
    let words: Set = ["true", "false", "yes", "no", "on", "off"]
    if words.contains(text.lowercased()),
      [text.lowercased(), text.uppercased(), text.capitalizedWord].contains(text)
    {
      return "boolean"
    }
    guard text.utf8.count < 40, let first = text.first(where: { $0 != "-" && $0 != "+" }),
      first.isASCII, first.isNumber || first == "."
    else { return nil }
    return Int(text) != nil || Double(text) != nil ? "number" : nil
  }

  /// An error at this node.
  func refused(_ problem: String) -> ManifestProblem {
    ManifestProblem(line: line, problem: "\(path.isEmpty ? "the object" : path) \(problem)")
  }

  /// The scalar `key`, nil when it is not there.
  func text(_ key: String) throws(ManifestProblem) -> String? {
    guard let node = self[key] else { return nil }
    guard let text = node.text else { throw node.refused("is a list or a map; write a text") }
    return text
  }

  /// The whole number `key`, nil when it is not there.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(ManifestProblem) -> Stated<Int>? {
    guard let node = self[key] else { return nil }
    guard case .text(let text, true) = node.content, let number = Int(text), range.contains(number)
    else {
      throw node.refused(
        "is \(node.shown); write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Stated(number, node)
  }

  /// Whether `key` is true; false when it is not there.
  func flag(_ key: String) throws(ManifestProblem) -> Stated<Bool>? {
    guard let node = self[key] else { return nil }
    guard case .text(let text, true) = node.content, let flag = Self.flags[text] else {
      throw node.refused("is \(node.shown); write true or false")
    }
    return Stated(flag, node)
  }

  /// The items of the list `key`; none when it is not there.
  func list(_ key: String) throws(ManifestProblem) -> [ManifestNode] {
    guard let node = self[key] else { return [] }
    guard case .list(let items) = node.content else {
      throw node.refused("is not a list; write a line '- …' for each item")
    }
    return items.enumerated().map { index, item in
      var item = item
      item.path = "\(node.path)[\(index)]"
      return item
    }
  }

  /// The texts of the list `key`; none when it is not there.
  func texts(_ key: String) throws(ManifestProblem) -> [Stated<String>] {
    var texts: [Stated<String>] = []
    for node in try list(key) {
      guard let text = node.text else { throw node.refused("is no text; write it in quotes") }
      texts.append(Stated(text, node))
    }
    return texts
  }

  /// The texts of the map `key`; none when it is not there.
  func pairs(_ key: String) throws(ManifestProblem) -> [String: String] {
    guard let node = self[key] else { return [:] }
    guard case .map(let entries) = node.content else {
      throw node.refused("is not a map; write indented lines 'key: value'")
    }
    return entries.compactMapValues(\.text)
  }

  /// The value as an error message may repeat it.
  var shown: String {
    switch content {
    case .nothing: "empty"
    case .text(let text, _): "'\(text.harmless(limit: 60))'"
    case .list: "a list"
    case .map: "a map"
    }
  }

  private static let flags = [
    "true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false,
  ]
}

extension String {
  /// With a capital first letter and small ones behind it.
  fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
