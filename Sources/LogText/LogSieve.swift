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
  /// Of each piece what else a pattern needs of which it is the first.
  private let others: [[[Int]]]
  private var cleaned: [UInt8] = []

  /// The members and pairs that are read together with the message, as if they stood there.
  private static func joined(_ names: [String]) -> LogRegex.Node? {
    let names = names.map { name in
      name.map { ByteSet.word.contains($0.asciiValue ?? 0x20) ? String($0) : "." }.joined()
    }
    // `"exception.message":`, `error=`, and in Ruby `error:` and `"error"=>`.
    let any = names.joined(separator: "|")
    return try? LogRegex(#"\b("# + any + #")(\.\w+)*["'\\]* ?[=:]"#).node
  }

  init(_ patterns: [LogRegex.Node], joining names: [String]) {
    let counts = try? LogRegex(LogCounts.pattern).node
    let joined = Self.joined(names)
    var nodes: [LogRegex.Node] = []
    var numbers: [LogRegex.Node: Int] = [:]
    let all = patterns + (counts.map { [$0] } ?? [])
    let needs = Set(
      (all + (joined.map { [$0] } ?? [])).map { pattern in
        pattern.relaxed.pieces.map { piece -> Int in
          if let number = numbers[piece] { return number }
          numbers[piece] = nodes.count
          nodes.append(piece)
          return nodes.count - 1
        }
      }
    ).sorted { $0.lexicographicallyPrecedes($1) }
    var others = Array(repeating: [[Int]](), count: nodes.count)
    for need in needs {
      if let first = need.first { others[first].append(Array(need.dropFirst())) }
    }
    self.others = others
    pieces = LogAutomaton(nodes)
    found = LogPatternSet(count: nodes.count)
    let literals = all.map(\.literals)
    isOpen = literals.contains { $0?.contains { LogGrams.word($0).count < 2 } ?? true }
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
    return found.contains(where: { others[$0].contains { $0.allSatisfy(found.contains) } })
  }
}
