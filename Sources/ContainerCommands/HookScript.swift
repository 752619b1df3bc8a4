/// What a preStop hook executes: how long it takes at least, and which signals it sends.
package struct HookScript: Equatable, Sendable {
  /// A command that sends a signal: `kill -QUIT 1`, `nginx -s quit`.
  package struct Sending: Equatable, Sendable {
    /// The command as it is written.
    package var text: String
    /// `QUIT`, `TERM`; nil when it is the program's own way.
    package var signal: String?
    /// Whether it is sent to PID 1 by number.
    package var isToFirstProcess: Bool
  }

  let commands: [ShellScript.Command]
  let isClear: Bool
  private let servers: ServerTable
  /// The program it begins with.
  package let program: String
  /// How long it takes.
  package private(set) var time = Time()
  /// Whether a shell reads it, which puts values in the place of `$NAME` and `$(…)`.
  private let hasShell: Bool

  /// - Parameters:
  ///   - environment: variables with their values, as far as they are known.
  ///   - servers: which commands send a signal.
  ///   - file: the text of the script file that it executes.
  package init(
    _ words: [String], environment: [String: String] = [:], _ servers: ServerTable,
    file: String? = nil
  ) {
    self.servers = servers
    program = words.first?.baseName ?? ""
    if let text = file ?? Self.inlineScript(words) {
      let script = ShellScript(text)
      commands = script.commands
      isClear = script.isClear
    } else {
      commands = [
        ShellScript.Command(words: words, separator: .end, depth: 0, isInLoop: false)
      ]
      isClear = true
    }
    hasShell = file != nil || Self.inlineScript(words) != nil
    time = measured(hasShell ? environment : nil)
  }

  /// The script of `sh -c SCRIPT`.
  package static func inlineScript(_ words: [String]) -> String? {
    guard let first = words.first, Self.shells.contains(first.baseName),
      let option = words.firstIndex(where: { $0.hasPrefix("-") && $0.contains("c") }),
      option + 1 < words.count
    else { return nil }
    return words[option + 1]
  }

  /// The shells that read such a script.
  package static let shells: Set = ["sh", "bash", "ash", "dash"]

  /// The script file that is all it executes: `/scripts/stop.sh`, `sh /scripts/stop.sh`.
  package var file: String? {
    guard commands.count == 1, let command = commands.first, command.depth == 0 else { return nil }
    let words = command.program
    guard let first = words.first else { return nil }
    if Self.shells.contains(first.baseName) {
      return words.dropFirst().first { !$0.hasPrefix("-") }.flatMap {
        words.contains("-c") ? nil : $0
      }
    }
    return first.contains("/") ? first : nil
  }

  /// Whether nothing in it waits: it only sends signals and ends.
  package var onlySends: Bool {
    isClear && !sendings.isEmpty && time.least == 0 && time.isExact
      && !commands.contains { $0.isInLoop || $0.words.first == "wait" }
  }

  /// The sleep that it puts in the background and does not wait for.
  package var backgroundSleep: String? {
    guard !commands.contains(where: { $0.words.first == "wait" }) else { return nil }
    return commands.first {
      $0.separator == .background && ShellScript.sleepSeconds($0.program) != nil
    }?.words.joined(separator: " ")
  }

  /// What it sends.
  package var sendings: [Sending] { commands.compactMap { sending($0.words) } }

  /// The first word in which only a shell would put something: `$NAME`, `$(…)`; nil where one reads it.
  package var unreplaced: String? {
    guard !hasShell, let command = commands.first else { return nil }
    return command.words.dropFirst().first { word in
      word.contains("$(") || word.hasPrefix("${") || word.contains("`")
        || word.hasPrefix("$") && word.dropFirst().first?.isLetter == true
    }
  }

  /// Whether it reads a variable, whose value then says how long the hook takes and not the program.
  package func reads(_ variable: String) -> Bool {
    hasShell
      && commands.contains { command in
        command.words.contains { $0.contains("$\(variable)") || $0.contains("${\(variable)") }
      }
  }

  /// What it does ends the program: it sends a signal, or asks the program to quit.
  package var endsProgram: Bool {
    if sendings.contains(where: { !["CONT", "STOP"].contains($0.signal) }) { return true }
    return commands.contains { Self.asksToQuit($0.words) }
  }

  private static func asksToQuit(_ words: [String]) -> Bool {
    let verbs: Set = ["stop", "quit", "shutdown", "quitquitquit", "graceful-stop", "exit-all"]
    return words.dropFirst().contains { word in
      let last = word.split { "/?&='\"".contains($0) }.last.map { $0.lowercased() } ?? ""
      return verbs.contains(last) || verbs.contains(word.lowercased())
    }
  }

  /// Whether a command begins the program's end: what a hook waits for after it is that end.
  func beginsEnd(_ words: [String]) -> Bool {
    if let sending = sending(words) { return !["CONT", "STOP"].contains(sending.signal) }
    return Self.asksToQuit(words)
  }

  /// Whether a command sends a signal.
  func sends(_ words: [String]) -> Bool { sending(words) != nil }

  private func sending(_ words: [String]) -> Sending? {
    let words = words.filter { !$0.isRedirection }
    let rest = words.first == "exec" ? Array(words.dropFirst()) : words
    guard let name = rest.first?.baseName else { return nil }
    let text = rest.joined(separator: " ")
    switch name {
    case "kill", "pkill", "killall":
      var signal = "TERM"
      var targets: [String] = []
      var index = 1
      while index < rest.count {
        let word = rest[index]
        if word == "-s" || word == "--signal" || word == "-n", index + 1 < rest.count {
          signal = rest[index + 1]
          index += 1
        } else if word == "-0" {
          return nil
        } else if word.hasPrefix("-"), targets.isEmpty, let named = Self.signals[word.dropFirst()] {
          signal = named
        } else if !word.hasPrefix("-") {
          targets.append(word)
        }
        index += 1
      }
      let short = signal.uppercased().hasPrefix("SIG") ? String(signal.dropFirst(3)) : signal
      return Sending(
        text: text, signal: short.uppercased(),
        isToFirstProcess: name == "kill" && targets.contains("1"))
    default:
      return servers.signal(of: rest).map {
        Sending(text: text, signal: String($0.dropFirst(3)), isToFirstProcess: false)
      }
    }
  }

  private static let signals: [Substring: String] = {
    var names: [Substring: String] = [
      "1": "HUP", "2": "INT", "3": "QUIT", "9": "KILL", "10": "USR1", "12": "USR2", "15": "TERM",
      "28": "WINCH",
    ]
    for name in ["HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM", "WINCH", "STOP", "CONT"] {
      names[Substring(name)] = name
      names[Substring("SIG" + name)] = name
    }
    return names
  }()
}
