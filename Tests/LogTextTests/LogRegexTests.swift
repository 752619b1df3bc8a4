import Testing

@testable import LogText
@testable import ShutdownModel

struct LogRegexTests {
  /// Whether it is found, by the automaton; the captures must be of the same mind.
  private func finds(_ pattern: String, in text: String) throws -> Bool {
    var automaton = LogAutomaton([try LogRegex(pattern).node])
    return automaton.finds(0, in: Array(text.utf8))
  }

  private func group(_ pattern: String, in text: String) throws -> String? {
    let program = LogProgram([try LogRegex(pattern).node])
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { program.capture(0, in: $0) }
      .map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("abc", ["abc", "xABCx", "AbC"], ["", "ab", "a bc"]),
      ("a.c", ["abc", "a c", "xa\u{0}c"], ["ac", "abbc"]),
      ("[a-cX-]+!", ["b!", "x!", "A-!"], ["d!", "!"]),
      ("[^a-c ]!", ["d!", "é!"], ["a!", "B!", " !", "!"]),
      ("[]a]!", ["]!", "a!"], ["b!"]),
      (#"[\d_]x"#, ["4x", "_x"], ["ax"]),
      (
        #"\d\w\s\D\W\S"#,
        ["1a -- x".replacing("-- ", with: "-!"), "1a\tx !".replacing(" ", with: "-")], ["1a"]
      ),
      (#"\bterm\b"#, ["term", "a term.", "TERM"], ["terms", "long_term", "exterm", ""]),
      (#"\Berm"#, ["term"], ["erm", "a erm"]),
      ("^ab", ["ab", "abc"], ["xab", " ab"]),
      ("ab$", ["ab", "xab"], ["abx", "ab "]),
      ("^ab$", ["ab"], ["abab", "xab", ""]),
      ("a|bc|d", ["a", "bc", "d"], ["b", "c", ""]),
      ("x(a|b)?y", ["xy", "xay", "xby"], ["xaby", "x"]),
      ("xa*y", ["xy", "xay", "xaaay"], ["xby"]),
      ("xa+y", ["xay", "xaaay"], ["xy"]),
      ("xa{2}y", ["xaay"], ["xay", "xaaay"]),
      ("xa{2,}y", ["xaay", "xaaaay"], ["xay"]),
      ("xa{1,3}y", ["xay", "xaaay"], ["xy", "xaaaay"]),
      ("x(?:ab){0,2}y", ["xy", "xaby", "xababy"], ["xay", "xabababy"]),
      ("(a*)*b", ["b", "aab"], ["a"]),
      ("((a|b)+c?){2}d", ["abd", "acbcd"], ["ad", "cd"]),
      ("é+!", ["é!", "éé!"], ["e!", "É!"]),
      (#"a\.b\\\[\(\*"#, [#"a.b\[(*"#], [#"axb\[(*"#]),
      ("gr(ü|ue)n", ["grün", "gruen"], ["grun"]),
      (".{3}$", ["abc", "abcd"], ["ab", ""]),
    ] as [(String, [String], [String])])
  func `a pattern is found where it is and nowhere else`(
    pattern: String, texts: [String], others: [String]
  ) throws {
    for text in texts { #expect(try finds(pattern, in: text), "\(text)") }
    for text in others { #expect(try !finds(pattern, in: text), "\(text)") }
  }

  @Test(
    arguments: [
      (#"(\d+) left"#, "7 of 12 left", "12"),
      (#"(\d+)"#, "a 12 b 34", "12"),
      (#".*\b(\d+)"#, "a 12 b 34", "34"),
      (#"x(\d*)y"#, "xy", ""),
      (#"x(\d)?y"#, "xy", nil),
      (#"(a|ab)(c|bcd)"#, "abcd", "a"),
      (#"(?:x|y)(z)"#, "xyz", "z"),
      (#"(\d+)$"#, "1 2 3", "3"),
      (#"(a{2,3})"#, "aaaa", "aaa"),
      (#"a"#, "a", nil),
      (#"(b)"#, "a", nil),
    ] as [(String, String, String?)])
  func `group 1 is that of the leftmost match`(
    pattern: String, text: String, expected: String?
  ) throws {
    #expect(try group(pattern, in: text) == expected)
  }

  @Test(arguments: [
    ("", "matches a line with nothing in it"),
    ("a*", "matches a line with nothing in it"),
    ("^|a", "matches a line with nothing in it"),
    ("(a", "has a '(' without a ')'"),
    ("a)", "has a ')' without a '('"),
    ("[a", "has a '[' without a ']'"),
    ("[z-a]", "has the wrong range 'z-a'"),
    ("[é]", "has 'é' in a class"),
    ("*a", "has a '*' with nothing to repeat"),
    ("a|+", "has a '+' with nothing to repeat"),
    ("a**", "repeats a repetition with '*'"),
    ("a+?", "repeats a repetition with '?'"),
    (#"\b+a"#, "repeats a place between characters"),
    ("a{x}", "has a '{' that is no"),
    ("a{", "has a '{' that is no"),
    ("a{3,2}", "has a repetition of at most less than at least"),
    ("a{1001}", "repeats more than 1000 times"),
    ("a{99999999}", "has a '{' that is no"),
    ("((a{99}){99}){99}", "is too large"),
    (#"a\"#, #"ends with a '\'"#),
    (#"\q"#, #"has the unknown escape '\q'"#),
    ("(?i)a", "has a '(?' that is no '(?:'"),
    (String(repeating: "(", count: 500), "is nested too deep"),
    (String(repeating: "a", count: 1001), "is longer than 1000 bytes"),
  ])
  func `a wrong pattern is refused with what is wrong`(pattern: String, problem: String) throws {
    let error = try #require(throws: LogRegexError.self) { try LogRegex(pattern) }
    #expect(error.pattern == pattern)
    #expect(error.problem.hasPrefix(problem), "\(error.problem)")
  }

  @Test(arguments: 0..<300)
  func `automaton and captures agree with a plain search`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let tree = Tree.random(depth: 3, using: &generator)
    guard let regex = try? LogRegex("(" + tree.pattern + ")") else { return }
    // So small a table is forgotten over and over.
    var small = LogAutomaton([regex.node], tableSize: 1)
    // The pieces must be there wherever the whole is.
    var large = LogAutomaton([regex.node] + regex.node.pieces)
    for _ in 0..<30 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        "ab c".utf8.randomElement(using: &generator) ?? 0
      }
      let expected = text.indices.contains { start in
        !tree.ends(in: text, from: start).isEmpty
      }
      let (smallFinds, largeFinds) = (small.finds(0, in: text), large.finds(0, in: text))
      #expect(smallFinds == expected, "\(regex.pattern) in \(text)")
      #expect(largeFinds == expected, "\(regex.pattern) in \(text)")
      if expected {
        for piece in regex.node.pieces.indices {
          let isThere = large.finds(piece + 1, in: text)
          #expect(isThere, "\(regex.pattern) in \(text)")
        }
      }
      try text.withUnsafeBufferPointer { bytes in
        let group = large.program.capture(0, in: bytes)
        #expect((group != nil) == expected, "\(regex.pattern) in \(text)")
        if let group {
          #expect(tree.ends(in: text, from: group.lowerBound).contains(group.upperBound))
          let first = try #require(
            text.indices.first { !tree.ends(in: text, from: $0).isEmpty })
          #expect(group.lowerBound == first)
        }
      }
    }
    #expect(small.stateCount <= 8)
  }
}

extension LogAutomaton {
  fileprivate mutating func finds(_ pattern: Int, in text: [UInt8]) -> Bool {
    var found = LogPatternSet(count: program.starts.count)
    text.withUnsafeBufferPointer { match($0, into: &found) }
    return found.contains(pattern)
  }
}

/// A pattern that is searched in the plainest way there is.
private indirect enum Tree {
  case byte(UInt8)
  case any
  case boundary
  case start
  case end
  case both(Tree, Tree)
  case either(Tree, Tree)
  case repeated(Tree, Int, Int?)

  static func random(depth: Int, using generator: inout SeededGenerator) -> Tree {
    switch Int.random(in: 0..<(depth > 0 ? 11 : 5), using: &generator) {
    case 0: .any
    case 1: [.boundary, .start, .end].randomElement(using: &generator) ?? .any
    case 2...4: .byte("ab c".utf8.randomElement(using: &generator) ?? 0x61)
    case 5...7:
      .both(
        random(depth: depth - 1, using: &generator), random(depth: depth - 1, using: &generator))
    case 8:
      .either(
        random(depth: depth - 1, using: &generator), random(depth: depth - 1, using: &generator))
    default:
      .repeated(
        random(depth: depth - 1, using: &generator), Int.random(in: 0...2, using: &generator),
        [2, 3, nil].randomElement(using: &generator) ?? nil)
    }
  }

  var pattern: String {
    switch self {
    case .byte(let byte): String(UnicodeScalar(byte))
    case .any: "."
    case .boundary: "\\b"
    case .start: "^"
    case .end: "$"
    case .both(let first, let second): first.pattern + second.pattern
    case .either(let first, let second): "(?:\(first.pattern)|\(second.pattern))"
    case .repeated(let tree, let atLeast, let atMost):
      "(?:\(tree.pattern)){\(atLeast),\(atMost.map(String.init) ?? "")}"
    }
  }

  /// Where a match that begins at `start` can end.
  func ends(in text: [UInt8], from start: Int) -> Set<Int> {
    func isWord(_ index: Int) -> Bool {
      text.indices.contains(index) && text[index] != UInt8(ascii: " ")
    }
    switch self {
    case .byte(let byte): return start < text.count && text[start] == byte ? [start + 1] : []
    case .any: return start < text.count ? [start + 1] : []
    case .boundary: return isWord(start - 1) != isWord(start) ? [start] : []
    case .start: return start == 0 ? [start] : []
    case .end: return start == text.count ? [start] : []
    case .both(let first, let second):
      return first.ends(in: text, from: start).reduce(into: []) {
        $0.formUnion(second.ends(in: text, from: $1))
      }
    case .either(let first, let second):
      return first.ends(in: text, from: start).union(second.ends(in: text, from: start))
    case .repeated(let tree, let atLeast, let atMost):
      var found: Set<Int> = atLeast == 0 ? [start] : []
      var reached: Set<Int> = [start]
      for count in 1...(atMost ?? text.count + 3) {
        reached = reached.reduce(into: []) { $0.formUnion(tree.ends(in: text, from: $1)) }
        if count >= atLeast { found.formUnion(reached) }
      }
      return found
    }
  }
}
