/// Cuts a stream of bytes into the JSON objects that stand in it one after the other, whatever their
/// layout.
struct JSONValues {
  /// A longer one is passed over: the largest list of pods is far below it.
  static let limit = 64 << 20

  private var value: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// How many were too long.
  private(set) var tooLongCount = 0
  private var isTooLong = false

  /// The values that end in the bytes that have come.
  mutating func split(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for byte in bytes {
      if depth == 0, byte != UInt8(ascii: "{") { continue }
      if !isTooLong { value.append(byte) }
      if value.count > JSONValues.limit {
        isTooLong = true
        value = []
      }
      take(byte)
      guard depth == 0 else { continue }
      if isTooLong { tooLongCount += 1 } else { values.append(value) }
      value.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    return values
  }

  /// The bytes end within a value.
  var isCut: Bool { depth > 0 }

  private mutating func take(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    default: break
    }
  }
}
