import ArgumentParser
import Sandbox

/// A process of the demo's pods: this executable, started by `demo` alone.
struct SandboxWorker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox-worker", shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough, help: "How the demo starts it.")
  var arguments: [String] = []

  func run() {
    Worker.run(arguments: arguments)
  }
}
