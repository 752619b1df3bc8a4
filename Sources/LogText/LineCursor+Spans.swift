/// The spans of Rust's tracing before a message: `request{method=GET uri="/"}:flush task{shard=1}:`.
extension LineCursor {
  private static let mostSpans = 8
  private static let longestSpan = 512
  private static let longestSpanName = 64

  /// Takes spans, the target behind them, and no blank; of the first the name has been taken.
  ///
  /// - Parameter start: where it begins.
  mutating func takeSpans(from start: Int) -> Bool {
    var ahead = self
    ahead.move(to: start)
    guard ahead.takeSpan() else { return false }
    for _ in 0..<Self.mostSpans {
      guard ahead.takeSpan() else { break }
    }
    ahead.takeAll(of: Self.nameBytes, atMost: Self.longestName)
    guard ahead.isAtEnd || ahead.next == 0x20 || ahead.next == 0x09 else { return false }
    self = ahead
    return true
  }

  /// A name, which may have blanks, its fields and a colon.
  private mutating func takeSpan() -> Bool {
    let span: Void? = attempt { cursor in
      guard Self.letters.contains(cursor.next) else { return nil }
      let start = cursor.position
      while Self.spanBytes.contains(cursor.next), cursor.position - start < Self.longestSpanName {
        cursor.skip(1)
      }
      guard cursor.take("{"), cursor.takeAll(of: Self.fieldBytes) > 0, cursor.take("="),
        cursor.goBehind("}", within: Self.longestSpan), cursor.take(":")
      else { return nil }
      return ()
    }
    return span != nil
  }

  private static let spanBytes = ByteSet.word.union(ByteSet(0x2D...0x2E)).union(ByteSet(0x20))
    .union(ByteSet(0x3A))
  private static let fieldBytes = ByteSet.word.union(ByteSet(0x2E))
}
