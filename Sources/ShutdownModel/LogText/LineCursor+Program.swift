/// A program's own time and level before its message.
extension LineCursor {
  private static let levelStart = ByteSet(0x41...0x5A).union(ByteSet(0x61...0x7A))

  /// Reads the time, if there is none yet, and goes on to the message.
  mutating func readProgram(into fields: inout LogFields, year: Int?) {
    let start = position
    guard !isAtEnd, next != UInt8(ascii: "{") else { return }
    let time =
      attempt { $0.klog(year: year) } ?? attempt { $0.syslog(year: year) }
      ?? attempt { $0.redis() } ?? attempt { $0.ruby() } ?? attempt { $0.haproxy(year: year) }
      ?? attempt { $0.leading(year: year) }
    if let time {
      fields.time = fields.time ?? time
      return
    }
    if let time = accessTime() { fields.time = fields.time ?? time }
    move(to: start)
    takeLevels()
    if position > start { takeLogger() }
  }

  /// `I1123 04:29:35.123456       1 file.go:12] message`.
  ///
  /// Source: k8s.io/klog, `FormatHeader`.
  private mutating func klog(year: Int?) -> Instant? {
    guard take("I") || take("W") || take("E") || take("F"),
      let time = digitsOnly(year: year), take(" ")
    else { return nil }
    takeSpaces()
    guard takeAll(of: .digits, atMost: 10) > 0, take(" "), goBehind("]", within: 200) else {
      return nil
    }
    _ = take(" ")
    return time
  }

  /// `Nov 23 04:29:35 host prog[1]: message` or `<34>1 2026-11-23T04:29:35Z host prog 1 id - message`.
  ///
  /// Source: RFC 3164, 4.1; RFC 5424, 6.
  private mutating func syslog(year: Int?) -> Instant? {
    var hasPriority = false
    if take("<") {
      guard (1...3).contains(takeAll(of: .digits, atMost: 4)), take(">") else { return nil }
      hasPriority = true
    }
    if hasPriority, take("1 ") {
      guard let time = dateAndTime(year: nil), take(" ") else { return nil }
      // Host, program, process, message id.
      for _ in 0..<4 { guard goBehind(" ", within: 256) else { return time } }
      if !take("-") { while take("[") { guard goBehind("]", within: 1024) else { return time } } }
      _ = take(" ")
      return time
    }
    let isLetter = 0x41...0x5A ~= next
    guard hasPriority || isLetter, let time = dateAndTime(year: year) else { return nil }
    guard take(" ") else { return time }
    // Host and program; some leave out the host.
    _ = attempt { cursor -> Bool? in
      for _ in 0..<2 {
        cursor.takeAll(of: ByteSet(0x21...0x7E), atMost: 128)
        if cursor.bytes[cursor.position - 1] == UInt8(ascii: ":") { return cursor.take(" ") }
        guard cursor.take(" ") else { return nil }
      }
      return nil
    }
    return time
  }

  /// `1:M 23 Nov 2026 04:29:35.123 * message`.
  private mutating func redis() -> Instant? {
    guard takeAll(of: .digits, atMost: 8) > 0, take(":"), 0x41...0x5A ~= next else { return nil }
    skip(1)
    guard take(" "), let time = dayFirst(), take(" ") else { return nil }
    if take("*", or: "#") || take(".", or: "-") { _ = take(" ") }
    return time
  }

  /// `I, [2026-11-23T10:00:00.123456 #1]  INFO -- : message`.
  private mutating func ruby() -> Instant? {
    guard Self.levelStart.contains(next), peek(1) == UInt8(ascii: ",") else { return nil }
    skip(2)
    guard take(" ["), let time = dateAndTime(year: nil), goBehind("]", within: 24) else {
      return nil
    }
    takeLevels()
    if take("-- "), goBehind(":", within: 128) { takeSpaces() }
    return time
  }

  /// `[WARNING] 327/042935 (8) : message`.
  private mutating func haproxy(year: Int?) -> Instant? {
    guard take("["), takeAll(of: .word, atMost: 8) > 0, take("]") else { return nil }
    takeSpaces()
    guard let time = dayOfYear(year: year), take(" (") else { return nil }
    if goBehind(":", within: 16) { takeSpaces() }
    return time
  }

  /// A time at the start or in brackets, a level before it or not.
  private mutating func leading(year: Int?) -> Instant? {
    takeSpaces()
    takeLevelBeforeTime()
    let isBracketed = take("[")
    guard let time = dateAndTime(year: year) else { return nil }
    if isBracketed { _ = take("]") } else { _ = take(":") }
    takeLevels()
    takeLogger()
    return time
  }

  /// `[23/Nov/2026:04:29:35 +0000]` behind the fields of the host.
  private mutating func accessTime() -> Instant? {
    let start = position
    // As many brackets are looked into as an address and a user can have.
    for _ in 0..<4 {
      guard goBehind("[", within: 512 - min(position - start, 512)) else { return nil }
      if let time = attempt({ $0.dayFirst() }) { return time }
    }
    return nil
  }

  /// Takes what stands between a time and a message: levels, processes, threads.
  private mutating func takeLevels() {
    for _ in 0..<6 {
      var cursor = self
      cursor.takeSpaces()
      guard cursor.takeLevel() || cursor.takeProcess() else { break }
      self = cursor
    }
    var cursor = self
    cursor.takeSpaces()
    if cursor.position > position { self = cursor }
  }

  /// `INFO`, `[info]`, `INFO:`, `| INFO |` or anything else in brackets.
  private mutating func takeLevel() -> Bool {
    if take("[") { return goBehind("]", within: 128) }
    if take("|") || take("- ") || take("--- ") { return true }
    return takeLevel(inBrackets: false)
  }

  private mutating func takeLevel(inBrackets isBracketed: Bool) -> Bool {
    guard Self.levelStart.contains(next) else { return false }
    let start = position
    let length = takeAll(of: .word, atMost: 9)
    guard (3...8).contains(length), Self.isLevel(bytes[start..<position]) else { return false }
    if isBracketed { return take("]") }
    _ = take(":")
    return isAtEnd || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
  }

  /// `INFO  `, `WARNING: ` or `[error] `.
  private mutating func takeLevelBeforeTime() {
    let isTaken: Void? = attempt { cursor in
      let isBracketed = cursor.take("[")
      guard Self.levelStart.contains(cursor.next), cursor.takeLevel(inBrackets: isBracketed) else {
        return nil
      }
      cursor.takeSpaces()
      return ()
    }
    _ = isTaken
  }

  /// `1#1: `, `1#1: *7 ` or `1 --- `.
  private mutating func takeProcess() -> Bool {
    guard takeAll(of: .digits, atMost: 10) > 0 else { return false }
    if take(" --- ") { return true }
    guard take("#"), takeAll(of: .digits, atMost: 10) > 0, take(": ") else { return false }
    if take("*") {
      takeAll(of: .digits, atMost: 20)
      _ = take(" ")
    }
    return true
  }

  /// `o.s.b.GracefulShutdown : ` or `name - LEVEL - `.
  private mutating func takeLogger() {
    let isTaken: Void? = attempt { cursor in
      guard cursor.takeAll(of: ByteSet(0x21...0x7E), atMost: 128) > 0 else { return nil }
      cursor.takeSpaces()
      if cursor.take(": ") { return () }
      guard cursor.take("- ") else { return nil }
      cursor.takeLevels()
      return ()
    }
    if isTaken != nil { takeSpaces() }
  }

  private static let levels: Set<String> = [
    "trace", "debug", "info", "notice", "warn", "warning", "error", "fatal", "critical", "crit",
    "alert", "emerg", "panic", "severe", "fine", "log", "dpanic",
  ]

  private static func isLevel(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    levels.contains(String(decoding: word.lazy.map(\.inLowerCase), as: UTF8.self))
  }
}
