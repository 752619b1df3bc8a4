/// Reads the text of a ``LogRegex``.
struct LogRegexParser {
  private let pattern: String
  private let scalars: [Unicode.Scalar]
  private let alike: LogRegex.AlikeLetters
  private var position = 0
  private var depth = 0
  private(set) var groups = 0

  init(_ pattern: String, alike: LogRegex.AlikeLetters) {
    self.pattern = pattern
    self.alike = alike
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func whole() throws(LogRegexError) -> LogRegex.Node {
    let node = try choice()
    guard next == nil else { throw wrong("has a ')' without a '('; write '\\)' for the character") }
    return node
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private func wrong(_ problem: String) -> LogRegexError {
    LogRegexError(pattern: pattern, problem: problem)
  }

  private mutating func choice() throws(LogRegexError) -> LogRegex.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= LogRegex.deepestNesting else { throw wrong("is nested too deep; flatten it") }
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(LogRegexError) -> LogRegex.Node {
    var nodes: [LogRegex.Node] = []
    while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try repeated()) }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repeated() throws(LogRegexError) -> LogRegex.Node {
    let atom = try atom()
    let range: (atLeast: Int, atMost: Int?)
    if take("*") {
      range = (0, nil)
    } else if take("+") {
      range = (1, nil)
    } else if take("?") {
      range = (0, 1)
    } else if take("{") {
      range = try bounds()
    } else {
      return atom
    }
    if let following = next, "*+?{".unicodeScalars.contains(following) {
      throw wrong("repeats a repetition with '\(following)'; remove it, or put a group around")
    }
    if case .assertion = atom { throw wrong("repeats a place between characters; remove that") }
    return .repetition(atom, atLeast: range.atLeast, atMost: range.atMost)
  }

  /// What follows a `{`.
  private mutating func bounds() throws(LogRegexError) -> (atLeast: Int, atMost: Int?) {
    let problem = "has a '{' that is no {2}, {2,} or {2,5}; write '\\{' for the character"
    guard let atLeast = number() else { throw wrong(problem) }
    var atMost: Int? = atLeast
    if take(",") { atMost = number() }
    guard take("}") else { throw wrong(problem) }
    guard Swift.max(atLeast, atMost ?? 0) <= LogRegex.mostRepetitions else {
      throw wrong("repeats more than \(LogRegex.mostRepetitions) times; repeat fewer times")
    }
    guard atMost.map({ $0 >= atLeast && $0 > 0 }) ?? true else {
      throw wrong("has a repetition of at most less than at least; swap the numbers")
    }
    return (atLeast, atMost)
  }

  private mutating func number() -> Int? {
    let start = position
    while let scalar = next, ("0"..."9").contains(scalar) { position += 1 }
    guard (1...6).contains(position - start) else { return nil }
    return scalars[start..<position].reduce(0) { $0 * 10 + Int($1.value - 0x30) }
  }

  private mutating func atom() throws(LogRegexError) -> LogRegex.Node {
    guard let scalar = next else { throw wrong("ends too early") }
    position += 1
    switch scalar {
    case ".": return .bytes(.all)
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "(": return try group()
    case "[": return .bytes(try byteClass())
    case "\\": return try escape()
    case "*", "+", "?", "{":
      throw wrong("has a '\(scalar)' with nothing to repeat; write '\\\(scalar)' for the character")
    default:
      if scalar.isASCII { return .bytes(cased(ByteSet(UInt8(scalar.value)))) }
      return letter(scalar)
    }
  }

  private func cased(_ set: ByteSet) -> ByteSet { alike == .none ? set : set.inEitherCase }

  /// A character of several bytes, in either case if that is asked for.
  private func letter(_ scalar: Unicode.Scalar) -> LogRegex.Node {
    var forms = [String(Character(scalar))]
    if alike == .all {
      for form in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
      where !forms.contains(form) {
        forms.append(form)
      }
    }
    let nodes = forms.map { form in
      LogRegex.Node.sequence(form.utf8.map { .bytes(ByteSet($0)) })
    }
    return nodes.count == 1 ? nodes[0] : .choice(nodes)
  }

  private mutating func group() throws(LogRegexError) -> LogRegex.Node {
    var number: Int?
    if take("?") {
      guard take(":") else {
        throw wrong("has a '(?' that is no '(?:'; other groups are not supported")
      }
    } else {
      groups += 1
      number = groups
    }
    let node = try choice()
    guard take(")") else { throw wrong("has a '(' without a ')'; write '\\(' for the character") }
    return number.map { .group($0, node) } ?? node
  }

  private mutating func escape() throws(LogRegexError) -> LogRegex.Node {
    if take("b") { return .assertion(.wordBoundary) }
    if take("B") { return .assertion(.noWordBoundary) }
    return .bytes(try escapedSet())
  }

  /// What follows a `\`, except for `\b` and `\B`.
  private mutating func escapedSet() throws(LogRegexError) -> ByteSet {
    guard let scalar = next else { throw wrong("ends with a '\\'; write '\\\\' for the character") }
    position += 1
    switch scalar {
    case "d": return .digits
    case "D": return ByteSet.digits.inverted
    case "w": return .word
    case "W": return ByteSet.word.inverted
    case "s": return .space
    case "S": return ByteSet.space.inverted
    case "t": return ByteSet(0x09)
    default:
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      guard scalar.isASCII, !ByteSet.word.contains(byte) else {
        throw wrong("has the unknown escape '\\\(scalar)'; write '\\\\' for the character '\\'")
      }
      return ByteSet(byte)
    }
  }

  /// What follows a `[`.
  private mutating func byteClass() throws(LogRegexError) -> ByteSet {
    let isInverted = take("^")
    var set = ByteSet()
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      position += 1
      if scalar == "\\" {
        set = set.union(try escapedSet())
        continue
      }
      guard let low = UInt8(exactly: scalar.value), low < 0x80 else {
        throw wrong("has '\(scalar)' in a class; only ASCII can stand there, use (a|b)")
      }
      var high = low
      if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        let end = scalars[position + 1]
        position += 2
        guard end.isASCII, end != "\\", end.value >= scalar.value else {
          throw wrong("has the wrong range '\(scalar)-\(end)'; write the lower end first")
        }
        high = UInt8(end.value)
      }
      set = set.union(ByteSet(low...high))
    }
    guard take("]") else { throw wrong("has a '[' without a ']'; write '\\[' for the character") }
    set = cased(set)
    return isInverted ? set.inverted : set
  }
}
