import HarmlessText
import Inputs
import ShutdownModel
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The command behind `--`, run once the watch stands.
struct CommandRun {
  let words: [String]
  let queue: EventQueue
  /// Where its lines go besides the log pane: stderr when there is no screen.
  let echo: @Sendable (String) -> Void

  /// Runs it to its end and says both.
  ///
  /// - Parameter refresh: reads the workloads anew before the end is told, so that the question
  ///   "did anything change" is asked of what the command left behind.
  func run(refresh: () async -> Void) async {
    let text = words.joined(separator: " ")
    await queue.send(.command(.began(text: text)))
    var code = 127
    do {
      let result = try await Subprocess.run(
        .name(words[0]), arguments: Arguments(Array(words.dropFirst())), input: .none,
        output: .sequence, error: .combinedWithOutput
      ) { execution in
        for try await line in execution.standardOutput.strings() {
          let line = line.harmless(limit: 2000)
          echo(line)
          await queue.send(.commandOutput(line))
        }
      }
      switch result.terminationStatus {
      case .exited(let status): code = Int(status)
      case .signaled(let signal): code = 128 + Int(signal)
      }
    } catch {
      echo("cannot run \(words[0]): \(error)".harmless(limit: 600))
    }
    await refresh()
    await queue.send(.command(.ended(exitCode: code)))
  }
}
