import FoundationEssentials
import PodStatus
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

/// The example programs of the pod's side, each with the runtime that it needs on the PATH.
enum ExampleProgram: String {
  case python = "graceful.py"
  case node = "graceful.mjs"
  case go = "graceful.go"

  struct Outcome {
    /// nil when a signal ended it.
    var exitCode: Int32?
    var lines: [String]
  }

  private static let path = getenv("PATH").map { String(cString: $0) } ?? ""

  static func has(_ runtime: String) -> Bool {
    path.split(separator: ":").contains { access("\($0)/\(runtime)", X_OK) == 0 }
  }

  private var file: String {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/LastcallPod/Examples/\(rawValue)").path(percentEncoded: false)
  }

  /// Runs the program to its end; what does not end within two minutes is killed.
  func run(
    drainSeconds: Int, graceSeconds: Int = 60,
    _ body: (RunningExample) async throws -> Void
  ) async throws -> Outcome {
    switch self {
    case .python:
      return try await start(.name("python3"), [file], drainSeconds, graceSeconds, body)
    case .node:
      return try await start(.name("node"), [file], drainSeconds, graceSeconds, body)
    case .go:
      // Not `go run`, which keeps the signals and the exit code to itself.
      let folder = "/tmp/lastcall-test-\(UUID().uuidString.prefix(8))"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let program = folder + "/graceful"
      let built = try await Subprocess.run(
        .name("go"), arguments: ["build", "-o", program, file],
        environment: .inherit.updating(["GOFLAGS": "", "GOOS": "", "GOARCH": "", "GOWORK": "off"]),
        output: .string(limit: 1 << 20), error: .combinedWithOutput)
      guard built.terminationStatus.isSuccess else {
        throw NotBuilt(output: built.standardOutput)
      }
      return try await start(.path(FilePath(program)), [], drainSeconds, graceSeconds, body)
    }
  }

  struct NotBuilt: Error {
    var output: String
  }

  private func start(
    _ executable: Executable, _ arguments: [String], _ drainSeconds: Int, _ graceSeconds: Int,
    _ body: (RunningExample) async throws -> Void
  ) async throws -> Outcome {
    let (port, statusPort) = freePorts()
    let home = getenv("HOME").map { String(cString: $0) } ?? "/"
    var lines: [String] = []
    let result = try await Subprocess.run(
      executable, arguments: Arguments(arguments),
      environment: .custom([
        "PATH": Self.path, "HOME": home, "PORT": "\(port)", "STATUS_PORT": "\(statusPort)",
        "LASTCALL_DRAIN_SECONDS": "\(drainSeconds)", "LASTCALL_GRACE_SECONDS": "\(graceSeconds)",
      ]),
      input: .none, output: .sequence, error: .combinedWithOutput
    ) { execution in
      let pid = execution.processIdentifier.value
      let watchdog = Task {
        try await Task.sleep(for: .seconds(120))
        kill(pid, SIGKILL)
      }
      defer { watchdog.cancel() }
      let running = RunningExample(
        pid: pid, port: port, statusPort: statusPort,
        iterator: execution.standardOutput.strings().makeAsyncIterator())
      do {
        try await running.untilItListens()
        try await body(running)
      } catch {
        kill(pid, SIGKILL)
        throw error
      }
      try await running.readToEnd()
      lines = running.lines
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = Int32(code) }
    return Outcome(exitCode: exitCode, lines: lines)
  }
}

/// An example program that serves.
final class RunningExample {
  private let pid: Int32
  private let port: UInt16
  private let statusPort: UInt16
  private(set) var lines: [String] = []
  private var iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

  struct EndedTooSoon: Error {
    var waitedFor: String
    var lines: [String]
  }

  init(
    pid: Int32, port: UInt16, statusPort: UInt16,
    iterator: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator
  ) {
    self.pid = pid
    self.port = port
    self.statusPort = statusPort
    self.iterator = iterator
  }

  func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Sends a request for work or for readiness.
  func request(_ target: String) -> LocalRequest {
    LocalRequest(target, port: port)
  }

  /// Sends a question for the status.
  func question(_ query: String = "") -> LocalRequest {
    LocalRequest("/shutdown-status" + query, port: statusPort)
  }

  func status(_ query: String = "") async throws -> ShutdownStatus {
    try ShutdownStatus(json: await question(query).answer().body)
  }

  /// Waits until so many requests are in flight, up to half a minute.
  func untilInFlight(_ count: Int) async throws {
    try await until("\(count) in flight") { try await status("?wait=0.02").inFlight == count }
  }

  fileprivate func untilItListens() async throws {
    try await until("an answer at both ports") {
      let ready = await request("/healthz").answer().code
      let status = await question().answer().code
      return ready == 200 && status == 200
    }
  }

  private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !condition() {
      guard ContinuousClock.now < end else { throw EndedTooSoon(waitedFor: what, lines: lines) }
    }
  }

  /// Reads until a line has the text in it.
  func line(with text: String) async throws {
    while let line = try await iterator.next() {
      lines.append(line)
      if line.contains(text) { return }
    }
    throw EndedTooSoon(waitedFor: text, lines: lines)
  }

  fileprivate func readToEnd() async throws {
    while let line = try await iterator.next() { lines.append(line) }
  }
}
