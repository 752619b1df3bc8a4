/// Four bytes of a text, by which it is found.
struct LogGram: Sendable {
  /// From where the text begins to where they do; -1 with the byte before it.
  let distance: Int
  /// All that may stand there, as ``masked(_:)`` leaves it.
  let variants: [UInt32]
  private let rate: Double

  /// What is left of a byte tells letters from all else, and not their case.
  static let mask: UInt8 = 0x5F

  /// Four bytes at once.
  @inline(__always)
  static func masked(_ bytes: UInt32) -> UInt32 { bytes & (UInt32(mask) &* 0x0101_0101) }

  /// The best one at an even distance, and the best at an odd one.
  static func best(of text: [UInt8]) -> [LogGram] {
    let word = LogGrams.word(text).count
    let most = min(text.count, 4)
    return [0, 1].compactMap { parity in
      // Of a text of four bytes one of them has to miss every other time.
      (-1..<max(word, 1)).filter { distance in
        let own = min(distance + 4, text.count) - max(distance, 0)
        return abs(distance) % 2 == parity && (own == most || text.count < 5 && own == most - 1)
      }
      .map { LogGram(of: text, at: $0) }
      .min { $0.cost < $1.cost }
    }
  }

  private init(of text: [UInt8], at distance: Int) {
    self.distance = distance
    variants = Self.variants(of: text, from: distance, count: 4)
    rate = LogRegex.Node.rate(of: Array(text[max(distance, 0)..<min(distance + 4, text.count)]))
  }

  /// In a thousand places, how many are taken for one: rightly, and because the tables are fuller.
  private var cost: Double { rate + Double(variants.count) * 0.004 }

  private static let anything = Set((UInt8.min...UInt8.max).map { UInt32($0 & mask) })
    .sorted()
  private static let backslash = UInt32(UInt8(ascii: "\\") & mask)
  /// What is shown as a space; a line feed ends the line.
  private static let spaces: [UInt32] = [0x20, 0x09, 0x0B, 0x0C, 0x0D].map { $0 & UInt32(mask) }

  /// The bytes of a text from some place on, and anything where there are none.
  private static func variants(of text: [UInt8], from place: Int, count: Int) -> [UInt32] {
    guard count > 0 else { return [0] }
    let rest = variants(of: text, from: place + 1, count: count - 1)
    guard text.indices.contains(place) else { return combined(anything, rest) }
    guard text[place] == 0x20 else {
      let own = combined([UInt32(text[place] & mask)], rest)
      return isPlainMark(text[place]) ? own + marks(of: text, from: place, count: count) : own
    }
    // JSON's \t and such, and in a JSON that is a text of another \\t, behind which nothing is known.
    guard count > 1 else { return spaces + [backslash] }
    let nested = combined([backslash], free(count - 2))
    let escaped = combined(
      anything.filter { $0 != backslash }, variants(of: text, from: place + 1, count: count - 2))
    return combined(spaces, rest) + combined([backslash], nested + escaped)
  }

  /// Whether what typesetters have is shown as this one (``Swift/String/withPlainMarks``).
  static func isPlainMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ">")
  }

  /// What begins all of those: U+2010 to U+201D, U+2192, U+21D2.
  static let markLead: UInt8 = 0xE2

  private static func marks(of text: [UInt8], from place: Int, count: Int) -> [UInt32] {
    let rest = variants(of: text, from: place + 1, count: count - 3)
    let third = count > 2 ? combined(anything, rest) : [0]
    let second = count > 1 ? combined([0x80, 0x86, 0x87].map { $0 & UInt32(mask) }, third) : [0]
    return combined([UInt32(markLead & mask)], second)
  }

  private static func free(_ count: Int) -> [UInt32] {
    (0..<count).reduce([0]) { rest, _ in combined(anything, rest) }
  }

  private static func combined(_ first: [UInt32], _ rest: [UInt32]) -> [UInt32] {
    first.flatMap { first in rest.map { first | $0 << 8 } }
  }
}
