import CLibrary
import Sandbox

/// The tests' own program: a worker, or a whole sandbox that can be killed.
@main struct SandboxProcess {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "worker": Worker.run(arguments: Array(arguments.dropFirst()))
    case let scenario?:
      guard let scenario = Sandbox.Scenario(rawValue: scenario) else { break }
      let sandbox = try Sandbox(
        scenario: scenario, listen: arguments.dropFirst().first,
        workerCommand: [CommandLine.arguments[0], "worker"])
      try await sandbox.run { sandbox in
        // Not print: a pipe would get it only at the end.
        let line = Array((sandbox.endpoint + "\n").utf8)
        _ = write(STDOUT_FILENO, line, line.count)
        try await Task.sleep(for: .seconds(600))
      }
    case nil: break
    }
  }
}
