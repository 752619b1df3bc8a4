import FoundationEssentials
import Sandbox
import Subprocess
import Testing

/// The real kubectl takes the sandbox for a cluster.
@Suite(
  .enabled(if: Programs.has("kubectl"), "kubectl is on the PATH"), .timeLimit(.minutes(5)))
struct KubectlTests {
  @Test func `kubectl lists, follows, reads logs and waits for the rollout`() async throws {
    var story = Story.short
    story.rolloutAfterSeconds = 3600
    let sandbox = try Sandbox(
      story: story, listen: "127.0.0.1:0", workerCommand: Programs.worker)
    let cache = FileManager.default.temporaryDirectory.appending(path: "lastcall-test-\(UUID())")
    defer { try? FileManager.default.removeItem(at: cache) }
    try await sandbox.run { sandbox in
      let flags = [
        "--server=http://127.0.0.1:\(sandbox.port ?? 0)", "--namespace=demo",
        "--cache-dir=\(cache.path(percentEncoded: false))", "--kubeconfig=/dev/null",
      ]
      let areReady = try await Programs.eventually {
        let table = try await kubectl(["get", "pods"], flags)
        return table.split(separator: "\n").count { $0.contains(" 1/1 ") } == 3
      }
      #expect(areReady)
      let name =
        try await kubectl(["get", "pods", "-o", "name"], flags)
        .split(separator: "\n").first.map(String.init) ?? ""
      #expect(name.hasPrefix("pod/web-"))
      #expect(try await kubectl(["logs", name], flags).hasPrefix("start\n"))
      // Both have begun to read before anything happens that they must tell.
      let (begun, begins) = AsyncStream<Void>.makeStream()
      async let log = follow(["logs", "-f", name], flags, begins) { _ in false }
      async let events = follow(["get", "pods", "-w", "--output-watch-events"], flags, begins) {
        $0.hasPrefix("DELETED")
      }
      var readers = begun.makeAsyncIterator()
      for _ in 0..<2 { await readers.next() }
      await sandbox.restartRollout()
      let rollout = try await kubectl(["rollout", "status", "deployment/web"], flags)
      #expect(rollout.contains(#"deployment "web" successfully rolled out"#))
      // The log ends by itself when its container does, with what that said last.
      #expect(try await log.count > 1)
      let types = Set(try await events.compactMap { $0.split(separator: " ").first })
      #expect(types == ["EVENT", "ADDED", "MODIFIED", "DELETED"])
    }
  }

  /// The lines kubectl says up to the last one wanted, or all of them; `begins` hears of the first.
  private func follow(
    _ arguments: [String], _ flags: [String], _ begins: AsyncStream<Void>.Continuation,
    until isLast: @escaping @Sendable (String) -> Bool
  ) async throws -> [String] {
    try await run(
      .name("kubectl"), arguments: Arguments(arguments + flags), input: .none, output: .sequence,
      error: .discarded
    ) { execution in
      var lines: [String] = []
      for try await line in execution.standardOutput.strings() {
        if lines.isEmpty { begins.yield() }
        lines.append(line)
        if isLast(line) {
          try execution.send(signal: .terminate)
          break
        }
      }
      return lines
    }.closureResult
  }

  private func kubectl(_ arguments: [String], _ flags: [String]) async throws -> String {
    let result = try await run(
      .name("kubectl"), arguments: Arguments(arguments + flags),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    return result.standardOutput
  }
}
