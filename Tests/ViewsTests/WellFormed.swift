/// Reads XML, and HTML written like it, strictly enough to see that nothing broke out of its place.
struct WellFormed {
  /// Every start tag with its attributes, in order.
  private(set) var tags: [(name: String, attributes: [String: String])] = []
  /// What stands between the tags, its entities resolved.
  private(set) var text = ""

  struct Problem: Error { var description: String }

  private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
  private let voids: Set<String>
  private var rest: Substring

  init(_ document: String, voids: Set<String> = []) throws(Problem) {
    self.voids = voids
    rest = document[...]
    for scalar in document.unicodeScalars {
      let isLegal =
        scalar == "\n" || (0x20...0x7E).contains(scalar.value)
        || (0xA0...0xFFFD).contains(scalar.value) || scalar.value > 0xFFFF
      if !isLegal { throw Problem(description: "the character \(scalar.value)") }
    }
    var open: [String] = []
    while !rest.isEmpty {
      try text += resolved(take { $0 != "<" })
      guard !rest.isEmpty else { break }
      rest.removeFirst()
      if rest.hasPrefix("?") || rest.hasPrefix("!DOCTYPE") {
        _ = take { $0 != ">" }
        rest.removeFirst()
      } else if rest.hasPrefix("/") {
        rest.removeFirst()
        let name = take { $0 != ">" }
        guard open.popLast() == name else { throw Problem(description: "</\(name)>") }
        rest.removeFirst()
      } else {
        let (name, isEmpty) = try startTag()
        if !isEmpty && !voids.contains(name) { open.append(name) }
        // A style holds no markup.
        if name == "style" {
          while !rest.isEmpty, !rest.hasPrefix("</style>") { rest.removeFirst() }
        }
      }
    }
    if !open.isEmpty { throw Problem(description: "never closed: \(open)") }
  }

  private mutating func startTag() throws(Problem) -> (String, Bool) {
    let name = take { $0.isLetter || $0.isNumber || $0 == "-" }
    guard !name.isEmpty else { throw Problem(description: "a stray < before \(rest.prefix(20))") }
    var attributes: [String: String] = [:]
    while true {
      _ = take { $0 == " " }
      if rest.hasPrefix("/>") || rest.hasPrefix(">") { break }
      let key = take { $0.isLetter || $0 == "-" || $0.isNumber }
      guard !key.isEmpty, rest.hasPrefix("=\""), attributes[key] == nil else {
        throw Problem(description: "an attribute of <\(name)>: \(rest.prefix(20))")
      }
      rest.removeFirst(2)
      attributes[key] = try resolved(take { $0 != "\"" && $0 != "<" })
      guard rest.hasPrefix("\"") else { throw Problem(description: "the value of \(key)") }
      rest.removeFirst()
    }
    tags.append((name, attributes))
    let isEmpty = rest.hasPrefix("/>")
    rest.removeFirst(isEmpty ? 2 : 1)
    return (name, isEmpty)
  }

  private mutating func take(while isWanted: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: isWanted)
    rest = rest[taken.endIndex...]
    return String(taken)
  }

  private func resolved(_ text: String) throws(Problem) -> String {
    var parts = text.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return text }
    for index in parts.indices.dropFirst() {
      guard let end = parts[index].firstIndex(of: ";"),
        let entity = WellFormed.entities[String(parts[index][..<end])]
      else { throw Problem(description: "an entity: &\(parts[index].prefix(10))") }
      parts[index] = entity + parts[index][parts[index].index(after: end)...]
    }
    return parts.joined()
  }
}
