import FoundationEssentials
import LastcallPod
import Sandbox
import Subprocess
import Testing

/// Real servers in the sandbox's pods, with slow requests in flight when their pod is deleted.
@Suite(
  .serialized, .timeLimit(.minutes(5)),
  .enabled(if: Programs.has("kubectl") && Programs.has("python3"), "needs kubectl and python3"))
struct ServerDrainTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "serve.py").path(percentEncoded: false)

  @Test(arguments: await ServerCase.installed)
  func `what lastcall shows and says is what happened to the requests`(server: ServerCase)
    async throws
  {
    let folder = try TemporaryFolder()
    var story = Story(.clean)
    story.replicas = 1
    story.graceSeconds = server.graceSeconds
    story.drainTimeoutSeconds = server.graceSeconds - 5
    story.preStop = server.failsHealthChecks ? failHealthChecks(folder) : nil
    story.stopSignal = server.stopSignal == .term ? nil : server.stopSignal
    story.readyAfterSeconds = 0
    // All load is of this test.
    story.gapMilliseconds = 3_600_000...3_600_000
    story.rolloutAfterSeconds = 3600
    let sandbox = try Sandbox(
      story: story, listen: "127.0.0.1:0",
      workerCommand: [
        "python3", Self.script, "run", server.kind, folder.path,
      ])
    let (outcome, answers) = try await sandbox.run { sandbox in
      let config = try folder.writeKubeconfig(
        server: "http://127.0.0.1:\(sandbox.port ?? 0)", context: "here", namespace: "demo")
      let kubeconfig = ["KUBECONFIG": config]
      let pod = try await readyPod(kubeconfig, folder)
      var answers: [String] = []
      let outcome = try await Program.run(
        [
          pod, "--status", "\(server.kind):8081", "-o", "json", "--record",
          folder.path + "/run.jsonl", "--timeout", "90s",
        ], folder: folder, environment: kubeconfig
      ) { lastcall in
        try await lastcall.line(with: #""to":"ready""#)
        let web = folder.text(of: "ports").split(separator: " ").first.map(String.init) ?? ""
        let clients = Task { try await python(["ask", web] + server.lengths.map(String.init)) }
        // The pod is asked every two seconds while it runs.
        try await Task.sleep(for: .seconds(2.5))
        _ = try await kubectl(["delete", pod, "--wait=false"], kubeconfig)
        answers = try await clients.value.split(whereSeparator: \.isWhitespace).map(String.init)
      }
      return (outcome, answers)
    }
    #expect(answers == [server.outcome, server.outcome, server.outcome])
    let verdicts = try outcome.events.compactMap { $0.verdict }
    #expect(verdicts.count == 1 && server.verdicts.isSuperset(of: verdicts), "\(outcome.text)")
  }

  private func failHealthChecks(_ folder: TemporaryFolder) -> Story.PreStop {
    .command([
      "python3", "-c",
      """
      import time, urllib.request
      port = open("\(folder.path)/ports").read().split()[1]
      urllib.request.urlopen(f"http://127.0.0.1:{port}/healthcheck/fail", b"")
      time.sleep(6)
      """,
    ])
  }

  private func readyPod(_ kubeconfig: [String: String], _ folder: TemporaryFolder) async throws
    -> String
  {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      let listed = try await kubectl(["get", "pods", "--no-headers"], kubeconfig)
      if listed.contains(" 1/1 "), let name = listed.split(separator: " ").first {
        return "pod/\(name)"
      }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw CancellationError()
  }

  private func kubectl(_ arguments: [String], _ environment: [String: String]) async throws
    -> String
  {
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in environment { variables[Environment.Key(rawValue: name) ?? "_"] = value }
    return try await Subprocess.run(
      .name("kubectl"), arguments: Arguments(arguments), environment: .inherit.updating(variables),
      output: .string(limit: 1 << 20)
    ).standardOutput
  }

  private func python(_ arguments: [String]) async throws -> String {
    try await Subprocess.run(
      .name("python3"), arguments: Arguments([Self.script] + arguments),
      output: .string(limit: 1 << 20)
    ).standardOutput
  }
}
