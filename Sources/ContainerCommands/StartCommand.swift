/// What a container's PID 1 is, as far as its command and arguments tell.
package struct StartCommand: Equatable, Sendable {
  package enum Program: Equatable, Sendable {
    /// The image decides.
    case image
    /// A shell with a script in the manifest: `sh -c '…'`.
    case script(shell: String, ShellScript)
    /// A shell with the name of a script in the image, or such a script itself.
    case scriptFile(String)
    /// npm and its like, which start the program as their child.
    case packageRunner(String)
    /// Any other program.
    case program(String)
  }

  package var program: Program
  /// `tini`, `dumb-init` or another small init before it.
  package var wrapper: String?
  /// The words from the program on.
  package var words: [String]
  /// Which of the command's and the arguments' words, counted together, tells the most: the script,
  /// else the program.
  package var source: Int?

  private static let shells: Set = ["sh", "bash", "ash", "dash", "zsh", "ksh"]
  private static let inits: Set = ["tini", "tini-static", "dumb-init", "docker-init", "catatonit"]
  private static let runners: Set = ["npm", "npx", "pnpm", "yarn", "yarnpkg", "bunx"]
  /// Programs that put another in their place.
  private static let steppingStones: Set = ["env", "gosu", "su-exec", "nice", "setpriv", "chpst"]

  /// - Parameters:
  ///   - command: the container's `command`.
  ///   - arguments: the container's `args`.
  package init(command: [String], arguments: [String]) {
    let all = command + arguments
    var words = Array(all.enumerated())[...]
    if command.isEmpty {
      // An entry point of the image comes first; most run a shell or npm that is named to them.
      let name = all.first?.baseName ?? ""
      guard Self.shells.contains(name) || Self.isRunner(all) else {
        self.init(program: .image, words: all)
        return
      }
    }
    var wrapper: String?
    while let name = words.first?.element.baseName {
      if Self.inits.contains(name) {
        wrapper = name
        words = words.dropFirst().drop { $0.element.hasPrefix("-") && $0.element != "--" }
        if words.first?.element == "--" { words.removeFirst() }
      } else if Self.steppingStones.contains(name) {
        words = words.dropFirst().drop { $0.element.hasPrefix("-") || $0.element.contains("=") }
        if name == "gosu" || name == "su-exec" { words = words.dropFirst() }
      } else {
        break
      }
    }
    self.init(words.map(\.element), from: words.first?.offset, wrapper: wrapper)
  }

  /// - Parameter first: the place of the first word among all of them.
  private init(_ words: [String], from first: Int?, wrapper: String?) {
    guard let name = words.first?.baseName, let first else {
      self.init(program: .image, wrapper: wrapper, words: [])
      return
    }
    var program = Program.program(name)
    var source = first
    if Self.isRunner(words) {
      program = .packageRunner(name)
    } else if Self.shells.contains(name) {
      var index = 1
      var hasScript = false
      while index < words.count, words[index].hasPrefix("-") || words[index].hasPrefix("+") {
        let isShort = words[index].hasPrefix("-") && !words[index].hasPrefix("--")
        if isShort, words[index].dropFirst().contains("c") { hasScript = true }
        // `-o pipefail` has a value.
        index += isShort && words[index].hasSuffix("o") ? 2 : 1
      }
      if index < words.count {
        source = first + index
        program =
          hasScript
          ? .script(shell: name, ShellScript(words[index])) : .scriptFile(words[index])
      }
    } else if name.hasSuffix(".sh") {
      program = .scriptFile(words[0])
    }
    self.init(program: program, wrapper: wrapper, words: words)
    self.source = source
  }

  /// Whether a package runner starts something of `package.json`; bun runs a file by itself.
  private static func isRunner(_ words: [String]) -> Bool {
    guard let name = words.first?.baseName else { return false }
    guard name == "bun" else { return runners.contains(name) }
    var rest = words.dropFirst().drop { $0.hasPrefix("-") }
    if rest.first == "run" { rest = rest.dropFirst().drop { $0.hasPrefix("-") } }
    guard let script = rest.first else { return false }
    let isFile = script.contains(".") || script.contains("/")
    return !isFile && !["test", "install", "build", "exec", "repl"].contains(script)
  }

  /// The same start where the text of its script file is known.
  package func reading(_ text: String) -> StartCommand {
    guard case .scriptFile = program else { return self }
    var shell = words.first?.baseName ?? ""
    if !Self.shells.contains(shell) {
      shell = "sh"
      let line = text.prefix { !$0.isNewline }
      if line.hasPrefix("#!") {
        let parts = line.dropFirst(2).split(separator: " ").map { String($0).baseName }
        shell = parts.first { $0 != "env" && !$0.hasPrefix("-") } ?? shell
      }
    }
    var start = self
    if Self.shells.contains(shell) {
      var script = ShellScript(text)
      script.isFile = true
      start.program = .script(shell: shell, script)
    } else {
      start.program = .program(shell)
    }
    return start
  }

  private init(program: Program, wrapper: String? = nil, words: [String]) {
    self.program = program
    self.wrapper = wrapper
    self.words = words
  }

  /// Whether it only keeps the container alive, and so serves nothing.
  package var isIdle: Bool {
    switch program {
    case .script(_, let script):
      !script.commands.contains { $0.isInLoop } && script.isIdle
    case .program: ShellScript.isIdle(words)
    case .image, .scriptFile, .packageRunner: false
    }
  }

  /// Every word of every command it may run, the script's own included.
  package var allWords: [String] {
    guard case .script(_, let script) = program else { return words }
    return script.commands.flatMap(\.words)
  }
}
