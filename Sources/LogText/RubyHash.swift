/// Records as Ruby prints them, which fluentd and fluent-bit do: `{"log"=>"draining", "stream"=>"stdout"}`.
enum RubyHash {
  /// The same as JSON; nil for what has none of Ruby's arrows.
  ///
  /// Source: Ruby, `Hash#inspect`: `"key"=>`, since 3.4 with blanks around it; `:key=>` and `key:` of symbols.
  static func json(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard beginsRuby(bytes) else { return nil }
    var json: [UInt8] = []
    json.reserveCapacity(bytes.count)
    var index = 0
    var isInText = false
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      index += 1
      if isInText {
        isInText = byte != UInt8(ascii: "\"")
        guard byte == UInt8(ascii: "\\") else {
          json.append(byte)
          continue
        }
        index += 1
        appendEscape(next, to: &json)
      } else if byte == UInt8(ascii: "="), next == UInt8(ascii: ">") {
        json.append(UInt8(ascii: ":"))
        index += 1
      } else if byte == UInt8(ascii: ":"), isLetter(next) {
        let end = bytes[index...].firstIndex { !ByteSet.word.contains($0) } ?? bytes.count
        appendText(bytes[index..<end], to: &json)
        index = end
      } else if ByteSet.digits.contains(byte) {
        // A time stands without quotes.
        let end = bytes[index...].firstIndex { !bare.contains($0) } ?? bytes.count
        let word = bytes[index - 1..<end]
        let isTime = word.contains(UInt8(ascii: ":"))
        if isTime { appendText(word, to: &json) } else { json += word }
        index = end
      } else if isLetter(byte) {
        let end = bytes[index...].firstIndex { !ByteSet.word.contains($0) } ?? bytes.count
        let word = bytes[index - 1..<end]
        if word.elementsEqual("nil".utf8) {
          json += "null".utf8
        } else if end < bytes.count, bytes[end] == UInt8(ascii: ":") {
          appendText(word, to: &json)
        } else {
          json += word
        }
        index = end
      } else {
        isInText = byte == UInt8(ascii: "\"")
        json.append(byte)
      }
    }
    return json
  }

  /// Whether an arrow stands behind the first key.
  private static func beginsRuby(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let head = bytes.prefix(80)
    guard let equals = head.firstIndex(of: UInt8(ascii: "=")), equals + 1 < head.endIndex,
      head[equals + 1] == UInt8(ascii: ">")
    else { return false }
    let key = head[1..<equals].filter { $0 > 0x20 }
    return key.first == UInt8(ascii: "\"") && key.last == UInt8(ascii: "\"")
      && key.count { $0 == UInt8(ascii: "\"") } == 2
      || key.first == UInt8(ascii: ":") && key.dropFirst().allSatisfy(ByteSet.word.contains)
  }

  private static let bare = ByteSet.word.union(ByteSet(0x2B)).union(ByteSet(0x2D...0x2E))
    .union(ByteSet(0x3A))

  private static func isLetter(_ byte: UInt8) -> Bool {
    ByteSet.word.contains(byte) && !ByteSet.digits.contains(byte)
  }

  private static func appendText(_ word: Slice<UnsafeBufferPointer<UInt8>>, to json: inout [UInt8])
  {
    json.append(UInt8(ascii: "\""))
    json += word
    json.append(UInt8(ascii: "\""))
  }

  /// An escape that JSON has, or the character itself.
  private static func appendEscape(_ byte: UInt8, to json: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "e"): json += "\\u001b".utf8
    case UInt8(ascii: "a"), UInt8(ascii: "v"), UInt8(ascii: "x"), UInt8(ascii: "0"), 0:
      json.append(UInt8(ascii: "?"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "t"),
      UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "u"):
      json += [UInt8(ascii: "\\"), byte]
    default: json.append(byte)
    }
  }
}
