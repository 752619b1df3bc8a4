/// What stands around a message and says nothing of it: levels, threads, loggers, callers.
extension LineCursor {
  /// What of a frame was taken last.
  private enum Piece { case none, level, bracket, separator, name }

  private static let mostPieces = 12
  static let longestName = 128

  /// Takes pieces of a frame as long as they come, and the blanks around them.
  ///
  /// Never a word that could be one of the message: a logger's name has to be dotted, or to stand where
  /// only a name can.
  ///
  /// - Parameter isBehindTime: whether a time has been read; else it stops where one comes.
  mutating func takeFrame(isBehindTime: Bool, year: LogYear?) {
    var last = isBehindTime ? Piece.bracket : .none
    for _ in 0..<Self.mostPieces {
      var cursor = self
      let isInTabs = cursor.takeBlanks()
      guard !cursor.isAtEnd else {
        self = cursor
        return
      }
      guard
        let piece = cursor.takePiece(
          after: last, isBehindTime: isBehindTime, isInTabs: isInTabs, year)
      else { break }
      last = piece
      self = cursor
    }
    takeSpaces()
  }

  /// Takes blanks and says whether there was a tab.
  private mutating func takeBlanks() -> Bool {
    let start = position
    takeSpaces()
    return bytes[start..<position].contains(0x09)
      || position > 0 && start == position && bytes[position - 1] == 0x09
  }

  private mutating func takePiece(
    after last: Piece, isBehindTime: Bool, isInTabs: Bool, _ year: LogYear?
  ) -> Piece? {
    switch next {
    case UInt8(ascii: "["):
      if !isBehindTime, beginsBracketedTime(year) { return nil }
      guard !beginsComponent, goBehind("]", within: Self.longestName) else { return nil }
      _ = take(":")
      return .bracket
    case UInt8(ascii: "("):
      guard last != .none, isBehindTime || last != .level, goBehind(")", within: 64),
        isAtEnd || isBlank(next) || next == UInt8(ascii: ":")
      else { return nil }
      return .bracket
    case UInt8(ascii: "<"):
      guard last != .none, takeProcess() else { return nil }
      return .bracket
    case UInt8(ascii: "-"), UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: ">"):
      guard last != .none, takeSeparator() else { return nil }
      return .separator
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return takeNumber(isBehindTime: isBehindTime)
    default:
      if takeLevel() {
        _ = take(":")
        return .level
      }
      return takeName(after: last, isBehindTime: isBehindTime, isInTabs: isInTabs, year)
    }
  }

  /// `[ReplicaFetcher replicaId=1]`: who speaks is no frame.
  private var beginsComponent: Bool {
    var ahead = self
    ahead.skip(1)
    let start = ahead.position
    ahead.takeAll(of: .word, atMost: 64)
    guard ahead.position > start, ahead.next == 0x20, ByteSet.word.contains(ahead.peek(1)) else {
      return false
    }
    let inner = bytes[start..<min(end, start + Self.longestName)].prefix { $0 != UInt8(ascii: "]") }
    return inner.contains(UInt8(ascii: "=")) || isClass(start..<ahead.position)
  }

  /// Whether a word is the name of a logger, and none of a sentence.
  func isLogger(_ word: Range<Int>) -> Bool { isDotted(word) || isClass(word) }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// `<0.64.0>`: a process of Erlang, a thread.
  private mutating func takeProcess() -> Bool {
    let inner = ByteSet.word.union(ByteSet(0x2D...0x3A))
    guard take("<"), takeAll(of: inner, atMost: 64) > 0, take(">") else { return false }
    // `<0.64.0>@module:function:12`
    if next == UInt8(ascii: "@") { takeAll(of: Self.nameBytes, atMost: Self.longestName) }
    return isAtEnd || isBlank(next) || next == UInt8(ascii: ":")
  }

  /// `---`, `-`, `|`, `:`, `::`, `>`.
  private mutating func takeSeparator() -> Bool {
    if take("|") { return true }
    let byte = next
    let start = position
    while next == byte, position - start < 4 { skip(1) }
    return isAtEnd || isBlank(next)
  }

  /// A process's number before a bracket, a dash or a bar: `1 --- `, `12 [main]`.
  private mutating func takeNumber(isBehindTime: Bool) -> Piece? {
    guard takeAll(of: .digits, atMost: 10) > 0 else { return nil }
    if next == UInt8(ascii: "#") {
      // `29#30: *7 `: what nginx says of a connection. Which process ends stays with the message.
      guard take("#"), takeAll(of: .digits, atMost: 10) > 0, take(": *"),
        takeAll(of: .digits, atMost: 20) > 0
      else { return nil }
      return .bracket
    }
    var ahead = self
    ahead.takeSpaces()
    guard ahead.position > position || ahead.next == UInt8(ascii: "|") else { return nil }
    let isBehind =
      ahead.take("- ") || ahead.take("--- ") || ahead.take("|")
      || isBehindTime && ahead.next == UInt8(ascii: "[")
    return isBehind ? .bracket : nil
  }

  private mutating func takeName(
    after last: Piece, isBehindTime: Bool, isInTabs: Bool, _ year: LogYear?
  ) -> Piece? {
    let start = position
    let length = takeAll(of: Self.nameBytes, atMost: Self.longestName)
    guard length > 0, length < Self.longestName else { return nil }
    if last != .none, takeSpans(from: start) { return .name }
    let word = start..<position
    if bytes[start..<position].last == UInt8(ascii: ":") {
      // `monolog.INFO:`, `main.go:12:`, `app::server:`, or a prefix right before the time.
      if endsInLevel(word) || isCaller(word) || isDotted(word) || isCode(word)
        || begins("Thread[", word)
      {
        return isAtEnd || isBlank(next) ? .name : nil
      }
      guard !isBehindTime else { return nil }
      var ahead = self
      ahead.takeSpaces()
      return ahead.moment(year: year) == nil ? nil : .name
    }
    if !isBehindTime, takeBarBeforeTime(year) { return .separator }
    if next == UInt8(ascii: "|"), last == .separator {
      skip(1)
      return .separator
    }
    if isCaller(word) { return isAtEnd || isBlank(next) ? .name : nil }
    guard isBlank(next), last != .none else { return nil }
    if begins("ThreadId(", word) || begins("Thread[", word) { return .bracket }
    if isQualifiedClass(word) { return .name }
    if isInTabs, next == 0x09, !holdsWordOfShutdown(word) { return .name }
    takeSpaces()
    let isDotted = isDotted(word)
    if next == UInt8(ascii: ":"), isBlank(peek(1)) {
      skip(1)
      return .name
    }
    guard next == UInt8(ascii: "-") || next == UInt8(ascii: ">") || next == UInt8(ascii: "|"),
      isBlank(peek(1)), isDotted || isClass(word) || !holdsWordOfShutdown(word)
    else { return nil }
    return .name
  }

  /// ` | ` between a name and the time, as supervisors write it.
  private mutating func takeBarBeforeTime(_ year: LogYear?) -> Bool {
    let isTaken: Void? = attempt { cursor in
      cursor.takeSpaces()
      guard cursor.take("|") else { return nil }
      cursor.takeSpaces()
      var ahead = cursor
      let hasTime = ahead.bracketedMoment(year: year) != nil || ahead.moment(year: year) != nil
      return hasTime ? () : nil
    }
    return isTaken != nil
  }

  static let nameBytes: ByteSet = {
    var set = ByteSet.word
    for byte in "./:$#@()[]{}=,*+~%-'".utf8 { set.insert(byte) }
    return set
  }()

  /// `app/main.go:12`, `Server.java:45:`.
  private func isCaller(_ word: Range<Int>) -> Bool {
    var end = word.upperBound
    if bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
    var start = end
    while start > word.lowerBound, ByteSet.digits.contains(bytes[start - 1]) { start -= 1 }
    guard start < end, start - 1 > word.lowerBound, bytes[start - 1] == UInt8(ascii: ":"),
      let dot = bytes[word.lowerBound..<start - 1].lastIndex(of: UInt8(ascii: "."))
    else { return false }
    return (1...5).contains(start - 2 - dot)
  }

  /// `o.s.b.Shop`, `agent.server:`, `app::server`, `shop:serve:7`: what no word of a sentence is.
  private func isDotted(_ word: Range<Int>) -> Bool {
    var end = word.upperBound
    while end > word.lowerBound, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
    guard
      let joint = bytes[word.lowerBound..<end].firstIndex(where: { byte in
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "$")
      }), joint > word.lowerBound, joint + 1 < end, !holds("//", in: word)
    else { return false }
    return Self.letters.contains(bytes[word.lowerBound])
  }

  static let letters = ByteSet(0x41...0x5A).union(ByteSet(0x61...0x7A))

  private func beginsBracketedTime(_ year: LogYear?) -> Bool {
    var ahead = self
    return ahead.bracketedMoment(year: year) != nil
  }

  /// `[2026-11-23 04:29:35 +0000]`, `[04:29:35 INF]`, with a level or the letter of one before the time or
  /// not.
  mutating func bracketedMoment(year: LogYear?) -> LogMoment? {
    attempt { cursor in
      guard cursor.take("[") else { return nil }
      cursor.takeSpaces()
      var moment = cursor.moment(year: year)
      if moment == nil, cursor.peek(1) == 0x20, Self.letters.contains(cursor.next) {
        cursor.skip(2)
        moment = cursor.moment(year: year)
      } else if moment == nil, cursor.takeLevel() {
        cursor.takeSpaces()
        moment = cursor.moment(year: year)
      }
      guard let moment, cursor.goBehind("]", within: Self.longestName) else { return nil }
      _ = cursor.take(":")
      return moment
    }
  }

  /// `INFO`, `info:`, `WRN`, `Information`; not what begins a sentence, as `error in` does.
  mutating func takeLevel() -> Bool {
    guard Self.letters.contains(next) else { return false }
    let start = position
    guard (3...13).contains(takeAll(of: Self.letters, atMost: 14)) else {
      move(to: start)
      return false
    }
    let word = bytes[start..<position]
    let isClosed =
      isAtEnd || isBlank(next) || next == UInt8(ascii: ":") || next == UInt8(ascii: "|")
      || next == UInt8(ascii: "[") || next == UInt8(ascii: "]")
    guard isClosed, LogLevelName.isLevel(word) else {
      move(to: start)
      return false
    }
    let isAlone = isAtEnd || next != 0x20 || isBlank(peek(1)) || peek(1) == UInt8(ascii: "[")
    guard isAlone || LogLevelName.isPlain(word) else {
      move(to: start)
      return false
    }
    return true
  }
}
