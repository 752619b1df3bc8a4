import FoundationEssentials
import Sandbox
import Subprocess
import Testing

/// The real kubectl takes the sandbox for a cluster.
@Suite(
  .enabled(if: Programs.has("kubectl"), "kubectl is on the PATH"), .timeLimit(.minutes(1)))
struct KubectlTests {
  @Test func `kubectl lists, follows, reads logs and waits for the rollout`() async throws {
    let port = Programs.freePort()
    let sandbox = try Sandbox(
      story: .short, listen: "127.0.0.1:\(port)", workerCommand: Programs.worker)
    let cache = FileManager.default.temporaryDirectory.appending(path: "lastcall-test-\(UUID())")
    defer { try? FileManager.default.removeItem(at: cache) }
    let flags = [
      "--server=http://127.0.0.1:\(port)", "--namespace=demo",
      "--cache-dir=\(cache.path(percentEncoded: false))", "--kubeconfig=/dev/null",
    ]
    try await sandbox.run { sandbox in
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
      async let followed = kubectl(["logs", "-f", name], flags)
      async let events = watch(flags)
      await sandbox.waitUntilStoryIsOver()
      let rollout = try await kubectl(["rollout", "status", "deployment/web"], flags)
      #expect(rollout.contains(#"deployment "web" successfully rolled out"#))
      // The log ends when its container does, with what it said last.
      #expect(try await followed.split(separator: "\n").count > 1)
      let types = Set(try await events.compactMap { $0.split(separator: " ").first })
      #expect(types == ["EVENT", "ADDED", "MODIFIED", "DELETED"])
    }
  }

  /// What `kubectl get pods -w` says until a pod has gone.
  private func watch(_ flags: [String]) async throws -> [String] {
    try await run(
      .name("kubectl"),
      arguments: Arguments(["get", "pods", "-w", "--output-watch-events"] + flags),
      input: .none, output: .sequence, error: .discarded
    ) { execution in
      var lines: [String] = []
      for try await line in execution.standardOutput.strings() {
        lines.append(line)
        if line.hasPrefix("DELETED") { break }
      }
      try execution.send(signal: .terminate)
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
