/// Reads one line of Prometheus' text format from left to right.
struct MetricScanner {
  private var rest: ArraySlice<UInt8>

  init(_ line: some Sequence<UInt8>) {
    rest = ArraySlice(line)
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// A metric's name; nil when none stands here.
  mutating func name() -> String? {
    skipSpace()
    return word { ($0 | 0x20).isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
  }

  /// The labels in braces, none without braces; nil when they are not well-formed.
  mutating func labels() -> [String: String]? {
    skipSpace()
    guard take("{") else { return [:] }
    var labels: [String: String] = [:]
    while !take("}") {
      skipSpace()
      guard let name = word({ ($0 | 0x20).isLetter || $0 == UInt8(ascii: "_") }), take("="),
        take("\""), let value = quoted(), labels.updateValue(value, forKey: name) == nil
      else { return nil }
      skipSpace()
      // A comma may stand behind the last, too.
      guard take(",") || rest.first == UInt8(ascii: "}") else { return nil }
      skipSpace()
    }
    return labels
  }

  /// The value, and a time behind it that is passed over; nil for anything else.
  mutating func value() -> Double? {
    let words = rest.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    guard (1...2).contains(words.count), let value = number(words[0]),
      words.count == 1 || number(words[1]) != nil
    else { return nil }
    return value
  }

  /// `Double` alone would take `0x1p3` and `nan(1)`, too.
  private func number(_ word: String) -> Double? {
    if ["NaN", "+Inf", "-Inf", "Inf"].contains(word) { return Double(word) }
    guard word.utf8.allSatisfy({ $0.isDigit || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(word)
  }

  /// Up to the closing quote, with `\\`, `\"` and `\n` for what they stand for.
  private mutating func quoted() -> String? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        switch rest.popFirst() {
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
        default: return nil
        }
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func word(_ isLetter: (UInt8) -> Bool) -> String? {
    let word = rest.prefix { isLetter($0) || $0.isDigit }
    guard let first = word.first, !first.isDigit else { return nil }
    rest = rest[word.endIndex...]
    return String(decoding: word, as: UTF8.self)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
