import CLibrary
import Testing

/// However busy, silent or broken what it watches is, lastcall can be ended.
@Suite(.serialized, .enabled(if: Programs.has("kubectl"), "needs kubectl"))
struct EndingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func watch(
    _ cluster: ClusterAnswer, _ arguments: [String] = [],
    _ body: (RunningProgram) async throws -> Void = { _ in }
  ) async throws -> Program.Outcome {
    let config = try folder.writeKubeconfig(
      server: try await cluster.open(), context: "here", namespace: "shop")
    return try await Program.run(
      ["watch", "deploy/web", "--kubeconfig", config, "-o", "json"] + arguments, folder: folder,
      bound: .seconds(60), body)
  }

  private static let flooding = ClusterAnswer(pods: 8) { $0.contains("/log?") ? .flood : nil }

  private static let codes: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)]

  @Test(arguments: codes)
  func `logs that never pause hold up no signal`(signal: Int32, code: Int32) async throws {
    let outcome = try await watch(Self.flooding, ["--for", "5m"]) { program in
      try await program.line(with: #""pod":"web-7""#, "ready")
      try await Task.sleep(for: .seconds(1))
      program.signal(signal)
    }
    #expect(outcome.exitCode == code)
    #expect(try outcome.events.last?.event == "summary")
  }

  @Test func `logs that never pause hold up no end by time`() async throws {
    let began = ContinuousClock.now
    let outcome = try await watch(Self.flooding, ["--for", "2s"])
    #expect(outcome.exitCode == 0)
    #expect(ContinuousClock.now - began < .seconds(30))
  }

  @Test func `a kubectl that hangs is left, and not left behind`() async throws {
    let kubectl = try folder.write(
      "#!/bin/sh\ntrap '' TERM INT; echo begun >&2; sleep 300 & wait; sleep 300".utf8, to: "kubectl"
    )
    chmod(kubectl, 0o755)
    let outcome = try await Program.run(
      ["watch", "deploy/web", "-o", "json", "--for", "2s"], folder: folder,
      environment: ["PATH": "\(folder.path):\(Programs.path)"], bound: .seconds(60))
    // Nothing was seen of any pod.
    #expect(outcome.exitCode == 1)
    #expect(try await folder.processes() == [])
  }

  @Test func `a cluster that never answers holds up no signal`() async throws {
    let outcome = try await watch(ClusterAnswer(pods: 1) { _ in .hang }, ["--for", "5m"]) {
      program in
      try await Task.sleep(for: .seconds(2))
      program.signal(SIGINT)
    }
    #expect(outcome.exitCode == 130)
    #expect(try outcome.events.last?.result == "interrupted")
  }

  @Test func `a recording that nobody reads holds up nothing, and that is said`() async throws {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let outcome = try await watch(ClusterAnswer(pods: 1), ["--record", pipe]) { _ in }
    #expect(outcome.exitCode == 0)
    #expect(try outcome.events.last?.result == "drained")
    #expect(outcome.errors.contains("nobody reads"))
  }

  @Test(arguments: [SIGQUIT, SIGUSR1])
  func `what ends a program by default closes the recording before`(signal: Int32) async throws {
    let file = folder.path + "/run.jsonl"
    let outcome = try await watch(ClusterAnswer(pods: 1), ["--for", "5m", "--record", file]) {
      program in
      try await program.line(with: #""pod":"web-0""#, "ready")
      program.signal(signal)
    }
    #expect(outcome.exitCode == nil)
    let lines = folder.text(of: "run.jsonl")
    #expect(lines.contains(#""kind":"pod""#) && lines.hasSuffix("}\n"))
  }

  @Test func `the private folders of a lastcall that was killed are swept by the next`()
    async throws
  {
    let isOurs: (String) -> Bool = { $0.hasPrefix("lastcall-kubectl-") }
    _ = try await watch(ClusterAnswer(pods: 1), ["--for", "5m"]) { program in
      try await program.line(with: #""pod":"web-0""#, "ready")
      program.signal(SIGKILL)
    }
    let left = try folder.names().filter(isOurs)
    #expect(left.count == 1)
    // One that is as young as this could be another's that is just being made.
    for name in left {
      var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 0, tv_nsec: 0)]
      #expect(utimensat(AT_FDCWD, folder.path + "/" + name, &times, 0) == 0)
    }
    let outcome = try await watch(ClusterAnswer(pods: 1), ["--for", "5m"]) { program in
      try await program.line(with: #""pod":"web-0""#, "ready")
      let names = try folder.names().filter(isOurs)
      #expect(names.count == 1 && names != left)
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(try folder.names().filter(isOurs) == [])
  }
}
