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

  private var commands: [ShellScript.Command]
  private var isClear: Bool
  private var servers: ServerTable
  /// The program it begins with.
  package var program: String

  /// - Parameters:
  ///   - environment: variables with their values, as far as they are known.
  ///   - servers: which commands send a signal.
  package init(
    _ words: [String], environment: [String: String] = [:], _ servers: ServerTable
  ) {
    self.servers = servers
    program = words.first?.baseName ?? ""
    let shells: Set = ["sh", "bash", "ash", "dash"]
    if shells.contains(program),
      let option = words.firstIndex(where: { $0.hasPrefix("-") && $0.contains("c") }),
      option + 1 < words.count
    {
      let script = ShellScript(words[option + 1])
      commands = script.commands.map { command in
        var command = command
        command.words = command.words.map { Self.value(of: $0, environment) }
        return command
      }
      isClear = script.isClear
    } else {
      commands = [
        ShellScript.Command(words: words, separator: .end, depth: 0, isInLoop: false)
      ]
      isClear = true
    }
  }

  /// The value of `$NAME` and `${NAME}`, where it is known; any other word as it is.
  private static func value(of word: String, _ environment: [String: String]) -> String {
    guard word.hasPrefix("$") else { return word }
    var name = word.dropFirst()
    if name.hasPrefix("{"), name.hasSuffix("}") { name = name.dropFirst().dropLast() }
    return environment[String(name)] ?? word
  }

  /// Commands that end at once.
  private static let quick: Set = [
    "echo", "true", ":", "touch", "rm", "date", "printf", "set", "export", "kill", "killall",
    "pkill", "cd", "mkdir", "exit", "trap", "logger",
  ]

  /// How long it takes at least, in whole seconds, and whether that is all.
  package var time: (least: Int, isExact: Bool) {
    guard isClear else { return (0, false) }
    var least = 0
    var isExact = true
    for command in commands {
      if let seconds = ShellScript.sleepSeconds(command.words) {
        if command.separator == .background { continue }
        // What stands behind || or in a condition may never run.
        if command.depth == 0 {
          least = least > 1_000_000_000 ? least : least + min(seconds, 1_000_000_000)
        } else {
          isExact = false
        }
      } else if command.depth > 0 {
        isExact = false
      } else if sending(command.words) == nil,
        !Self.quick.contains(command.words.first?.baseName ?? "")
      {
        isExact = false
      }
    }
    return (least, isExact)
  }

  /// Whether nothing in it waits: it only sends signals and ends.
  package var onlySends: Bool {
    isClear && !sendings.isEmpty && time == (0, true)
      && !commands.contains { $0.isInLoop || $0.words.first == "wait" }
  }

  /// What it sends.
  package var sendings: [Sending] { commands.compactMap { sending($0.words) } }

  /// What it does ends the program: it sends a signal, or asks the program to quit.
  package var endsProgram: Bool {
    if sendings.contains(where: { !["CONT", "STOP"].contains($0.signal) }) { return true }
    let words: Set = ["stop", "quit", "shutdown", "quitquitquit", "graceful-stop", "exit-all"]
    return commands.contains { command in
      command.words.dropFirst().contains { word in
        let last = word.split { "/?&='\"".contains($0) }.last.map { $0.lowercased() } ?? ""
        return words.contains(last) || words.contains(word.lowercased())
      }
    }
  }

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
