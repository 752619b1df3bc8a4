/// How long a program itself lets its shutdown last, where its arguments or environment say so.
package struct ShutdownLimit: Equatable, Sendable {
  package var seconds: Int
  /// What says so: `--timeout-graceful-shutdown 20`.
  package var text: String
  /// Where; nil for a default of the program.
  package var place: Place?
  /// Whether only the name of the setting suggests it.
  package var isGuess = false
  /// Whether it serves on for so long before it begins to end.
  package var isDelay = false

  /// What says so.
  package enum Place: Equatable, Sendable {
    /// One of the command's and the arguments' words, counted together.
    case word(Int)
    /// A variable of the environment.
    case variable(String)
    /// One of the files that the container mounts.
    case file(Int)
  }

  /// The limits of a container, longest first.
  ///
  /// - Parameters:
  ///   - words: its command and its arguments.
  ///   - start: what of them is PID 1.
  ///   - environment: the variables whose values the spec holds.
  ///   - servers: whose options, variables and properties are limits.
  package static func all(
    words: [String], start: StartCommand, environment: [String: String], _ servers: ServerTable
  ) -> [ShutdownLimit] {
    let own = start.allWords
    let programs = own.map(\.baseName)
    var limits = servers.servers.compactMap { limit(of: $0, words, start, own, programs) }
    for (index, word) in words.enumerated() {
      for property in servers.limitProperties {
        guard let value = word.behind(property)?.prefix(while: { !$0.isWhitespace }) else {
          continue
        }
        if let seconds = duration(String(value)) {
          limits.append(
            ShutdownLimit(seconds: seconds, text: "\(property)\(value)", place: .word(index)))
        }
      }
      if var limit = guess(argument: word, index + 1 < words.count ? words[index + 1] : "") {
        limit.place = .word(index)
        limits.append(limit)
      }
    }
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      let text = "\(name)=\(value)"
      if servers.limitVariables.contains(name.uppercased()) {
        if let seconds = duration(value) {
          limits.append(ShutdownLimit(seconds: seconds, text: text, place: .variable(name)))
        }
      } else if soundsLikeLimit(name), let seconds = guessedDuration(name, value) {
        limits.append(
          ShutdownLimit(seconds: seconds, text: text, place: .variable(name), isGuess: true))
      }
    }
    return limits.sorted { $0.seconds > $1.seconds }
  }

  private static func limit(
    of server: Server, _ all: [String], _ start: StartCommand, _ words: [String],
    _ programs: [String]
  ) -> ShutdownLimit? {
    guard !server.limitOptions.isEmpty || server.limitDefault != nil, !server.programs.isEmpty,
      let place = programs.firstIndex(where: server.programs.contains)
    else { return nil }
    let program = programs[place]
    let own = Array(words[(place + 1)...])
    if let (option, seconds, word) = self.option(of: server.limitOptions, own) {
      let place = all.firstIndex(of: word) ?? start.source ?? 0
      return ShutdownLimit(seconds: seconds, text: "\(program) \(option)", place: .word(place))
    }
    // A file that is not seen may say otherwise.
    guard !own.contains(where: { server.isConfigOption($0) }) else { return nil }
    return server.limitDefault.map {
      ShutdownLimit(seconds: $0, text: "\(program)'s default of \($0) s", place: nil)
    }
  }

  /// The first of some options with its value: `--timeout 20`, and the word it begins with.
  static func option(
    of names: [String], _ words: [String]
  ) -> (shown: String, seconds: Int, word: String)? {
    for (index, word) in words.enumerated() {
      for name in names {
        var value: String?
        if word == name, index + 1 < words.count { value = words[index + 1] }
        if word.hasPrefix(name + "=") { value = String(word.dropFirst(name.count + 1)) }
        guard let value, let seconds = duration(value) else { continue }
        return ("\(name) \(value)", seconds, word)
      }
    }
    return nil
  }

  /// A limit by the name of an option, whose value may be the next word.
  private static func guess(argument: String, _ next: String) -> ShutdownLimit? {
    guard argument.hasPrefix("-") else { return nil }
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let name = parts.first, soundsLikeLimit(name),
      let seconds = guessedDuration(name, parts.count > 1 ? parts[1] : next)
    else { return nil }
    return ShutdownLimit(
      seconds: seconds, text: parts.count > 1 ? argument : "\(name) \(next)", isGuess: true)
  }

  /// Whether a name is that of a limit of the shutdown, such as `GRACEFUL_SHUTDOWN_TIMEOUT`.
  static func soundsLikeLimit(_ name: String) -> Bool {
    let name = LoweredText(name)
    let isShutdown = ["shutdown", "drain", "graceful", "gracetimeout"]
      .contains(where: name.contains)
    return isShutdown && !isDelay(name)
      && [
        "timeout", "grace_", "graceperiod", "grace-", "deadline", "_seconds", "_secs", "_ms",
      ].contains(where: name.contains)
      && !["interval", "poll", "port", "enable", "retry", "retries"].contains(where: name.contains)
  }

  /// Whether a name is that of a delay before the shutdown, such as `SHUTDOWN_DELAY_SECONDS`.
  package static func soundsLikeDelay(_ name: String) -> Bool {
    isDelay(LoweredText(name))
  }

  private static func isDelay(_ name: LoweredText) -> Bool {
    if ["lameduck", "lame_duck", "lame-duck"].contains(where: name.contains) { return true }
    return ["shutdown", "terminat", "drain", "stop", "sigterm"].contains(where: name.contains)
      && ["delay", "sleep"].contains(where: name.contains)
  }

  /// A bare number is read as seconds only where the name says so, or where it can be nothing else.
  static func guessedDuration(_ name: String, _ value: String) -> Int? {
    let name = name.lowercased()
    if let number = Int(value) {
      if name.hasSuffix("ms") || name.contains("milli") { return number / 1000 }
      if name.hasSuffix("s") && name.contains("sec") { return duration(value) }
      return number <= 600 ? duration(value) : nil
    }
    return duration(value)
  }

  /// `20`, `20s`, `1m30s`, `500ms`, `PT30S` in whole seconds.
  package static func duration(_ text: String) -> Int? {
    let lowered = text.lowercased()
    let plain = lowered.hasPrefix("pt") ? lowered.dropFirst(2) : lowered[...]
    guard !plain.isEmpty, plain.utf8.count <= 16 else { return nil }
    if let number = Int(plain) { return 0...1_000_000 ~= number ? number : nil }
    // `00:01:30`, as .NET writes a time.
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2],
      0...99 ~= hours, 0...59 ~= minutes, 0...59 ~= seconds
    {
      return hours * 3600 + minutes * 60 + seconds
    }
    var sum = 0.0
    var rest = plain
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let unit = rest[digits.endIndex...].prefix { $0.isASCII && $0.isLetter }
      guard let number = Double(digits),
        let scale = ["h": 3600, "m": 60, "s": 1, "ms": 0.001][unit]
      else { return nil }
      sum += number * scale
      rest = rest[unit.endIndex...]
    }
    return sum <= 1_000_000 ? Int(sum) : nil
  }
}
