import ContainerCommands
import ShutdownModel

/// What a shell in front of a program comes to: which commands run as its children, and how sure that
/// is.
struct ShellChild {
  /// What somebody would call the program.
  var program: ShellScript.Command
  /// The names of all commands that do work, each once.
  var names: [String]
  /// The program is part of a pipe.
  var isInPipe: Bool
  /// Nothing comes after the program, so that exec may stand before it.
  var isLast: Bool
  /// It starts programs and then only loops or sleeps.
  var endsWaiting: Bool
  /// What the image's shell may do about it: `, unless its sh is bash`.
  var doubt = ""
  /// Whether the doubt is more than a possibility.
  var isLikely = true

  /// Nil when the program takes the shell's place, when a trap is set, when there is no program, or
  /// when the script is not understood.
  init?(_ shell: String, _ script: ShellScript, in image: ImageName) {
    guard script.isClear, !script.hasExec, script.trappedSignals.isEmpty, !script.isIdle,
      let main = script.main
    else { return nil }
    program = main.command
    isInPipe = main.isInPipe
    isLast = main.isLast
    endsWaiting = script.endsWaiting
    names = script.titles
    guard isLast, !script.isFile else { return }
    // Measured: bash puts the last command of -c in its place, dash does not.
    if shell == "bash" || image.shell == .bash {
      if script.commands.count == 1 { return nil }
      isLikely = false
      doubt = ", unless its bash is 5.1 or later"
    } else if image.shell == .ash {
      isLikely = false
      doubt = ", unless its shell puts the last command in its own place, as some do"
    } else if shell == "sh" {
      doubt = ", unless its sh is bash"
    }
  }

  /// How the shell can pass the signal on.
  var recipe: String {
    isInPipe
      ? "trap 'trap \"\" TERM; kill 0' TERM; \(program.shown) | … & wait; wait"
      : "trap 'kill -TERM $p' TERM; \(program.shown) & p=$!; wait $p; wait $p"
  }

  /// The names as a sentence has them, cut after a few.
  var list: String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
  }
}
