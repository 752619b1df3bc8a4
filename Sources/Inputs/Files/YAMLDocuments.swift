import Documents
import PodStatus
import ShutdownModel

/// Cuts a stream of bytes into YAML documents and reads each within bounds.
struct YAMLDocuments {
  /// Why a document is not read, without a word of it.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// A longer one is passed over.
  static let limit = 16 << 20
  // kubectl prints no aliases. Of bytes that are not UTF-8 each has become three.
  private static let bounds = YAMLBounds(bytes: 3 * limit, nodes: 2_000_000, nesting: 30)

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
    do {
      let root = try YAMLStream.onlyDocument(of: text, within: bounds)
      return .success(root.map { json($0, key: "", parent: "") } ?? .null)
    } catch {
      return .failure(Refusal(error))
    }
  }

  /// Maps whose values are texts, however they look: `pod-template-hash: 5784557564`.
  private static let textMaps: Set = ["labels", "annotations", "nodeSelector", "matchLabels"]
  private static let textNames: Set = [
    "name", "uid", "namespace", "resourceVersion", "nodeName", "reason", "message", "value", "kind",
  ]

  private static func json(_ node: YAMLNode, key: String, parent: String) -> JSON {
    switch node.content {
    case .scalar(let text, let isPlain):
      let isText = textMaps.contains(parent) || textNames.contains(key)
      return !isPlain || (isText && !["", "null", "~"].contains(text))
        ? .string(text) : value(of: text)
    case .list(let items): return .array(items.map { json($0, key: "", parent: "") })
    case .map(let entries):
      var members: [String: JSON] = [:]
      for entry in entries {
        members[entry.name] = json(entry.value, key: entry.name, parent: key)
      }
      return .object(members)
    }
  }

  /// The core schema of plain scalars, as far as kubectl uses it; a time is a text.
  private static func value(of text: String) -> JSON {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default:
      if let integer = Int(text) { return .integer(integer) }
      if let first = text.utf8.first, (48...57).contains(first) || first == 45,
        let number = Double(text), number.isFinite
      {
        return .number(number)
      }
      return .string(text)
    }
  }
}

extension YAMLDocuments.Refusal {
  fileprivate init(_ error: YAMLError) {
    switch error.reason {
    case .tooManyAliases, .tooLargeWithAliases: description = "it contains aliases"
    case .tooLarge, .tooManyNodes, .tooDeep:
      description = "it is nested too deeply, or too large"
    case .unnamedKey: description = "one of its keys is not a name"
    case .syntax, .character, .duplicate, .outOfMemory: description = "not YAML"
    }
  }
}
