/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64>

  static let all = ByteSet(0x00...0xFF)
  // Asked for in each line many times: a constant need not look whether it is made.
  static var digits: ByteSet { ByteSet(words: [0x03FF << 48, 0, 0, 0]) }
  /// ASCII letters, digits and `_`.
  static var word: ByteSet {
    ByteSet(words: [0x03FF << 48, 0x07FF_FFFE_87FF_FFFE, 0, 0])
  }
  static let space = ByteSet(0x09...0x0D).union(ByteSet(0x20))

  private init(words: SIMD4<UInt64>) { self.words = words }

  init() { words = .zero }

  init(_ range: ClosedRange<UInt8>) {
    self.init()
    for byte in range { insert(byte) }
  }

  init(_ byte: UInt8) {
    self.init()
    insert(byte)
  }

  @inline(__always)
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
