/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  static let all = ByteSet(0x00...0xFF)
  static let digits = ByteSet(0x30...0x39)
  /// ASCII letters, digits and `_`.
  static let word = digits.union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))
    .union(ByteSet(0x5F))
  static let space = ByteSet(0x09...0x0D).union(ByteSet(0x20))

  init() {}

  init(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  init(_ byte: UInt8) { insert(byte) }

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  func union(_ other: ByteSet) -> ByteSet {
    var set = self
    set.words |= other.words
    return set
  }

  var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

  /// In ascending order.
  var members: [UInt8] {
    var members: [UInt8] = []
    for index in 0..<4 {
      var word = words[index]
      while word != 0 {
        members.append(UInt8(64 * index + word.trailingZeroBitCount))
        word &= word - 1
      }
    }
    return members
  }

  var inverted: ByteSet {
    var set = self
    set.words = ~words
    return set
  }

  /// The set with the other case of each ASCII letter in it.
  ///
  /// Hundreds of patterns are read at each start, and ask this of each of their characters.
  var inEitherCase: ByteSet {
    let upper = (words[1] | words[1] >> Self.caseDistance) & Self.upperCase
    var set = self
    set.words[1] |= upper | upper << Self.caseDistance
    return set
  }

  /// `A` to `Z`, in the word that begins with `@`.
  private static let upperCase: UInt64 = 0x07FF_FFFE
  /// From `A` to `a`.
  private static let caseDistance: UInt64 = 0x20
}
