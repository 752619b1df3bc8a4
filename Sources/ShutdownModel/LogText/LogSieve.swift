/// Finds in a long text the lines that are worth a ``LogLineParser``'s while.
///
/// It may return a line that says nothing, and never leaves out one in which the parser with the
/// same patterns finds a sign or a number of tasks. Most bytes are looked at once, and a line is
/// found only around one of the words that patterns need; then all of the pattern is sought, with
/// what the line's form could change left open.
public struct LogSieve: Sendable {
  private let grams: LogGrams
  /// There is a pattern without any word: each line has to be looked at.
  private let isOpen: Bool
  private var pieces: LogAutomaton
  private var found: LogPatternSet
  /// The numbers of the pieces of each pattern.
  private let needs: [[Int]]
  private var cleaned: [UInt8] = []

  init(_ patterns: [LogRegex.Node]) {
    let counts = try? LogRegex(LogCounts.pattern).node
    var nodes: [LogRegex.Node] = []
    var numbers: [LogRegex.Node: Int] = [:]
    let all = patterns + (counts.map { [$0] } ?? [])
    needs = Set(
      all.map { pattern in
        pattern.relaxed.pieces.map { piece -> Int in
          if let number = numbers[piece] { return number }
          numbers[piece] = nodes.count
          nodes.append(piece)
          return nodes.count - 1
        }
      }
    ).sorted { $0.lexicographicallyPrecedes($1) }
    pieces = LogAutomaton(nodes)
    found = LogPatternSet(count: nodes.count)
    let literals = all.map(\.literals)
    isOpen = literals.contains { $0?.contains { $0.count < 2 } ?? true }
    let texts = isOpen ? [] : Set(literals.flatMap { $0 ?? [] })
    grams = LogGrams(Self.shortest(texts))
  }

  /// Without those that hold another one.
  private static func shortest(_ texts: Set<[UInt8]>) -> [[UInt8]] {
    let sorted = texts.sorted {
      ($0.count, String(decoding: $0, as: UTF8.self))
        < ($1.count, String(decoding: $1, as: UTF8.self))
    }
    return sorted.reduce(into: []) { kept, text in
      let isHeld = kept.contains { short in
        (0...(text.count - short.count)).contains { text[$0...].starts(with: short) }
      }
      if !isHeld { kept.append(text) }
    }
  }

  /// The next line that may say something, without its line feed.
  ///
  /// - Parameters:
  ///   - bytes: lines, of which the last need not end in a line feed.
  ///   - start: where a line begins or ends.
  public mutating func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var position = max(start, 0)
    while position < bytes.count {
      guard let hit = isOpen ? position : grams.firstHit(in: bytes, from: position) else {
        return nil
      }
      let line = Self.line(around: hit, in: bytes, from: position)
      if saysSomething(UnsafeBufferPointer(rebasing: bytes[line])) { return line }
      position = line.upperBound + 1
    }
    return nil
  }

  private static func line(
    around hit: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Range<Int> {
    let feed = UInt8(ascii: "\n")
    // What was hit may begin with the line feed before it.
    var middle = hit
    while middle < bytes.count - 1, bytes[middle] == feed { middle += 1 }
    var begin = middle
    while begin > start, bytes[begin - 1] != feed { begin -= 1 }
    var end = middle
    while end < bytes.count, bytes[end] != feed { end += 1 }
    return begin..<end
  }

  /// Whether a line in which there is a word of a pattern, or something hidden, may match.
  private mutating func saysSomething(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let form = LineForm(line)
    if form.isOdd { return true }
    if matches(line) { return true }
    guard form.hasEscapes || form.hasQuotes else { return false }
    var cleaned = cleaned
    defer { self.cleaned = cleaned }
    form.clean(line, keepingBackslashes: true, into: &cleaned)
    if form.hasEscapes, cleaned.withUnsafeBufferPointer({ matches($0) }) { return true }
    guard form.hasQuotes else { return false }
    form.clean(line, keepingBackslashes: false, into: &cleaned)
    return cleaned.withUnsafeBufferPointer { matches($0) }
  }

  private mutating func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    found.removeAll()
    pieces.match(line, into: &found)
    guard !found.isEmpty else { return false }
    return needs.contains { $0.allSatisfy(found.contains) }
  }
}

/// How far the bytes of a line are what a reader of it gets to see.
private struct LineForm {
  /// There are escape sequences.
  private(set) var hasEscapes = false
  /// There are quotes with a backslash.
  private(set) var hasQuotes = false
  /// Only a parser can tell what is to be read.
  private(set) var isOdd = false

  init(_ line: UnsafeBufferPointer<UInt8>) {
    var hasBrace = false
    var previous: UInt8 = 0
    for (index, byte) in line.enumerated() {
      switch byte {
      case 0x1B:
        if index + 1 < line.count, line[index + 1] == UInt8(ascii: "[") {
          hasEscapes = true
        } else {
          isOdd = true
        }
      case 0x09...0x0D: break
      case ..<0x20, 0x7F...: isOdd = true
      case UInt8(ascii: "\\"):
        switch index + 1 < line.count ? line[index + 1] : 0 {
        case UInt8(ascii: "\""): hasQuotes = true
        // The end of a text.
        case UInt8(ascii: "n") where index + 2 < line.count && line[index + 2] == 0x22: break
        default: isOdd = true
        }
      case UInt8(ascii: "{"): hasBrace = true
      // These are read together with the message.
      case UInt8(ascii: "e") where hasBrace && previous == UInt8(ascii: "\""):
        for name in ["error\"", "err\"", "error\\", "err\\"]
        where line[index...].starts(with: name.utf8) {
          isOdd = true
        }
      default: break
      }
      if isOdd { return }
      previous = byte
    }
  }

  /// The line without its escape sequences, and perhaps without backslashes.
  func clean(
    _ line: UnsafeBufferPointer<UInt8>, keepingBackslashes: Bool, into cleaned: inout [UInt8]
  ) {
    cleaned.removeAll(keepingCapacity: true)
    var index = 0
    while index < line.count {
      let byte = line[index]
      index += 1
      if byte == 0x1B, index < line.count, line[index] == UInt8(ascii: "[") {
        index += 1
        while index < line.count, 0x20...0x3F ~= line[index] { index += 1 }
        if index < line.count, 0x40...0x7E ~= line[index] { index += 1 }
      } else if byte != UInt8(ascii: "\\") || keepingBackslashes {
        cleaned.append(byte)
      }
    }
  }
}
