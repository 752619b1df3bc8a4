import CLibrary
import FoundationEssentials
import PodStatus
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A running program: one on the pod library that was built with these tests, or another.
final class PodProgram {
  struct Outcome {
    /// Nil when a signal ended it.
    var exitCode: Int32?
    var lines: [String]
  }

  let pid: Int32
  private(set) var lines: [String] = []
  private var iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  private init(
    _ pid: Int32, _ iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator
  ) {
    self.pid = pid
    self.iterator = iterator
  }

  /// Where the products of the package are: beside the tests' bundle.
  static func path(of product: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: product).path(percentEncoded: false)
  }

  /// With this a request may begin the drain of every program here.
  static let drainField = "Lastcall-Drain: preStop"

  static let shell = executable("/bin/sh")

  static func executable(_ path: String) -> Executable { .path(FilePath(path)) }

  static let searchPath = getenv("PATH").map { String(cString: $0) } ?? ""

  static func has(_ name: String) -> Bool {
    searchPath.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Runs it to its end; what is not over after five minutes is killed.
  static func run(
    _ arguments: [String], program: Executable = .path(FilePath(path(of: "PodProcess"))),
    environment: [String: String] = [:],
    _ body: (PodProgram) async throws -> Void
  ) async throws -> Outcome {
    var variables: [Environment.Key: String] = [
      "PATH": searchPath, "LASTCALL_DRAIN_HEADER": "preStop",
    ]
    for (name, value) in environment { variables[Environment.Key(rawValue: name) ?? "_"] = value }
    var lines: [String] = []
    let result = try await Subprocess.run(
      program, arguments: Arguments(arguments), environment: .custom(variables), input: .none,
      output: .sequence, error: .combinedWithOutput
    ) { execution in
      let pid = execution.processIdentifier.value
      let watchdog = Task {
        try await Task.sleep(for: .seconds(300))
        kill(pid, SIGKILL)
      }
      defer { watchdog.cancel() }
      let running = PodProgram(pid, execution.standardOutput.strings().makeAsyncIterator())
      do {
        try await body(running)
      } catch {
        kill(pid, SIGKILL)
        throw error
      }
      while let line = try await running.iterator.next() { running.lines.append(line) }
      lines = running.lines
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = Int32(code) }
    return Outcome(exitCode: exitCode, lines: lines)
  }

  func signal(_ numbers: Int32...) {
    for number in numbers { kill(pid, number) }
  }

  struct EndedTooSoon: Error {
    var waitedFor: String
    var lines: [String]
  }

  /// Reads until a line holds the text, and returns it.
  @discardableResult
  func line(with text: String) async throws -> String {
    while let line = try await iterator.next() {
      lines.append(line)
      if line.contains(text) { return line }
    }
    throw EndedTooSoon(waitedFor: text, lines: lines)
  }

  /// The port it serves on, once it does.
  func port() async throws -> UInt16 {
    UInt16(try await line(with: "port ").split(separator: " ").last ?? "") ?? 0
  }
}
