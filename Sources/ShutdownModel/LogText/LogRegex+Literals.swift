extension LogRegex.Node {
  /// Short texts in lower case of which every match holds at least one; nil when there are none.
  ///
  /// They are of bytes only that stand in a line as they are shown: quotes and such can be written in
  /// other ways, and what JSON keeps apart is joined by a colon. Of the ways to write a space
  /// ``LogGrams`` knows.
  ///
  /// Source: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012).
  var literals: [[UInt8]]? {
    found.required.map { Found.trimmed($0).sorted { $0.lexicographicallyPrecedes($1) } }
  }

  private struct Found {
    /// All texts it matches, if they are few.
    var exact: Set<[UInt8]>?
    var required: Set<[UInt8]>?

    /// Each text from the word on from which it is rarest.
    static func trimmed(_ texts: Set<[UInt8]>) -> Set<[UInt8]> {
      Set(
        texts.map { text in
          let starts = text.indices.filter {
            text[$0] != 0x20 && ($0 == 0 || text[$0 - 1] == 0x20)
          }
          func chance(_ start: Int) -> Double {
            LogRegex.Node.chance(of: Array(text[start...]))
          }
          return starts.min { chance($0) < chance($1) }.map { Array(text[$0...]) } ?? []
        })
    }

    /// Whether more lines are told apart by one set than by another.
    static func better(_ one: Set<[UInt8]>?, _ other: Set<[UInt8]>?) -> Set<[UInt8]>? {
      let (one, other) = (one.map(trimmed), other.map(trimmed))
      guard let one, !one.contains([]) else { return other.flatMap { $0.contains([]) ? nil : $0 } }
      guard let other, !other.contains([]) else { return one }
      return chance(one) <= chance(other) ? one : other
    }

    private static func chance(_ texts: Set<[UInt8]>) -> Double {
      texts.reduce(0) { $0 + LogRegex.Node.chance(of: $1) }
    }
  }

  private static let mostTexts = 128
  /// Of a class, that is.
  private static let mostBytes = 6

  private static func isSolid(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: ":"): false
    // Parts of U+FFFD, which stands for anything.
    case 0xEF, 0xBF, 0xBD: false
    default: byte >= 0x20 && byte != 0x7F
    }
  }

  private var found: Found {
    switch self {
    case .assertion: return Found(exact: [[]])
    case .group(_, let node): return node.found
    case .bytes(let set):
      let bytes = Set((UInt8.min...UInt8.max).filter(set.contains).map(\.inLowerCase))
      guard bytes.count <= Self.mostBytes, bytes.allSatisfy(Self.isSolid) else { return Found() }
      let texts = Set(bytes.map { [$0] })
      return Found(exact: texts, required: texts)
    case .sequence(let nodes): return Self.found(inSequence: nodes)
    case .choice(let nodes): return Self.found(inChoice: nodes.map(\.found))
    case .repetition(let node, let atLeast, let atMost):
      let found = node.found
      if atLeast == 1, atMost == 1 { return found }
      if atLeast > 0 { return Found(required: found.required) }
      return atMost == 1 ? Found(exact: found.exact.map { $0.union([[]]) }) : Found()
    }
  }

  private static func found(inChoice choices: [Found]) -> Found {
    var (exact, required) = (Set<[UInt8]>?([]), Set<[UInt8]>?([]))
    for choice in choices {
      exact = exact.flatMap { exact in choice.exact.map(exact.union) }
      required = required.flatMap { required in choice.required.map(required.union) }
    }
    return Found(
      exact: exact.flatMap { $0.count <= mostTexts ? $0 : nil },
      required: required.flatMap { $0.count <= mostTexts ? $0 : nil })
  }

  private static func found(inSequence nodes: [LogRegex.Node]) -> Found {
    var run: Set<[UInt8]> = [[]]
    var best: Set<[UInt8]>?
    var isExact = true
    for node in nodes {
      let found = node.found
      if let exact = found.exact, exact.count * run.count <= mostTexts {
        run = Set(run.flatMap { text in exact.map { text + $0 } })
        continue
      }
      isExact = false
      best = Found.better(best, run)
      best = Found.better(best, found.required)
      run = found.exact ?? [[]]
    }
    best = Found.better(best, run)
    return Found(exact: isExact ? run : nil, required: best)
  }
}
