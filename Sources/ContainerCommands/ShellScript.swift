/// As much of a shell script as is needed to tell which program gets the signals.
///
/// It reads words, quotes, comments and what separates commands; what it does not understand, a here
/// document for one, makes it unclear, and rules then say nothing.
package struct ShellScript: Equatable, Sendable {
  /// What stands behind a command.
  package enum Separator: Equatable, Sendable { case end, and, or, pipe, background }

  package struct Command: Equatable, Sendable {
    package var words: [String]
    package var separator: Separator
    /// How many `if`, `while`, `for`, `case`, `{` and `(` are open around it.
    package var depth: Int
    /// The innermost of them is, or lies in, a loop.
    package var isInLoop: Bool
    /// They, the outermost first.
    package var blocks: [Block] = []
  }

  /// A group that is open around a command.
  package struct Block: Equatable, Sendable {
    /// `if`, `while` for every loop, `case`, `{` or `(`.
    var opener: String
    /// Which of the script's groups it is.
    var number: Int
    /// How often a `for` runs; nil where that is not known.
    var times: Int?
    /// Whether the loop goes on until its condition holds.
    var isUntil = false
    /// Whether the command stands in its condition, or in what a `for` has none of.
    var isCondition = true
  }

  /// How often a `for` with this header runs: `i in 1 2 3`, `i in $(seq 1 9)`, `((i=0; i<9; i++))`.
  static func times(_ header: String) -> Int? {
    let longest = 100_000
    let words = header.split(whereSeparator: \.isWhitespace).map(String.init)
    if header.contains("((") {
      let parts = header.split { "();".contains($0) }.map { $0.filter { !$0.isWhitespace } }
        .filter { !$0.isEmpty }
      guard parts.count == 3, let less = parts[1].firstIndex(of: "<"),
        let first = parts[0].split(separator: "=").last.flatMap({ Int($0) }),
        parts[2].hasSuffix("++") || parts[2].hasPrefix("++")
      else { return nil }
      let bound = parts[1][parts[1].index(after: less)...]
      let last = bound.hasPrefix("=") ? Int(bound.dropFirst()) : Int(bound).map { $0 - 1 }
      return last.flatMap { 0...longest ~= $0 - first + 1 ? $0 - first + 1 : nil }
    }
    guard let place = words.firstIndex(of: "in") else { return nil }
    let items = words[(place + 1)...].joined(separator: " ")
    let plain = items.replacing("`", with: " ").filter { !"$(){}".contains($0) }
      .split { $0 == " " }.map(String.init)
    if items.hasPrefix("$(") || items.hasPrefix("`") {
      guard plain.first == "seq", plain.count <= 3, let last = plain.last.flatMap({ Int($0) })
      else { return nil }
      let first = plain.count == 3 ? Int(plain[1]) : 1
      return first.flatMap { 0...longest ~= last - $0 + 1 ? last - $0 + 1 : nil }
    }
    if items.hasPrefix("{"), let range = plain.first?.split(separator: "."), range.count == 2,
      let first = Int(range[0]), let last = Int(range[1]), 0...longest ~= abs(last - first)
    {
      return abs(last - first) + 1
    }
    return items.contains { "$*?[{".contains($0) } ? nil : plain.count
  }

  package var commands: [Command] = []
  /// False when there is something in it that is not understood.
  package private(set) var isClear = true
  /// It is read from a file, so that no shell puts the last command in its own place.
  package var isFile = false

  private static let longest = 65536

  package init(_ text: String) {
    guard text.utf8.count <= Self.longest else {
      isClear = false
      return
    }
    var reader = ShellReader(text)
    commands = reader.read()
    isClear = reader.isClear
  }

  /// The commands that stand in no `if`, loop or group.
  package var topLevel: [Command] { commands.filter { $0.depth == 0 } }

  /// Whether a program takes the shell's place somewhere: `exec` with more than redirections.
  package var hasExec: Bool {
    commands.contains {
      $0.words.first == "exec" && $0.words.dropFirst().contains { !$0.isRedirection }
    }
  }

  /// Whether it waits for what runs in the background.
  package var waits: Bool { commands.contains { $0.words.first == "wait" } }

  /// The signals for which it sets a trap that does something.
  package var trappedSignals: [String] {
    commands.filter { $0.words.first == "trap" && $0.words.count > 2 && $0.words[1] != "-" }
      .flatMap { $0.words.dropFirst(2) }
  }

  /// Whether it has a trap for the signal that ends a pod.
  package var trapsTermination: Bool {
    trappedSignals.contains { ["TERM", "SIGTERM", "15", "EXIT", "0"].contains($0.uppercased()) }
  }

  /// Whether it does no work, and ends in a loop, in a sleep, or in a look at a file that does not
  /// grow.
  package var isIdle: Bool {
    guard programs.isEmpty, let last = commands.last else { return false }
    return last.isInLoop || topLevel.last.map { Self.isIdle($0.words) } ?? false
  }

  /// Whether a command only keeps a container alive.
  package static func isIdle(_ words: [String]) -> Bool {
    let words = words.first == "exec" ? Array(words.dropFirst()) : words
    return sleepSeconds(words) != nil || followsFile(words)
  }

  /// How long `sleep …` sleeps; nil when the command is none, `Int.max` for ever.
  package static func sleepSeconds(_ words: [String]) -> Int? {
    let words = words.first == "exec" ? Array(words.dropFirst()) : words
    guard let name = words.first?.baseName, name == "sleep", words.count > 1 else { return nil }
    var sum = 0
    for word in words.dropFirst() where !word.isRedirection {
      if word == "infinity" || word == "inf" { return .max }
      guard let seconds = Self.seconds(word) else { return nil }
      sum += seconds
    }
    return sum
  }

  /// `5`, `0.5`, `90s`, `2m`, `1h` in whole seconds, rounded down.
  package static func seconds(_ text: String) -> Int? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let last = text.last, text.utf8.count <= 12 else { return nil }
    let number = units[last] == nil ? text[...] : text.dropLast()
    guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let value = Double(number)
    else { return nil }
    let seconds = value * (units[last] ?? 1)
    return seconds < 1e9 ? Int(seconds) : nil
  }
}

extension String {
  /// The last part of a path; what a shell puts in the place of `$(…)` is not known.
  package var baseName: String {
    let text = utf8.contains(UInt8(ascii: "(")) ? withoutSubstitutions : self
    return text.split(separator: "/").last.map(String.init) ?? text
  }

  /// With every `$(…)` as `$()`.
  private var withoutSubstitutions: String {
    var text = ""
    var depth = 0
    for character in self {
      if character == ")", depth > 0 { depth -= 1 }
      if depth == 0 { text.append(character) }
      if character == "(", depth > 0 || text.hasSuffix("$(") { depth += 1 }
    }
    return text
  }

  /// Whether it is a redirection such as `>file` or `2>&1`, as the reader leaves it.
  package var isRedirection: Bool {
    let rest = drop { $0.isASCII && $0.isNumber }
    return rest.hasPrefix(">") || rest.hasPrefix("<") || rest.hasPrefix("&>")
  }
}
