import CLibrary
import FoundationEssentials
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The `lastcall` that was built with these tests.
enum Program {
  /// Its path: the tests' bundle stands beside it.
  static let path: String = {
    let tests = URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "lastcall").path(percentEncoded: false)
  }()

  struct Outcome {
    var exitCode: Int32?
    var lines: [String]
    var errors: String

    var text: String { lines.joined(separator: "\n") }
    var events: [OutputLine] { get throws { try lines.map { try OutputLine($0) } } }
  }

  /// Runs the program to its end, with nothing in its environment but PATH, HOME and what is given.
  ///
  /// What does not end within the bound is killed, so that its exit code is nil.
  static func run(
    _ arguments: [String], program: String = path, folder: TemporaryFolder,
    environment: [String: String] = [:],
    bound: Duration = .seconds(300),
    _ body: (RunningProgram) async throws -> Void = { _ in }
  ) async throws -> Outcome {
    var variables: [Environment.Key: String] = [
      "PATH": Programs.path, "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8",
    ]
    for (name, value) in environment { variables[Environment.Key(rawValue: name) ?? "_"] = value }
    var lines: [String] = []
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments), environment: .custom(variables),
      input: .inputWriter, output: .sequence, error: .string(limit: 1_000_000)
    ) { execution in
      let pid = execution.processIdentifier.value
      let watchdog = Task {
        try await Task.sleep(for: bound)
        kill(pid, SIGKILL)
      }
      defer { watchdog.cancel() }
      let running = RunningProgram(
        pid: pid, input: execution.standardInputWriter,
        iterator: execution.standardOutput.strings().makeAsyncIterator())
      do {
        try await body(running)
      } catch {
        kill(pid, SIGKILL)
        throw error
      }
      try? await execution.standardInputWriter.finish()
      try await running.readToEnd()
      lines = running.lines
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = Int32(code) }
    return Outcome(exitCode: exitCode, lines: lines, errors: result.standardError)
  }
}

/// A `lastcall` that writes lines.
final class RunningProgram {
  let pid: Int32
  private(set) var lines: [String] = []
  private let input: StandardInputWriter
  private var iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  struct EndedTooSoon: Error {
    var waitedFor: String
    var lines: [String]
  }

  init(
    pid: Int32, input: StandardInputWriter,
    iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator
  ) {
    self.pid = pid
    self.input = input
    self.iterator = iterator
  }

  /// Writes bytes to its stdin.
  func write(_ bytes: some Sequence<UInt8>) async throws {
    _ = try await input.write(Array(bytes))
  }

  func closeInput() async throws {
    try await input.finish()
  }

  func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Reads until a line has all the texts in it, and returns that line.
  @discardableResult
  func line(with texts: String...) async throws -> String {
    while let line = try await iterator.next() {
      lines.append(line)
      if texts.allSatisfy({ line.contains($0) }) { return line }
    }
    throw EndedTooSoon(waitedFor: texts.joined(separator: " … "), lines: lines)
  }

  func readToEnd() async throws {
    while let line = try await iterator.next() { lines.append(line) }
  }
}
