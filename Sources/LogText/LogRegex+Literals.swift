extension LogRegex.Node {
  /// Short texts in lower case of which every match holds at least one; nil when there are none.
  ///
  /// They are of bytes only that stand in a line as they are shown: quotes and such can be written in
  /// other ways, and what JSON keeps apart is joined by a colon. Of the ways to write a space
  /// ``LogGrams`` knows.
  ///
  /// Source: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012).
  var literals: [[UInt8]]? {
    found.required.map { $0.texts.sorted { $0.lexicographicallyPrecedes($1) } }
  }

  private struct Found {
    /// All texts it matches, if they are few.
    var exact: Set<[UInt8]>?
    var required: Required?
  }

  /// Texts of which a match holds one.
  private struct Required {
    var texts: Set<[UInt8]>
    /// How often one of them is in a line.
    var chance: Double

    /// Nil when an empty text is among them, which every line holds.
    init?(_ texts: Set<[UInt8]>) {
      self.texts = []
      chance = 0
      for text in texts {
        guard let (start, chance) = Self.rarestStart(of: text) else { return nil }
        if self.texts.insert(Array(text[start...])).inserted { self.chance += chance }
      }
    }

    /// From which word on a text is rarest.
    private static func rarestStart(of text: [UInt8]) -> (start: Int, chance: Double)? {
      let starts = text.indices.lazy.filter {
        text[$0] != 0x20 && ($0 == 0 || text[$0 - 1] == 0x20)
      }
      return starts.map { ($0, LogRegex.Node.chance(of: Array(text[$0...]))) }
        .min { $0.1 < $1.1 }
    }

    mutating func formUnion(_ other: Required) {
      texts.formUnion(other.texts)
      chance += other.chance
    }

    /// The one that tells more lines apart.
    static func better(_ one: Required?, _ other: Required?) -> Required? {
      guard let one, let other else { return one ?? other }
      return one.chance <= other.chance ? one : other
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
      // Of each letter both cases.
      guard set.count <= 2 * Self.mostBytes else { return Found() }
      let bytes = Set(set.members.map(\.inLowerCase))
      guard bytes.count <= Self.mostBytes, bytes.allSatisfy(Self.isSolid) else { return Found() }
      return Found(exact: Set(bytes.map { [$0] }))
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
    var (exact, required) = (choices.first?.exact, choices.first?.required)
    for choice in choices.dropFirst() {
      exact = exact.flatMap { exact in choice.exact.map(exact.union) }
      required = required.flatMap { required in
        choice.required.map { choice in
          var required = required
          required.formUnion(choice)
          return required
        }
      }
    }
    return Found(
      exact: exact.flatMap { $0.count <= mostTexts ? $0 : nil },
      required: required.flatMap { $0.texts.count <= mostTexts ? $0 : nil })
  }

  private static func found(inSequence nodes: [LogRegex.Node]) -> Found {
    var run: [[UInt8]] = [[]]
    var best: Required?
    var isExact = true
    for node in nodes {
      let found = node.found
      if let exact = found.exact, exact.count * run.count <= mostTexts {
        if exact.count == 1, let text = exact.first {
          for index in run.indices { run[index] += text }
        } else {
          run = run.flatMap { text in exact.map { text + $0 } }
        }
        continue
      }
      isExact = false
      best = Required.better(Required.better(best, Required(Set(run))), found.required)
      run = found.exact.map(Array.init) ?? [[]]
    }
    best = Required.better(best, Required(Set(run)))
    return Found(exact: isExact ? Set(run) : nil, required: best)
  }
}
