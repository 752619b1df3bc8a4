/// What stands behind a message.
extension LineCursor {
  /// Without blanks at either end.
  var trimmed: LineCursor {
    var start = position
    var end = end
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return LineCursor(bytes, start..<end)
  }

  /// Without the quotes around all of it.
  var unquoted: LineCursor {
    let quote = UInt8(ascii: "\"")
    guard end - position >= 2, next == quote, bytes[end - 1] == quote,
      !bytes[position + 1..<end - 1].contains(quote)
    else { return self }
    return LineCursor(bytes, position + 1..<end - 1)
  }

  /// Where pairs begin that reach to the end.
  var trailingPairs: Int? {
    guard let first = bytes[position..<end].firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var cursor = self
    var tries = 0
    var index = first
    while index < end, tries < 8 {
      // The key before the equals sign.
      var start = index
      while start > position, bytes[start - 1] != 0x20, bytes[start - 1] != 0x09 { start -= 1 }
      cursor.move(to: start)
      if start > position, start < index, cursor.takePairs() { return start }
      tries += 1
      guard let next = bytes[(index + 1)..<end].firstIndex(of: UInt8(ascii: "=")) else { break }
      index = next
    }
    return nil
  }

  /// Where a JSON object begins that reaches to the end, behind a message.
  var trailingObject: Int? {
    guard end - position > 4, bytes[end - 1] == UInt8(ascii: "}") else { return nil }
    var cursor = self
    while cursor.goBehind("{", within: 4096) {
      let start = cursor.position - 1
      guard cursor.next == UInt8(ascii: "\"") || cursor.next == UInt8(ascii: " ") else { continue }
      let before = start > position ? bytes[start - 1] : 0
      return before == 0x20 || before == 0x09 ? start : nil
    }
    return nil
  }

  /// Where ` (kafka.server.KafkaServer)`, ` [app.server]` or the ` [] []` of an empty context begins.
  var trailingBracket: Int? {
    guard end > position else { return nil }
    let open: UInt8
    switch bytes[end - 1] {
    case UInt8(ascii: ")"): open = UInt8(ascii: "(")
    case UInt8(ascii: "]"): open = UInt8(ascii: "[")
    case UInt8(ascii: "}"): open = UInt8(ascii: "{")
    default: return nil
    }
    let least = max(position, end - 130)
    guard let start = bytes[least..<end - 1].lastIndex(of: open), start > position,
      bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09
    else { return nil }
    let inner = bytes[start + 1..<end - 1]
    if inner.isEmpty { return start }
    guard open != UInt8(ascii: "{"), inner.contains(UInt8(ascii: ".")),
      inner.allSatisfy({
        ByteSet.word.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$")
      }),
      inner.contains(where: Self.letters.contains)
    else { return nil }
    return start
  }
}
