import CLibrary
import FoundationEssentials
import PodStatus
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The example programs of the pod's side, each with the runtime that it needs on the PATH.
enum ExampleProgram: String {
  case python = "graceful.py"
  case node = "graceful.mjs"
  case go = "graceful.go"

  private var file: String {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/LastcallPod/Examples/\(rawValue)").path(percentEncoded: false)
  }

  /// Runs the program to its end.
  func run(
    drainSeconds: Int, _ body: (RunningExample) async throws -> Void
  ) async throws -> PodProgram.Outcome {
    switch self {
    case .python:
      return try await start(.name("python3"), [file], drainSeconds, body)
    case .node:
      return try await start(.name("node"), [file], drainSeconds, body)
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
      return try await start(.path(FilePath(program)), [], drainSeconds, body)
    }
  }

  struct NotBuilt: Error {
    var output: String
  }

  private func start(
    _ executable: Executable, _ arguments: [String], _ drainSeconds: Int,
    _ body: (RunningExample) async throws -> Void
  ) async throws -> PodProgram.Outcome {
    let (port, statusPort) = freePorts()
    return try await PodProgram.run(
      arguments, program: executable,
      environment: [
        "HOME": getenv("HOME").map { String(cString: $0) } ?? "/", "PORT": "\(port)",
        "STATUS_PORT": "\(statusPort)", "LASTCALL_DRAIN_SECONDS": "\(drainSeconds)",
        "LASTCALL_GRACE_SECONDS": "60",
      ]
    ) { program in
      let running = RunningExample(program: program, port: port, statusPort: statusPort)
      try await running.untilItListens()
      try await body(running)
    }
  }
}

/// An example program that serves.
struct RunningExample {
  let program: PodProgram
  let port: UInt16
  let statusPort: UInt16

  func signal(_ number: Int32) {
    program.signal(number)
  }

  /// Sends a request for work or for readiness.
  func request(_ target: String) -> LocalRequest {
    LocalRequest(target, port: port)
  }

  /// Sends a question for the status.
  func question(_ query: String = "", field: String? = nil) -> LocalRequest {
    LocalRequest("/shutdown-status" + query, port: statusPort, field: field)
  }

  func status(_ query: String = "", field: String? = nil) async throws -> ShutdownStatus {
    try ShutdownStatus(json: await question(query, field: field).answer().body)
  }

  /// Waits until so many requests are in flight, up to half a minute.
  func untilInFlight(_ count: Int) async throws {
    try await until("\(count) in flight") { try await status("?wait=0.02").inFlight == count }
  }

  fileprivate func untilItListens() async throws {
    try await until("an answer at both ports") {
      let ready = await request("/readyz").answer().code
      let status = await question().answer().code
      return ready == 200 && status == 200
    }
  }

  private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !condition() {
      guard ContinuousClock.now < end else {
        throw PodProgram.EndedTooSoon(waitedFor: what, lines: program.lines)
      }
    }
  }

  func line(with text: String) async throws { try await program.line(with: text) }
}
