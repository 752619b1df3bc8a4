/// Pairs: `time=2026-11-23T04:29:35Z level=info msg="shutting down" in_flight=3` (logfmt).
extension LineCursor {
  private static let keys = ByteSet.word.union(ByteSet(0x2D...0x2F)).union(ByteSet(0x40))
  private static let mostPairs = 64

  /// Gives every pair; stops at what is none, or leaves such words out.
  ///
  /// - Returns: whether there were pairs only.
  @discardableResult
  mutating func readPairs(
    passingOver: Bool, _ take: (_ key: Range<Int>, _ value: Range<Int>) -> Void
  ) -> Bool {
    var areOnlyPairs = true
    for _ in 0..<Self.mostPairs {
      takeSpaces()
      if isAtEnd { return areOnlyPairs }
      if let (key, value) = pair() {
        take(key, value)
        _ = self.take(",")
        continue
      }
      areOnlyPairs = false
      guard passingOver else { return false }
      takeAll(of: ByteSet(0x21...0xFF), atMost: .max)
    }
    return false
  }

  /// Takes pairs up to the end.
  mutating func takePairs() -> Bool {
    var count = 0
    return readPairs(passingOver: false) { _, _ in count += 1 } && count > 0
  }

  /// Whether a pair comes next.
  var beginsPair: Bool {
    var ahead = self
    return ahead.pair() != nil
  }

  private mutating func pair() -> (key: Range<Int>, value: Range<Int>)? {
    attempt { cursor in
      let start = cursor.position
      guard
        Self.letters.contains(cursor.next) || cursor.next == UInt8(ascii: "_")
          || cursor.next == UInt8(ascii: "@"), cursor.takeAll(of: Self.keys) > 0
      else { return nil }
      let key = start..<cursor.position
      guard cursor.take("=") else { return nil }
      // Python writes values in the quotes it has, and those in parentheses without.
      let quote = cursor.next
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      if isQuoted { cursor.skip(1) }
      let begin = cursor.position
      while !cursor.isAtEnd, cursor.next != (isQuoted ? quote : 0x20),
        isQuoted || cursor.next != 0x09
      {
        cursor.skip(isQuoted && cursor.next == UInt8(ascii: "\\") ? 2 : 1)
      }
      let value = begin..<cursor.position
      if isQuoted {
        _ = cursor.take(byte: quote)
        // A quote within a value, and no pair.
        if ByteSet.word.contains(cursor.next) { return nil }
      }
      return (key, value)
    }
  }

  /// A whole number of tasks.
  func count(_ value: Range<Int>) -> Int? {
    guard (1...9).contains(value.count) else { return nil }
    var cursor = LineCursor(bytes, value)
    return cursor.number(digits: value.count)
  }
}
