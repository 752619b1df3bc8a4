/// In which form a file holds objects of Kubernetes, as its beginning tells.
enum ObjectForm: Equatable {
  case json
  case yaml

  /// Nil for what holds none: a log, a table, anything else.
  init?(_ beginning: [UInt8]) {
    var text = Substring(String(decoding: beginning.prefix(FileBytes.peekLength), as: UTF8.self))
    if text.hasPrefix("\u{FEFF}") { text = text.dropFirst() }
    text = text.drop { $0.isWhitespace }
    if text.first == "{" || text.first == "[" {
      guard JSONHead(text).isObject else { return nil }
      self = .json
    } else {
      guard ObjectForm.isYAML(text) else { return nil }
      self = .yaml
    }
  }

  /// Lines of an object stand at its left edge: `apiVersion`, `kind`, or `object` of a watch.
  private static func isYAML(_ text: Substring) -> Bool {
    var names: Set<Substring> = []
    for line in text.split(whereSeparator: \.isNewline).prefix(2000) {
      guard let first = line.first, first != "#", !line.hasPrefix("---") else { continue }
      let isItem = line.hasPrefix("- ") || line.hasPrefix("  ")
      let words = isItem ? line.dropFirst(2) : line
      guard let colon = words.firstIndex(of: ":") else {
        if !isItem { return false }
        continue
      }
      let name = words[..<colon]
      let rest = words[words.index(after: colon)...]
      guard rest.isEmpty || rest.first == " " || rest.first == "\r" else {
        if !isItem { return false }
        continue
      }
      names.insert(name)
      if names.isSuperset(of: ["apiVersion", "kind"]) { return true }
      if names.isSuperset(of: ["apiVersion", "items"]) { return true }
      if names.isEmpty { return false }
    }
    return false
  }
}

/// The names and texts at the beginning of a JSON value, as deep as those of an object's own.
private struct JSONHead {
  /// By their path: `kind`, `object.kind`, `items.kind`.
  private var texts: [String: String] = [:]
  private var names: Set<String> = []

  /// It is an object of the API, a list of some, or an event of a watch.
  var isObject: Bool {
    if let version = texts["apiVersion"], texts["kind"] != nil {
      return !version.hasPrefix("audit.k8s.io")
    }
    if names.contains("object") {
      let types = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]
      if let type = texts["type"], !types.contains(type) { return false }
      return texts["object.kind"] != nil || texts["object.apiVersion"] != nil
        || names.contains("object.metadata") && texts["type"] != nil
    }
    if names.contains("items") {
      return texts["kind"]?.hasSuffix("List") == true || texts["apiVersion"] != nil
        || texts["items.kind"] != nil
    }
    // What exporters of events write.
    if names.contains("involvedObject"), names.contains("metadata") { return true }
    // One whose kind stands far behind: `apiVersion` and `metadata` are enough.
    return texts["apiVersion"] != nil && names.contains("metadata")
      || texts["kind"] != nil && names.contains("metadata") && names.contains("spec")
  }

  init(_ text: Substring) {
    var path: [String] = []
    var name: String?
    var isName: [Bool] = []
    var index = text.startIndex
    scan: while index < text.endIndex {
      switch text[index] {
      case "{":
        // Of a list of values the first is looked at.
        path.append(name ?? "")
        name = nil
        isName.append(true)
      case "[":
        path.append(name ?? "")
        name = nil
        isName.append(false)
      case "}", "]":
        guard !path.isEmpty else { break scan }
        path.removeLast()
        isName.removeLast()
        name = nil
        if path.isEmpty { break scan }
      case ",": if isName.last == true { name = nil }
      case "\"":
        let start = text.index(after: index)
        var end = start
        while end < text.endIndex, text[end] != "\"" {
          if text[end] == "\\" { end = text.index(after: end) }
          guard end < text.endIndex else { break scan }
          end = text.index(after: end)
        }
        guard end < text.endIndex else { break scan }
        note(String(text[start..<end].prefix(200)), path, &name, isMember: isName.last == true)
        index = end
      default: break
      }
      index = text.index(after: index)
    }
  }

  private mutating func note(
    _ word: String, _ path: [String], _ name: inout String?, isMember: Bool
  ) {
    guard isMember else { return }
    // The value's own level, and one below; in lists the list's name stands before it.
    let parents = path.filter { !$0.isEmpty }
    guard parents.count <= 1 else {
      name = name == nil ? word : nil
      return
    }
    let full = (parents + [name ?? word]).joined(separator: ".")
    if name == nil {
      name = word
      names.insert(full)
    } else {
      if texts[full] == nil { texts[full] = word }
      name = nil
    }
  }
}
