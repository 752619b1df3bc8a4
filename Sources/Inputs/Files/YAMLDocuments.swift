import PodStatus
import ShutdownModel
import Yams

/// Cuts a stream of bytes into YAML documents and reads each within bounds.
struct YAMLDocuments {
  /// Why a document is not read, without a word of it.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// A longer one is passed over.
  static let limit = 16 << 20
  private static let mostNodes = 2_000_000
  private static let deepestNesting = 30

  private var document: [UInt8] = []
  private var line: [UInt8] = []
  private var isTooLong = false
  /// How many were too long.
  private(set) var tooLongCount = 0

  /// The documents that end in the bytes that have come: `---` on a line of its own begins another.
  mutating func split(_ bytes: UnsafeRawBufferPointer) -> [String] {
    var texts: [String] = []
    for byte in bytes {
      line.append(byte)
      if line.count > YAMLDocuments.limit {
        isTooLong = true
        line = []
      }
      guard byte == UInt8(ascii: "\n") else { continue }
      if isSeparator { texts += take() } else { keep() }
      line.removeAll(keepingCapacity: true)
    }
    return texts
  }

  /// The last document.
  mutating func finish() -> [String] {
    if !isSeparator { keep() }
    line = []
    return take()
  }

  private var isSeparator: Bool {
    let rest = line.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    guard rest.starts(with: "---".utf8) else { return false }
    return rest.dropFirst(3).allSatisfy { " \t\r\n".utf8.contains($0) }
  }

  private mutating func keep() {
    guard !isTooLong else { return }
    document += line
    isTooLong = document.count > YAMLDocuments.limit
  }

  private mutating func take() -> [String] {
    defer {
      document.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    if isTooLong {
      tooLongCount += 1
      return []
    }
    let bytes = document.starts(with: [0xEF, 0xBB, 0xBF]) ? document.dropFirst(3) : document[...]
    guard bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return [] }
    return [String(decoding: bytes, as: UTF8.self)]
  }

  /// One document as JSON.
  static func value(_ text: String) -> Result<JSON, Refusal> {
    // kubectl prints no aliases; few of them can make a document endless.
    guard !usesAliases(text) else { return .failure(Refusal(description: "it has aliases")) }
    do {
      guard let root = try Parser(yaml: text, resolver: .basic).singleRoot() else {
        return .success(.null)
      }
      var nodesLeft = mostNodes
      return .success(try json(root, key: "", parent: "", depth: deepestNesting, &nodesLeft))
    } catch let refusal as Refusal {
      return .failure(refusal)
    } catch {
      return .failure(Refusal(description: "not YAML"))
    }
  }

  private static func usesAliases(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return false
    }
    var names: Set<String> = []
    var used: Set<String> = []
    let boundaries = Set(" \t\r\n[]{},:\"'".utf8)
    for word in text.utf8.split(whereSeparator: boundaries.contains) {
      guard let mark = word.first, mark == UInt8(ascii: "&") || mark == UInt8(ascii: "*") else {
        continue
      }
      let name = String(decoding: word.dropFirst(), as: UTF8.self)
      if mark == UInt8(ascii: "&") { names.insert(name) } else { used.insert(name) }
    }
    return !names.isDisjoint(with: used)
  }

  /// Maps whose values are texts, however they look: `pod-template-hash: 5784557564`.
  private static let textMaps: Set = ["labels", "annotations", "nodeSelector", "matchLabels"]
  private static let textNames: Set = [
    "name", "uid", "namespace", "resourceVersion", "nodeName", "reason", "message", "value", "kind",
  ]

  private static func json(
    _ node: Node, key: String, parent: String, depth: Int, _ nodesLeft: inout Int
  ) throws(Refusal) -> JSON {
    nodesLeft -= 1
    guard nodesLeft > 0, depth > 0 else {
      throw Refusal(description: "it is nested too deeply, or too large")
    }
    switch node {
    case .scalar(let scalar):
      let isText = textMaps.contains(parent) || textNames.contains(key)
      return isText && !scalar.string.isEmpty && !["null", "~"].contains(scalar.string)
        ? .string(scalar.string) : value(of: scalar)
    case .sequence(let sequence):
      var elements: [JSON] = []
      for element in sequence {
        elements.append(try json(element, key: "", parent: "", depth: depth - 1, &nodesLeft))
      }
      return .array(elements)
    case .mapping(let mapping):
      var members: [String: JSON] = [:]
      for (name, value) in mapping {
        guard case .scalar(let scalar) = name else {
          throw Refusal(description: "a key of it is no name")
        }
        members[scalar.string] = try json(
          value, key: scalar.string, parent: key, depth: depth - 1, &nodesLeft)
      }
      return .object(members)
    case .alias: throw Refusal(description: "it has aliases")
    }
  }

  /// The core schema, as far as kubectl uses it; a time is a text.
  private static func value(of scalar: Node.Scalar) -> JSON {
    guard scalar.style == .plain else { return .string(scalar.string) }
    switch scalar.string {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default:
      if let integer = Int(scalar.string) { return .integer(integer) }
      if let first = scalar.string.utf8.first, (48...57).contains(first) || first == 45,
        let number = Double(scalar.string), number.isFinite
      {
        return .number(number)
      }
      return .string(scalar.string)
    }
  }
}
