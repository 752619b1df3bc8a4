/// Why a text is not JSON: what stands where, and the member it stands in.
package struct JSONError: Error, Equatable, Sendable {
  package var member: String?
  package var problem: String
}

extension JSON {
  /// Reads one JSON text, strictly, nested at most 32 levels deep.
  package init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }
}

private struct JSONParser {
  static let maximumDepth = 32

  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw unexpected() }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth < Self.maximumDepth else {
      throw JSONError(problem: "nested deeper than \(Self.maximumDepth) levels")
    }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var members: [String: JSON] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw unexpected() }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw unexpected() }
      do {
        members[name] = try value(depth: depth + 1)
      } catch {
        throw JSONError(member: error.member ?? name, problem: error.problem)
      }
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw unexpected() }
      return .object(members)
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    position += 1
    var elements: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try value(depth: depth + 1))
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw unexpected() }
      return .array(elements)
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw unexpected() }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let whole = position
    guard digits() > 0, bytes[whole] != UInt8(ascii: "0") || position == whole + 1 else {
      position = start
      throw unexpected()
    }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard digits() > 0 else { throw unexpected() }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { throw unexpected() }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    return .number(Double(text) ?? .infinity)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var scalars: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: scalars, as: UTF8.self) else {
          throw JSONError(problem: "a string that is not UTF-8 before byte \(position)")
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        scalars += try escape().utf8
      case ..<0x20: throw unexpected()
      default:
        scalars.append(byte)
        position += 1
      }
    }
    throw unexpected()
  }

  private mutating func escape() throws(JSONError) -> String {
    guard let byte = next else { throw unexpected() }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      position += 1
      return String(UnicodeScalar(byte))
    case UInt8(ascii: "b"): return short("\u{8}")
    case UInt8(ascii: "f"): return short("\u{c}")
    case UInt8(ascii: "n"): return short("\n")
    case UInt8(ascii: "r"): return short("\r")
    case UInt8(ascii: "t"): return short("\t")
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw unexpected()
    }
  }

  private mutating func short(_ string: String) -> String {
    position += 1
    return string
  }

  private mutating func unicodeEscape() throws(JSONError) -> String {
    var units = [try hexUnit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
      position += 1
      units.append(try hexUnit())
    }
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func hexUnit() throws(JSONError) -> UInt16 {
    let start = position + 1
    guard start + 4 <= bytes.count,
      bytes[start..<start + 4].allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    else { throw unexpected() }
    position = start + 4
    return unit
  }

  /// The error for what stands at the present position, quoted as far as it is plain.
  private func unexpected() -> JSONError {
    guard position < bytes.count else { return JSONError(problem: "ends too early") }
    let word = bytes[position...].prefix(12).prefix { (0x21...0x7e).contains($0) }
    let quoted = String(decoding: word, as: UTF8.self)
    let what = quoted.isEmpty ? "a control or non-ASCII byte" : quoted
    return JSONError(problem: "unexpected \(what) at byte \(position)")
  }
}
