import FoundationEssentials
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// However a sandbox ends, nothing of it is left.
@Suite(.timeLimit(.minutes(5)), .serialized) struct SandboxEndTests {
  @Test(arguments: ["clean", "swallowed"], [Signal.terminate, .kill])
  func `a sandbox that is killed takes its workers and its socket with it`(
    scenario: String, signal: Signal
  ) async throws {
    let result = try await run(
      .path(FilePath(Programs.sandbox)), arguments: [scenario], input: .none, output: .sequence,
      error: .combinedWithOutput
    ) { execution in
      var folder = ""
      for try await line in execution.standardOutput.strings() {
        let socket = line.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        folder = String(socket.dropLast("/api.sock".count))
        #expect(FileManager.default.fileExists(atPath: socket))
        let haveStarted = try await Programs.eventually {
          try await Programs.count(with: folder) >= 5
        }
        #expect(haveStarted)
        try execution.send(signal: signal)
        break
      }
      return folder
    }
    let folder = result.closureResult
    #expect(!folder.isEmpty)
    let haveEnded = try await Programs.eventually { try await Programs.count(with: folder) == 0 }
    #expect(haveEnded)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }
}
