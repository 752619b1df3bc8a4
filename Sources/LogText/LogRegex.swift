/// A small regular expression over the bytes of a UTF-8 text; ASCII letters match in either case, unless
/// something else is asked for.
///
/// Known are literals, `.` (one byte), classes `[a-z]` and `[^a-z]`, `\d \w \s` and `\D \W \S`,
/// `\b` and `\B`, `^` and `$` (the ends of the message), groups `( )` and `(?: )`, `|`, and
/// `* + ? {m} {m,} {m,n}`. A pattern is found anywhere in the message. There is nothing in it that
/// could take more than linear time.
public struct LogRegex: Equatable, Sendable {
  /// What it was made of.
  public let pattern: String
  let node: Node
  /// Whether there is a group 1.
  let hasGroup: Bool

  /// Which letters match in either case.
  public enum AlikeLetters: Equatable, Sendable {
    case none
    case ascii
    case all
  }

  indirect enum Node: Hashable, Sendable {
    case bytes(ByteSet)
    case assertion(Assertion)
    case sequence([Node])
    case choice([Node])
    case repetition(Node, atLeast: Int, atMost: Int?)
    /// A numbered group.
    case group(Int, Node)
  }

  /// What holds between two bytes.
  enum Assertion: Hashable, Sendable {
    case start
    case end
    case wordBoundary
    case noWordBoundary
  }

  static let longestPattern = 1000
  static let mostRepetitions = 1000
  static let mostInstructions = 4000
  static let deepestNesting = 40

  /// Reads a pattern.
  ///
  /// - Throws: ``LogRegexError`` that says what is wrong with it.
  public init(_ pattern: String, alike: AlikeLetters = .ascii) throws(LogRegexError) {
    self.pattern = pattern
    guard pattern.utf8.count <= Self.longestPattern else {
      throw LogRegexError(
        pattern: pattern, problem: "is longer than \(Self.longestPattern) bytes; shorten it")
    }
    var parser = LogRegexParser(pattern, alike: alike)
    node = try parser.whole()
    hasGroup = parser.groups > 0
    guard !node.matchesEmpty else {
      throw LogRegexError(
        pattern: pattern, problem: "matches a line with nothing in it; write what must be there")
    }
    guard node.size <= Self.mostInstructions else {
      throw LogRegexError(pattern: pattern, problem: "is too large; repeat fewer times")
    }
  }
}

extension LogRegex.Node {
  /// Whether nothing at all is enough for it.
  var matchesEmpty: Bool {
    switch self {
    case .bytes: false
    case .assertion: true
    case .sequence(let nodes): nodes.allSatisfy(\.matchesEmpty)
    case .choice(let nodes): nodes.contains(where: \.matchesEmpty)
    case .repetition(let node, let atLeast, _): atLeast == 0 || node.matchesEmpty
    case .group(_, let node): node.matchesEmpty
    }
  }

  /// How many instructions it becomes, at most.
  fileprivate var size: Int {
    switch self {
    case .bytes, .assertion: return 1
    case .sequence(let nodes): return nodes.reduce(0) { Self.limited($0 + $1.size) }
    case .choice(let nodes): return nodes.reduce(0) { Self.limited($0 + $1.size + 2) }
    case .repetition(let node, let atLeast, let atMost):
      return Self.limited((node.size + 2) * Swift.max(atLeast, atMost ?? atLeast + 1, 1))
    case .group(_, let node): return Self.limited(node.size + 2)
    }
  }

  private static func limited(_ size: Int) -> Int { Swift.min(size, 1_000_000) }
}
