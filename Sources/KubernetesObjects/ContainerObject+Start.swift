package import ContainerCommands

extension ContainerObject {
  /// What PID 1 is, as far as the spec tells; the command itself may be private and is not kept.
  public struct Start: Equatable, Sendable {
    /// Who gets the stop signal.
    public enum Kind: String, Equatable, Sendable, CaseIterable {
      /// The image decides.
      case image
      /// The program itself, or a shell that puts it in its own place.
      case program
      /// A shell with a script in the spec.
      case script
      /// A shell with a script of the image.
      case scriptFile
      /// npm and its like.
      case packageRunner
    }

    public var kind: Kind
    /// Its name without a path: `sh`, `npm`, `uvicorn`; empty when the image decides.
    public var name: String
    /// `tini`, `dumb-init` or another small init before it.
    public var wrapper: String?
    /// What the shell's script runs last, without a path and arguments.
    public var child: String?
    /// The script sets a trap for the signal that ends a pod.
    public var hasTrap: Bool

    /// Makes the start of a container.
    public init(
      kind: Kind, name: String = "", wrapper: String? = nil, child: String? = nil,
      hasTrap: Bool = false
    ) {
      self.kind = kind
      self.name = name
      self.wrapper = wrapper
      self.child = child
      self.hasTrap = hasTrap
    }

    /// Reads the spec's command and arguments.
    public init(command: [String], arguments: [String]) {
      let start = StartCommand(command: command, arguments: arguments)
      self.init(kind: .image, wrapper: start.wrapper)
      switch start.program {
      case .image: break
      case .program(let program): (kind, name) = (.program, program)
      case .packageRunner(let runner): (kind, name) = (.packageRunner, runner)
      case .scriptFile(let file):
        (kind, name, child) = (.scriptFile, start.words.first?.baseName ?? "", file.baseName)
      case .script(let shell, let script):
        (kind, name) = (.script, shell)
        hasTrap = script.trapsTermination
        child = script.lastProgram ?? script.commands.last?.program.first?.baseName
        // Measured: bash puts the last command of -c in its place, dash does not.
        let isReplaced = script.hasExec || (shell == "bash" && script.commands.count == 1)
        if script.isClear, isReplaced, let program = child { (kind, name) = (.program, program) }
      }
    }

    /// A shell or a package runner stands between the signal and the program.
    public var isBetween: Bool { kind != .image && kind != .program }
  }

  /// What an exec hook does, as far as its command tells.
  public struct ExecHook: Equatable, Sendable {
    /// The program's name without a path.
    public var program: String
    /// It takes at least so many seconds.
    public var leastSeconds: Int
    /// And no longer.
    public var isExact: Bool
    /// It only sends this and ends: `HUP`, or `nginx -s quit` where the program has its own way.
    public var onlySends: String?
    /// What it sends it sends to PID 1 by number.
    public var signalsFirstProcess: Bool
    /// It signals the program or asks it to quit.
    public var endsProgram: Bool

    /// Makes the description of a hook.
    public init(
      program: String = "", leastSeconds: Int = 0, isExact: Bool = false, onlySends: String? = nil,
      signalsFirstProcess: Bool = false, endsProgram: Bool? = nil
    ) {
      self.program = program
      self.leastSeconds = leastSeconds
      self.isExact = isExact
      self.onlySends = onlySends
      self.signalsFirstProcess = signalsFirstProcess
      self.endsProgram = endsProgram ?? (onlySends != nil)
    }

    /// Reads the hook's command.
    package init(command: [String], _ servers: ServerTable) {
      let script = HookScript(command, servers)
      let sending = script.sendings.last
      self.init(
        program: script.program, leastSeconds: min(script.time.least, 1_000_000_000),
        isExact: script.time.isExact,
        onlySends: script.onlySends ? sending.map { $0.signal ?? $0.text } : nil,
        signalsFirstProcess: script.sendings.contains(where: \.isToFirstProcess),
        endsProgram: script.endsProgram)
    }
  }

  /// How long the program lets its own shutdown last, as its arguments or environment say.
  public struct OwnLimit: Equatable, Sendable {
    public var seconds: Int
    /// The setting's name: `DRAIN_TIMEOUT`, `--timeout-graceful-shutdown`.
    public var setting: String
    /// Only the setting's name suggests it.
    public var isGuess: Bool

    /// Makes a limit.
    public init(seconds: Int, setting: String, isGuess: Bool = false) {
      self.seconds = seconds
      self.setting = setting
      self.isGuess = isGuess
    }

    /// The longest limit that the spec of a container sets; nil when it sets none.
    package init?(
      command: [String], arguments: [String], environment: [String: String], _ servers: ServerTable
    ) {
      let words = command + arguments
      let limits = ShutdownLimit.all(
        words: words, start: StartCommand(command: command, arguments: arguments),
        environment: environment, servers)
      guard let limit = limits.first(where: { $0.place != nil }) else { return nil }
      let name: String =
        switch limit.place {
        case .variable(let name): name
        case .word, .file, nil: String(limit.text.split(separator: "=").first ?? "").lastOption
        }
      self.init(seconds: limit.seconds, setting: name, isGuess: limit.isGuess)
    }
  }
}

extension String {
  /// `--graceful-timeout` of `gunicorn --graceful-timeout 30`.
  fileprivate var lastOption: String {
    split(separator: " ").last { $0.hasPrefix("-") }.map(String.init) ?? self
  }
}
