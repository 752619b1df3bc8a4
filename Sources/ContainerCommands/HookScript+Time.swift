extension HookScript {
  /// How long a hook takes, in whole seconds.
  package struct Time: Equatable, Sendable {
    /// At least, whatever happens.
    package var least = 0
    /// And no longer.
    package var isExact = true
    /// What it allows itself, where it waits for something within a bound: `curl --max-time 300`.
    package var allowed = 0
    /// What says so; nil when nothing does.
    package var bound: String?
    /// When it has begun the program's end, by a signal or a request.
    ///
    /// What it waits after that is no delay. Nil when it never does, or only on a condition.
    package var end: Int?

    /// Makes a time.
    package init(least: Int = 0, isExact: Bool = true) {
      self.least = least
      self.isExact = isExact
      allowed = least
    }

    /// The seconds that pass before the program learns of its end.
    package var delay: Int { end ?? least }
  }

  /// Commands that end at once.
  private static let quick: Set = [
    "echo", "true", ":", "touch", "rm", "date", "printf", "set", "export", "kill", "killall",
    "pkill", "cd", "mkdir", "exit", "trap", "logger",
  ]

  /// Commands whose success is what a script asks for.
  private static let questions: Set = [
    "test", "[", "[[", "pgrep", "grep", "pidof", "curl", "wget", "command", "which", "false",
  ]

  /// What sums of times may come to.
  private static let longest = 1_000_000_000

  /// - Parameter environment: the values of variables; nil where no shell reads them.
  func measured(_ environment: [String: String]?) -> Time {
    guard isClear else { return Time(isExact: false) }
    var time = Time()
    var values = environment ?? [:]
    var background = 0
    var isBackgroundKnown = true
    // After `exit` on a condition nothing is sure to run.
    var isSure = true
    // Of an `if` only one branch runs: the longest counts.
    var branches: [Int: Int] = [:]
    for (index, command) in commands.enumerated() {
      let words = environment == nil ? command.words : command.words.map { Self.value($0, values) }
      for word in command.words where environment != nil && command.blocks.allSatisfy(\.isPlain) {
        guard let equals = word.firstIndex(of: "="), words.allSatisfy({ $0.contains("=") }) else {
          break
        }
        values[String(word[..<equals])] = Self.value(
          String(word[word.index(after: equals)...]), values)
      }
      let name = words.first?.baseName ?? ""
      let isAlternative = index > 0 && isOptional(after: commands[index - 1])
      let isCertain = isSure && !isAlternative && command.blocks.allSatisfy { runsAlways($0) }
      if ["exit", "return"].contains(name) {
        if command.depth == 0, !isAlternative, isSure { break }
        if command.blocks.allSatisfy({ $0.opener != "(" }) { isSure = false }
        continue
      }
      if isCertain, time.end == nil, beginsEnd(words) { time.end = time.least }
      let waits = wait(words, environment)
      let seconds = min(waits?.seconds ?? 0, Self.longest)
      let times = command.blocks.reduce(1) {
        min($0 * max(turns($1, values) ?? 1, 1), Self.longest)
      }
      let total = min(seconds.multipliedReportingOverflow(by: times).partialValue, Self.longest)
      if command.separator == .background {
        background = max(background, waits?.isSleep == true ? total : 0)
        isBackgroundKnown = isBackgroundKnown && waits?.isSleep == true
        continue
      }
      if name == "wait" {
        if isCertain { time.add(background) }
        time.isExact = time.isExact && isCertain && isBackgroundKnown
        background = 0
      } else if let waits {
        if waits.isSleep, isCertain {
          time.add(total)
          continue
        }
        time.isExact = false
        guard command.blocks.allSatisfy({ $0.opener != "while" || turns($0, values) != nil }) else {
          continue
        }
        time.bound =
          time.bound ?? (times > 1 ? "\(times) × " : "") + words.joined(separator: " ")
        if let branch = command.blocks.first(where: { ["if", "case"].contains($0.opener) }) {
          time.allowed += max(total - branches[branch.number, default: 0], 0)
          branches[branch.number] = max(total, branches[branch.number, default: 0])
        } else {
          time.allowed += total
        }
        time.allowed = min(time.allowed, Self.longest)
      } else if !command.blocks.allSatisfy(\.isPlain) {
        time.isExact = false
      } else if !sends(words), !Self.quick.contains(name), !Self.isAssignment(words) {
        time.isExact = false
      }
    }
    return time
  }

  private static func isAssignment(_ words: [String]) -> Bool {
    words.allSatisfy { word in
      guard let equals = word.firstIndex(of: "="), equals > word.startIndex else { return false }
      return word[..<equals].allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
    }
  }

  /// Whether what follows a command may not run.
  private func isOptional(after command: ShellScript.Command) -> Bool {
    switch command.separator {
    case .or: true
    case .and:
      Self.questions.contains(command.words.first?.baseName ?? "")
        || command.words.starts(with: ["kill", "-0"])
    case .end, .pipe, .background: false
    }
  }

  /// Whether a group's commands run, and all of its turns.
  private func runsAlways(_ block: ShellScript.Block) -> Bool {
    if block.isPlain { return true }
    guard block.times != nil else { return false }
    return !commands.contains { command in
      command.blocks.contains { $0.number == block.number }
        && ["break", "exit", "return", "continue"].contains(command.words.first ?? "")
    }
  }

  /// How often a loop runs at the most, where it counts; 1 for what is no loop.
  private func turns(_ block: ShellScript.Block, _ values: [String: String]) -> Int? {
    if let times = block.times { return times }
    guard block.opener == "while" else { return 1 }
    let inside = commands.filter { $0.blocks.contains { $0.number == block.number } }
    for command in inside where command.blocks.last?.isCondition == true {
      let words = command.words.map { Self.value($0, values) }
      let comparisons =
        block.isUntil ? ["-ge": 0, "-gt": 1, "-eq": 0] : ["-lt": 0, "-le": 1, "-ne": 0]
      guard let place = words.firstIndex(where: { comparisons[$0] != nil }), place > 0,
        place + 1 < words.count, let bound = Int(words[place + 1]), 0...100_000 ~= bound,
        let name = Self.variable(command.words[place - 1]),
        let step = inside.lazy.compactMap({ Self.step(of: name, $0.words) }).first
      else { continue }
      let first = values[name].flatMap { Int($0) } ?? 0
      return max((bound - first) / step + (comparisons[words[place]] ?? 0), 0)
    }
    return nil
  }

  /// `i` of `$i` and `${i}`.
  private static func variable(_ word: String) -> String? {
    guard word.hasPrefix("$"), !word.hasPrefix("$(") else { return nil }
    let name = word.filter { $0 == "_" || $0.isLetter || $0.isNumber }
    return name.isEmpty ? nil : name
  }

  /// By how much a command raises a variable: `i=$((i + 5))`, `let i++`.
  private static func step(of name: String, _ words: [String]) -> Int? {
    let text = words.joined().filter { !$0.isWhitespace && $0 != "$" }
    if text.contains("\(name)++") || text.contains("++\(name)") { return 1 }
    for sum in ["\(name)+", "\(name)+="] {
      guard let range = text.firstRange(of: sum), text.contains("\(name)=") || sum.hasSuffix("=")
      else { continue }
      if let step = Int(text[range.upperBound...].prefix { $0.isNumber }), step > 0 { return step }
    }
    return nil
  }

  /// What a command waits, and whether it is a mere sleep; nil when it does not wait, as far as is known.
  private func wait(
    _ words: [String], _ environment: [String: String]?
  ) -> (seconds: Int, isSleep: Bool)? {
    if let seconds = ShellScript.sleepSeconds(words) { return (seconds, true) }
    let words = words.first == "exec" ? Array(words.dropFirst()) : words
    switch words.first?.baseName {
    case "timeout":
      let rest = words.dropFirst().drop { $0.hasPrefix("-") }
      guard let limit = rest.first.flatMap(ShellScript.seconds) else { return nil }
      let inner = Array(rest.dropFirst())
      if let seconds = ShellScript.sleepSeconds(inner) { return (min(seconds, limit), true) }
      return (limit, false)
    case "curl", "wget":
      let options = ["--max-time", "-m", "--timeout", "-T"]
      for (index, word) in words.enumerated() {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = parts.first, options.contains(name) else { continue }
        let value = parts.count > 1 ? parts[1] : index + 1 < words.count ? words[index + 1] : ""
        if let seconds = ShellScript.seconds(value) { return (seconds, false) }
      }
      return words.lazy.compactMap { Self.seconds(inQueryOf: $0) }.first.map { ($0, false) }
    default: return nil
    }
  }

  /// How long a server is asked to wait: `/health?timeout=60s`.
  package static func seconds(inQueryOf url: String) -> Int? {
    guard let mark = url.firstIndex(of: "?") else { return nil }
    let names: Set = ["timeout", "wait", "max_wait", "delay", "sleep", "duration", "seconds"]
    for pair in url[url.index(after: mark)...].split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, names.contains(parts[0].lowercased()) else { continue }
      if let seconds = ShutdownLimit.duration(parts[1]) { return seconds }
    }
    return nil
  }

  /// A word with the values of its variable: `$NAME`, `${NAME:-30}`; any other as it is.
  private static func value(_ word: String, _ values: [String: String]) -> String {
    guard word.hasPrefix("$"), !word.hasPrefix("$(") else { return word }
    var name = word.dropFirst()
    if name.hasPrefix("{"), name.hasSuffix("}") { name = name.dropFirst().dropLast() }
    for mark in [":-", ":=", "-", "="] {
      guard let range = name.firstRange(of: mark) else { continue }
      let own = values[String(name[..<range.lowerBound])] ?? ""
      return own.isEmpty ? String(name[range.upperBound...]) : own
    }
    return values[String(name)] ?? word
  }
}

extension ShellScript.Block {
  /// Whether what stands in it runs as if it stood outside.
  fileprivate var isPlain: Bool { opener == "{" || opener == "(" }
}

extension HookScript.Time {
  fileprivate mutating func add(_ seconds: Int) {
    least = min(least + seconds, 1_000_000_000)
    allowed = min(allowed + seconds, 1_000_000_000)
  }
}
