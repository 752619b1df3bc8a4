/// Finds short texts in a long one by looking at every second place only.
///
/// Of each text two ``LogGram`` are known, one of which stands at an even place wherever it begins. Two
/// tables say whether four bytes may be some of those; only then a text is compared. A bit of an
/// entry is of every eighth text, and both tables have to agree on one.
///
/// Source: Wu and Manber, "A Fast Algorithm for Multi-Pattern Searching" (1994), without the skips:
/// they would make each step wait for the one before.
struct LogGrams: Sendable {
  /// A text with the distance from where it begins to where its four bytes are looked at.
  private struct Entry: Sendable {
    var text: Int32
    var distance: Int32
    /// The next entry with the same number, or -1.
    var next: Int32
  }

  private static let size = 1 << 14

  private let texts: [[UInt8]]
  private var first = [UInt8](repeating: 0, count: size)
  private var second = [UInt8](repeating: 0, count: size)
  private var heads = [Int32](repeating: -1, count: size)
  private var entries: [Entry] = []

  /// - Parameter texts: in lower case, the first word of none shorter than two bytes.
  init(_ texts: [[UInt8]]) {
    self.texts = texts
    for number in texts.indices {
      for gram in LogGram.best(of: texts[number]) { insert(number, gram) }
    }
  }

  /// The bytes up to the first space, which need not be one in a line.
  static func word(_ text: [UInt8]) -> [UInt8] { Array(text.prefix { $0 != 0x20 }) }

  private static func firstPlace(_ bytes: UInt32) -> Int { Int((bytes &* 0x9E37_79B1) >> 18) }

  private static func secondPlace(_ bytes: UInt32) -> Int { Int((bytes &* 0x85EB_CA6B) >> 18) }

  private mutating func insert(_ number: Int, _ gram: LogGram) {
    let bit: UInt8 = 1 << UInt8(number % 8)
    for variant in gram.variants {
      let place = Self.firstPlace(variant)
      first[place] |= bit
      second[Self.secondPlace(variant)] |= bit
      entries.append(
        Entry(text: Int32(number), distance: Int32(gram.distance), next: heads[place]))
      heads[place] = Int32(entries.count - 1)
    }
  }

  /// The place of a byte in or beside the first such text, or of a byte that can hide one.
  ///
  /// Before it there is none.
  func firstHit(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count else { return nil }
    return first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        let raw = UnsafeRawPointer(base)
        var position = start
        // The last four bytes of a block lie two behind it, and a pair ends one behind it.
        let last = bytes.count - 20
        while position < last {
          var hits: UInt8 = 0
          for step in 0..<8 {
            let four = LogGram.masked(
              raw.loadUnaligned(fromByteOffset: position &+ 2 &* step, as: UInt32.self))
            hits |= first[Self.firstPlace(four)] & second[Self.secondPlace(four)]
          }
          let hidden =
            HiddenBytes.marks(
              raw.loadUnaligned(fromByteOffset: position, as: UInt64.self),
              raw.loadUnaligned(fromByteOffset: position &+ 1, as: UInt64.self))
            | HiddenBytes.marks(
              raw.loadUnaligned(fromByteOffset: position &+ 8, as: UInt64.self),
              raw.loadUnaligned(fromByteOffset: position &+ 9, as: UInt64.self))
          if hits != 0 || hidden != 0 {
            if let hit = hit(
              in: bytes, position..<position &+ 16, from: start, mayHide: hidden != 0)
            {
              return hit
            }
          }
          position &+= 16
        }
        return hit(in: bytes, position..<bytes.count, from: start, mayHide: true)
      }
    }
  }

  /// Looks at each place of a block, the first of which is even.
  ///
  /// - Parameter mayHide: a byte in it may begin something hidden.
  private func hit(
    in bytes: UnsafeBufferPointer<UInt8>, _ block: Range<Int>, from start: Int, mayHide: Bool
  ) -> Int? {
    var position = block.lowerBound
    while position < block.upperBound {
      if mayHide, HiddenBytes.begin(in: bytes, at: position) { return position }
      let four = Self.four(in: bytes, at: position)
      if first[Self.firstPlace(four)] & second[Self.secondPlace(four)] != 0,
        isText(in: bytes, at: position, four, from: start)
      {
        return position
      }
      if mayHide, position + 1 < block.upperBound, HiddenBytes.begin(in: bytes, at: position + 1) {
        return position + 1
      }
      position += 2
    }
    return nil
  }

  /// Four bytes, masked; behind the end they are 0.
  @inline(__always)
  private static func four(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32 {
    if position + 4 <= bytes.count {
      return LogGram.masked(
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }
    var four: UInt32 = 0
    for index in 0..<(bytes.count - position) {
      four |= UInt32(bytes[position + index] & LogGram.mask) << UInt32(8 * index)
    }
    return four
  }

  private func isText(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int, _ four: UInt32, from start: Int
  ) -> Bool {
    var index = heads[Self.firstPlace(four)]
    while index >= 0 {
      let entry = entries[Int(index)]
      let begin = position - Int(entry.distance)
      if begin >= start, matches(texts[Int(entry.text)], in: bytes, at: begin) { return true }
      index = entry.next
    }
    return false
  }

  private func matches(
    _ text: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, at begin: Int
  ) -> Bool {
    for index in text.indices {
      guard begin + index < bytes.count else { return false }
      let byte = bytes[begin + index]
      if byte.inLowerCase == text[index] { continue }
      if byte == LogGram.markLead, LogGram.isPlainMark(text[index]) { return true }
      // A space can be a tab, JSON's \n, or one beyond ASCII: what follows is not compared then.
      return text[index] == 0x20
        && (byte < 0x20 && byte != 0x0A || byte == UInt8(ascii: "\\") || byte >= 0x7F)
    }
    return true
  }
}

/// Bytes that are taken out of a line before it is shown, so that a word could be split by them.
enum HiddenBytes {
  /// Not 0 when there may be some in eight bytes; the others are those one further.
  ///
  /// Not with vectors: comparing those is slow unless it is done in assembly.
  @inline(__always)
  static func marks(_ bytes: UInt64, _ shifted: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // A byte of these is 0 where there is what is sought.
    let escape = bytes ^ (ones &* 0x1B)
    let pair = (bytes ^ (ones &* 0x5C)) | (shifted ^ (ones &* 0x75))
    return (((escape &- ones) & ~escape) | ((pair &- ones) & ~pair) | bytes) & (ones &* 0x80)
  }

  /// Whether such bytes begin there: an escape sequence, JSON's `\u`, an invisible character.
  ///
  /// All characters that ``String/init(harmless:limit:)`` drops, and some more.
  static func begin(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    func next(_ distance: Int) -> UInt8 {
      position + distance < bytes.count ? bytes[position + distance] : 0
    }
    switch bytes[position] {
    case 0x1B: return true
    case UInt8(ascii: "\\"): return next(1) == UInt8(ascii: "u")
    case ..<0x80: return false
    // C1 controls and the soft hyphen.
    case 0xC2: return next(1) < 0xA0 || next(1) == 0xAD
    case 0xCD: return next(1) == 0x8F
    case 0xD8, 0xDB, 0xDC: return true
    case 0xE0: return next(1) == 0xA2 || next(1) == 0xA3
    case 0xE1: return next(1) == 0x85 || next(1) == 0x9E || next(1) == 0xA0
    // Not the dashes, quotes and dots of U+2010 to U+2027.
    case 0xE2:
      return next(1) == 0x80 && !(0x90...0xA7 ~= next(2)) || next(1) == 0x81
        || next(1) == 0x84 && next(2) == 0xAA
    case 0xE3: return next(1) == 0x85 && next(2) == 0xA4
    // Variation selectors stay unless they are many, as other marks do.
    case 0xEF: return next(1) == 0xBB || next(1) == 0xBE || next(1) == 0xBF
    case 0xF0: return next(1) == 0x91 || next(1) == 0x93 || next(1) == 0x9B || next(1) == 0x9D
    case 0xF3: return true
    default: return false
    }
  }
}
