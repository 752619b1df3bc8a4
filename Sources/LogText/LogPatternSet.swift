/// A set of patterns by their numbers.
struct LogPatternSet: Hashable, Sendable {
  private var words: [UInt64]
  private(set) var isEmpty = true

  init(count: Int) {
    words = Array(repeating: 0, count: Self.wordCount(of: count))
  }

  /// How many words of 64 bits a set of so many patterns has.
  static func wordCount(of count: Int) -> Int { (count + 63) / 64 }

  mutating func insert(_ number: Int) {
    words[number / 64] |= 1 << UInt64(number % 64)
    isEmpty = false
  }

  func contains(_ number: Int) -> Bool {
    words[number / 64] & (1 << UInt64(number % 64)) != 0
  }

  /// Whether something holds for one of the numbers.
  func contains(where holds: (Int) -> Bool) -> Bool {
    for index in words.indices {
      var rest = words[index]
      while rest != 0 {
        if holds(index * 64 + rest.trailingZeroBitCount) { return true }
        rest &= rest - 1
      }
    }
    return false
  }

  /// Calls for each number, in ascending order.
  func forEach(_ body: (Int) -> Void) {
    for index in words.indices {
      var rest = words[index]
      while rest != 0 {
        body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// Adds those of another set over the same patterns, whose words stand from a place on.
  mutating func formUnion(_ others: UnsafeBufferPointer<UInt64>, at start: Int) {
    words.withUnsafeMutableBufferPointer { words in
      for index in words.indices { words[index] |= others[start + index] }
    }
    isEmpty = false
  }

  mutating func removeAll() {
    guard !isEmpty else { return }
    for index in words.indices { words[index] = 0 }
    isEmpty = true
  }
}
