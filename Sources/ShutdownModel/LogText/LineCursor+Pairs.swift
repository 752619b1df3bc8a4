/// Lines of pairs: `time=2026-11-23T04:29:35Z level=info msg="shutting down" in_flight=3` (logfmt).
extension LineCursor {
  private static let keys = ByteSet.word.union(ByteSet(0x2D...0x2E)).union(ByteSet(0x40...0x40))
  private static let mostPairs = 64

  /// Reads time, message and counts if the line begins with a pair and one says level or message.
  mutating func readPairs(into fields: inout LogFields, year: Int?) {
    guard Self.keys.contains(next) else { return }
    var (time, message) = (Instant?.none, Range<Int>?.none)
    var counts = LogCounts()
    var isLine = false
    for number in 0..<Self.mostPairs {
      guard let (key, value) = pair() else {
        guard number > 0, !isAtEnd else { break }
        // A word that is no pair.
        takeAll(of: ByteSet(0x21...0xFF), atMost: .max)
        takeSpaces()
        if isAtEnd { break }
        continue
      }
      switch key.count <= 24 ? text(key).lowercased() : "" {
      case "time", "ts", "t", "timestamp", "@timestamp":
        var cursor = LineCursor(bytes, value)
        time = time ?? cursor.dateAndTime(year: year)
      case "level", "lvl", "severity": isLine = true
      case "msg", "message":
        isLine = true
        message = message ?? value
      case let name:
        if let count = count(value) { counts.add(name, count) }
      }
      takeSpaces()
      if isAtEnd { break }
    }
    guard isLine else { return }
    fields.time = fields.time ?? time
    fields.message = message ?? fields.message
    fields.counts = counts
  }

  private mutating func pair() -> (key: Range<Int>, value: Range<Int>)? {
    attempt { cursor in
      let start = cursor.position
      guard cursor.takeAll(of: Self.keys) > 0 else { return nil }
      let key = start..<cursor.position
      guard cursor.take("=") else { return nil }
      let isQuoted = cursor.take("\"")
      let begin = cursor.position
      while !cursor.isAtEnd, cursor.next != UInt8(ascii: isQuoted ? "\"" : " ") {
        cursor.skip(isQuoted && cursor.next == UInt8(ascii: "\\") ? 2 : 1)
      }
      let value = begin..<cursor.position
      if isQuoted { _ = cursor.take("\"") }
      return (key, value)
    }
  }

  private func count(_ value: Range<Int>) -> Int? {
    guard (1...9).contains(value.count) else { return nil }
    var cursor = LineCursor(bytes, value)
    return cursor.number(digits: value.count)
  }
}
