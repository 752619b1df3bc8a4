import CLibrary
import FoundationEssentials
import Subprocess

/// A shell in a terminal of tmux, which says whenever something is written there.
final class Terminal {
  private let writer: StandardInputWriter
  private var iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  /// Why a wait has ended without what it was for.
  struct Closed: Error, CustomStringConvertible {
    var waitedFor: String
    var screen: String

    var description: String { "waited in vain for \(waitedFor); the last screen:\n\(screen)" }
  }

  private var lastScreen = ""

  private init(
    _ writer: StandardInputWriter,
    _ iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator
  ) {
    self.writer = writer
    self.iterator = iterator
  }

  /// Opens a terminal with an interactive shell, whose prompt is `READY`.
  ///
  /// After the bound the terminal goes, and whoever waits for something throws.
  static func open(
    folder: TemporaryFolder, columns: Int = 100, rows: Int = 30,
    environment: [String: String] = [:], bound: Duration = .seconds(50),
    _ body: (Terminal) async throws -> Void
  ) async throws {
    var variables = [
      "PATH": Programs.path, "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8",
      "TERM": "screen-256color", "PS1": "READY ",
    ]
    variables.merge(environment) { $1 }
    let assignments = variables.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
    let socket = folder.path + "/tmux"
    _ = try await Subprocess.run(
      .name("tmux"),
      arguments: Arguments([
        "-S", socket, "-f", "/dev/null", "-C", "new-session", "-x", "\(columns)", "-y", "\(rows)",
        "exec env -i \(assignments) bash --norc --noprofile -i",
      ]),
      environment: .custom(["PATH": Programs.path, "LANG": "C.UTF-8", "TERM": "screen-256color"]),
      input: .inputWriter, output: .sequence, error: .discarded
    ) { execution in
      let pid = execution.processIdentifier.value
      let watchdog = Task {
        try await Task.sleep(for: bound)
        kill(pid, SIGKILL)
      }
      let terminal = Terminal(
        execution.standardInputWriter,
        execution.standardOutput.strings().makeAsyncIterator())
      var failure: (any Error)?
      do {
        _ = try await terminal.reply()
        try await terminal.wait(for: "READY")
        try await body(terminal)
      } catch {
        failure = error
      }
      _ = try? await execution.standardInputWriter.write(Array("kill-server\n".utf8))
      try? await execution.standardInputWriter.finish()
      _ = try await Subprocess.run(
        .name("tmux"), arguments: ["-S", .init(socket), "kill-server"], output: .discarded)
      // A tmux whose last words nobody reads does not end.
      await terminal.readToEnd()
      watchdog.cancel()
      if let failure { throw failure }
    }
  }

  private func readToEnd() async {
    while let line = try? await iterator.next() { note(line) }
  }

  /// Presses keys, by tmux's names; several characters are typed as they are.
  func press(_ keys: String...) async throws {
    for key in keys { try await command("send-keys \(key.count > 1 ? key : "'\(key)'")") }
  }

  /// Types a line into the shell.
  func enter(_ line: String) async throws {
    let quoted = line.replacing("'", with: #"'\''"#)
    try await command("send-keys -l '\(quoted)'")
    try await command("send-keys Enter")
  }

  /// Pastes a text as a terminal does: between marks, if the program has asked for them.
  func paste(_ text: String) async throws {
    try await command("set-buffer -- '\(text)'")
    try await command("paste-buffer -p")
  }

  /// Colours the ground, of which tmux tells whoever asks.
  func setGround(_ colour: String) async throws {
    try await command("set-option -g window-style bg=\(colour)")
  }

  /// Writes bytes to the program as if they were typed.
  func type(bytes: [UInt8]) async throws {
    let codes = bytes.map { String($0, radix: 16) }.joined(separator: " ")
    try await command("send-keys -H \(codes)")
  }

  /// The private modes that have been switched on and not off again, but for the cursor and the wrapping
  /// of lines; and how many titles have been put on the stack and not been taken from it.
  func open() -> (modes: Set<Int>, titles: Int) {
    var modes: Set<Int> = []
    for match in written.matches(of: /\\033\[\?([0-9;]+)([hl])/) {
      for mode in match.1.split(separator: ";").compactMap({ Int($0) }) {
        if match.2 == "h" { modes.insert(mode) } else { modes.remove(mode) }
      }
    }
    let titles =
      written.matches(of: /\\033\[22;0t/).count - written.matches(of: /\\033\[23;0t/).count
    return (modes.subtracting([7, 12, 25]), titles)
  }

  func resize(columns: Int, rows: Int) async throws {
    try await command("resize-window -x \(columns) -y \(rows)")
  }

  /// What is on the screen; with styles as escape sequences if asked.
  func screen(withStyles: Bool = false) async throws -> String {
    lastScreen = try await command("capture-pane -p\(withStyles ? " -e" : "")")
      .joined(separator: "\n")
    return lastScreen
  }

  /// Whether the alternate screen, the cursor, the mouse and the keypad are switched on.
  func modes() async throws -> String {
    let format = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}"
    return try await command("display-message -p '\(format)'").joined()
  }

  /// As a shell leaves them: only the cursor is on.
  static let shellModes = "0 1 0 0"
  /// As a dashboard has them: all but the cursor.
  static let dashboardModes = "1 0 1 1"

  /// Waits until the screen satisfies a condition, and returns it.
  @discardableResult
  func wait(
    for what: String, until isMet: (String) -> Bool
  ) async throws -> String {
    while true {
      let now = try await screen()
      if isMet(now) { return now }
      guard try await nextOutput() else { throw Closed(waitedFor: what, screen: now) }
    }
  }

  /// Waits until a text is on the screen, and returns the screen.
  @discardableResult
  func wait(for text: String) async throws -> String {
    try await wait(for: text) { $0.contains(text) }
  }

  /// Waits until two texts have been written, and returns what was written between them: the bytes
  /// as they were, but for control characters, which are octal after a backslash.
  func written(from begin: String, to end: String) async throws -> Substring {
    while true {
      if let first = written.firstRange(of: begin),
        let last = written[first.upperBound...].firstRange(of: end)
      {
        return written[first.upperBound..<last.lowerBound]
      }
      guard try await nextOutput() else { throw Closed(waitedFor: end, screen: lastScreen) }
    }
  }

  /// The process of the shell.
  func shell() async throws -> Int32 {
    Int32(try await command("display-message -p '#{pane_pid}'").joined()) ?? 0
  }

  private var written = ""
  private var hasOutput = false

  /// Takes note of what tmux says between its answers.
  private func note(_ line: String) {
    if line.hasPrefix("%output ") {
      hasOutput = true
      written += line.split(separator: " ", maxSplits: 2).last ?? ""
    } else if line.hasPrefix("%layout-change") {
      hasOutput = true
    }
  }

  /// Waits until something is written to the screen; false when the terminal is gone.
  private func nextOutput() async throws -> Bool {
    while !hasOutput {
      guard let line = try await iterator.next() else { return false }
      note(line)
    }
    hasOutput = false
    return true
  }

  @discardableResult
  private func command(_ text: String) async throws -> [String] {
    _ = try await writer.write(Array((text + "\n").utf8))
    return try await reply()
  }

  private func reply() async throws -> [String] {
    var lines: [String]?
    while let line = try await iterator.next() {
      note(line)
      if line.hasPrefix("%begin") {
        lines = []
      } else if line.hasPrefix("%end") || line.hasPrefix("%error") {
        return lines ?? []
      } else {
        lines?.append(line)
      }
    }
    throw Closed(waitedFor: "an answer of tmux", screen: lastScreen)
  }
}
