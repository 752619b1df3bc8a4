import FoundationEssentials
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A service that was built with these tests, running.
struct Service {
  struct Outcome {
    /// Nil when a signal ended it.
    var exitCode: Int32?
    var lines: [String]

    func numbers(after word: String) -> [Int] {
      lines.compactMap { $0.hasPrefix(word) ? Int($0.dropFirst(word.count)) : nil }
    }
  }

  let pid: Int32

  func signal(_ number: Int32) { kill(pid, number) }

  /// Runs it to its end; what is not over after two minutes is killed.
  static func run(
    _ product: String, _ arguments: [String] = [], environment: [String: String] = [:],
    _ body: @escaping @Sendable (Service) async throws -> Void
  ) async throws -> Outcome {
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in environment { variables[Environment.Key(rawValue: name) ?? "_"] = value }
    let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: product).path(percentEncoded: false)
    var lines: [String] = []
    let result = try await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments),
      environment: .inherit.updating(variables), input: .none,
      output: .sequence, error: .combinedWithOutput
    ) { execution in
      let service = Service(pid: execution.processIdentifier.value)
      let watchdog = Task {
        try await Task.sleep(for: .seconds(120))
        service.signal(SIGKILL)
      }
      defer { watchdog.cancel() }
      let acts = Task {
        do { try await body(service) } catch {
          service.signal(SIGKILL)
          throw error
        }
      }
      for try await line in execution.standardOutput.strings() { lines.append(line) }
      try await acts.value
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = Int32(code) }
    return Outcome(exitCode: exitCode, lines: lines)
  }
}
