import FoundationEssentials
import Subprocess

/// The `lastcall` that was built with these tests.
enum Program {
  /// Its path: the tests' bundle stands beside it.
  static let path: String = {
    let tests = URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "lastcall").path(percentEncoded: false)
  }()

  struct Outcome {
    var exitCode: Int32?
    var output: String
    var errors: String
  }

  /// Runs the program to its end with nothing in its environment but what is given.
  static func run(
    _ arguments: [String], program: String = path, folder: String = "/",
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment { variables[Environment.Key(rawValue: name) ?? "_"] = value }
    let script = #"cd "$1" && shift && exec "$@""#
    let result = try await Subprocess.run(
      .name("sh"), arguments: Arguments(["-c", script, "sh", folder, program] + arguments),
      environment: .custom(variables),
      output: .string(limit: 1_000_000), error: .string(limit: 1_000_000))
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = Int32(code) }
    return Outcome(
      exitCode: exitCode, output: result.standardOutput, errors: result.standardError)
  }
}
