/// What a container's PID 1 is, as far as its command and arguments tell.
struct StartCommand: Equatable, Sendable {
  enum Program: Equatable, Sendable {
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

  var program: Program
  /// `tini`, `dumb-init` or another small init before it.
  var wrapper: String?
  /// The words from the program on.
  var words: [String]
  /// The word that tells the most: the script, else the program.
  var source: Stated<String>?

  private static let shells: Set = ["sh", "bash", "ash", "dash", "zsh", "ksh"]
  private static let inits: Set = ["tini", "tini-static", "dumb-init", "docker-init", "catatonit"]
  private static let runners: Set = ["npm", "npx", "pnpm", "yarn", "yarnpkg"]
  /// Programs that put another in their place.
  private static let steppingStones: Set = ["env", "gosu", "su-exec", "nice", "setpriv", "chpst"]

  init(_ container: Container) {
    var words = container.words[...]
    if container.command.isEmpty {
      // An entry point of the image comes first; most run a shell or npm that is named to them.
      let name = words.first?.value.baseName ?? ""
      guard Self.shells.contains(name) || Self.runners.contains(name) else {
        self.init(program: .image, words: container.words.map(\.value))
        return
      }
    }
    var wrapper: String?
    while let name = words.first?.value.baseName {
      if Self.inits.contains(name) {
        wrapper = name
        words = words.dropFirst().drop { $0.value.hasPrefix("-") && $0.value != "--" }
        if words.first?.value == "--" { words.removeFirst() }
      } else if Self.steppingStones.contains(name) {
        words = words.dropFirst().drop { $0.value.hasPrefix("-") || $0.value.contains("=") }
        if name == "gosu" || name == "su-exec" { words = words.dropFirst() }
      } else {
        break
      }
    }
    self.init(Array(words), wrapper: wrapper)
  }

  private init(_ stated: [Stated<String>], wrapper: String?) {
    let words = stated.map(\.value)
    guard let first = words.first else {
      self.init(program: .image, wrapper: wrapper, words: [])
      return
    }
    let name = first.baseName
    var program = Program.program(name)
    var source = stated.first
    if Self.runners.contains(name) {
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
        source = stated[index]
        program =
          hasScript
          ? .script(shell: name, ShellScript(words[index])) : .scriptFile(words[index])
      }
    } else if name.hasSuffix(".sh") {
      program = .scriptFile(first)
    }
    self.init(program: program, wrapper: wrapper, words: words)
    self.source = source
  }

  private init(program: Program, wrapper: String? = nil, words: [String]) {
    self.program = program
    self.wrapper = wrapper
    self.words = words
  }

  /// Whether it only keeps the container alive, and so serves nothing.
  var isIdle: Bool {
    switch program {
    case .script(_, let script):
      !script.commands.contains { $0.isInLoop } && script.isIdle
    case .program: ShellScript.isIdle(words)
    case .image, .scriptFile, .packageRunner: false
    }
  }

  /// Every word of every command it may run, the script's own included.
  var allWords: [String] {
    guard case .script(_, let script) = program else { return words }
    return script.commands.flatMap(\.words)
  }
}
