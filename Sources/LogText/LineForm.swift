/// How far the bytes of a line are what a reader of it gets to see.
struct LineForm {
  /// There are escape sequences.
  private(set) var hasEscapes = false
  /// There are quotes with a backslash.
  private(set) var hasQuotes = false
  /// Only a parser can tell what is to be read.
  private(set) var isOdd = false

  init(_ line: UnsafeBufferPointer<UInt8>) {
    guard !Self.isPlain(line) else { return }
    for (index, byte) in line.enumerated() {
      switch byte {
      case 0x1B:
        if index + 1 < line.count, line[index + 1] == UInt8(ascii: "[") {
          hasEscapes = true
        } else {
          isOdd = true
        }
      case 0x09...0x0D: break
      case ..<0x20, 0x7F...: isOdd = true
      case UInt8(ascii: "\\"):
        switch index + 1 < line.count ? line[index + 1] : 0 {
        case UInt8(ascii: "\""): hasQuotes = true
        // The end of a text.
        case UInt8(ascii: "n") where index + 2 < line.count && line[index + 2] == 0x22: break
        default: isOdd = true
        }
      default: break
      }
      if isOdd { return }
    }
  }

  /// Whether all is ASCII that can be shown, with no backslash.
  private static func isPlain(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(line)
    let ones: UInt64 = 0x0101_0101_0101_0101
    var odd: UInt64 = 0
    var index = 0
    while index + 8 <= raw.count {
      let bytes = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let backslash = bytes ^ (ones &* 0x5C)
      // Below a space, or DEL and above.
      odd |= (bytes &- ones &* 0x20) & ~bytes | (bytes &+ ones) | bytes
      odd |= (backslash &- ones) & ~backslash
      index += 8
    }
    while index < raw.count {
      if !(0x20...0x7E ~= raw[index]) || raw[index] == UInt8(ascii: "\\") { return false }
      index += 1
    }
    return odd & (ones &* 0x80) == 0
  }

  /// The line without its escape sequences, and perhaps without backslashes.
  func clean(
    _ line: UnsafeBufferPointer<UInt8>, keepingBackslashes: Bool, into cleaned: inout [UInt8]
  ) {
    cleaned.removeAll(keepingCapacity: true)
    var index = 0
    while index < line.count {
      let byte = line[index]
      index += 1
      if byte == 0x1B, index < line.count, line[index] == UInt8(ascii: "[") {
        index += 1
        while index < line.count, 0x20...0x3F ~= line[index] { index += 1 }
        if index < line.count, 0x40...0x7E ~= line[index] { index += 1 }
      } else if byte != UInt8(ascii: "\\") || keepingBackslashes {
        cleaned.append(byte)
      }
    }
  }
}
