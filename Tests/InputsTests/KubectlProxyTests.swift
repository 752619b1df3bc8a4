import ContainerCommands
import FoundationEssentials
import ShutdownModel
import Subprocess
import Testing

@testable import Inputs

/// The real `kubectl proxy` before a scripted API server.
@Suite(
  .enabled(if: Programs.has("kubectl"), "kubectl is on the PATH"), .serialized,
  .timeLimit(.minutes(5)))
struct KubectlProxyTests {
  private struct Refusal: Error, Equatable {}

  @Test func `it serves until its task is cancelled, and then nothing of it is left`() async throws
  {
    try await withCluster { kubectl, _ in
      let (bases, told) = AsyncStream<HTTPBase>.makeStream()
      let run = Task {
        try await KubectlProxy(kubectl).run { _ in
        } _: { base in
          told.yield(base)
          try await Task.sleep(for: .seconds(3600))
        }
      }
      let base = try #require(await bases.first { _ in true })
      let socket = try #require(base.socketPath)
      let answer = try await HTTPClient(base: base, clock: LocalClock()).get("/version")
      #expect(String(decoding: answer.body, as: UTF8.self) == "{}")
      let processes = try await Programs.processes(with: socket)
      #expect(processes.count == 2, "a shell and kubectl")
      run.cancel()
      await #expect(throws: CancellationError.self) { try await run.value }
      #expect(!FileManager.default.fileExists(atPath: String(socket.dropLast("/s".count))))
      let haveEnded = try await Programs.haveEnded(with: socket)
      #expect(haveEnded)
    }
  }

  @Test func `killed, it says so once and serves again`() async throws {
    try await withCluster { kubectl, _ in
      let (bases, told) = AsyncStream<HTTPBase>.makeStream()
      let (reasons, lost) = AsyncStream<String>.makeStream()
      let run = Task {
        try await KubectlProxy(kubectl).run { reason in
          lost.yield(reason)
        } _: { base in
          told.yield(base)
          try await Task.sleep(for: .seconds(3600))
        }
      }
      var served = bases.makeAsyncIterator()
      var sockets: [String] = []
      for _ in 0..<2 {
        let socket = try #require(await served.next()?.socketPath)
        sockets.append(socket)
        let processes = try await Programs.processes(with: socket)
        let proxy = try #require(processes.first { $0.name == "kubectl" })
        Programs.kill(proxy.pid)
        let reason = await reasons.first { _ in true }
        #expect(reason?.hasPrefix("kubectl proxy ended: ") == true)
        let haveEnded = try await Programs.haveEnded(with: socket)
        #expect(haveEnded)
      }
      #expect(Set(sockets).count == 2)
      run.cancel()
      _ = await run.result
      for socket in sockets { #expect(!FileManager.default.fileExists(atPath: socket)) }
    }
  }

  @Test func `what its user cannot go on with ends it and is passed on`() async throws {
    try await withCluster { kubectl, _ in
      await #expect(throws: Refusal.self) {
        try await KubectlProxy(kubectl).run { _ in
        } _: { _ in
          throw Refusal()
        }
      }
    }
  }

  @Test func `a wrong context is one clear sentence`() async throws {
    try await withCluster { kubectl, _ in
      var wrong = kubectl
      wrong.context = "nowhere"
      let expected = #"kubectl: context "nowhere" does not exist"#
      await #expect {
        try await KubectlProxy(wrong).run { _ in
        } _: { _ in
        }
      } throws: {
        "\($0)" == expected
      }
      wrong = kubectl
      wrong.kubeconfig = "/nowhere/config"
      await #expect {
        try await KubectlProxy(wrong).run { _ in
        } _: { _ in
        }
      } throws: {
        "\($0)".hasPrefix("kubectl: ") && "\($0)".contains("/nowhere/config")
          && !"\($0)".contains("\n")
      }
    }
  }

  @Test func `a scope that is not there is one sentence with what there is`() async throws {
    let list = Objects.podList([Objects.pod("a", version: 1)], version: 1)
    let answer: ScriptedServer.Answer = { request in
      request.query("limit") != nil
        ? [.answer(list)] : [.answer(Objects.status(404, "NotFound", "no"), status: 404)]
    }
    try await withCluster(answer) { kubectl, _ in
      let queue = EventQueue(clock: LocalClock())
      let input = KubernetesInput(
        access: .kubectl(kubectl), servers: ServerTable(), queue: queue, clock: LocalClock())
      await #expect(
        throws: KubernetesError.notFound("namespace shop has no pod web; it has pod-a")
      ) {
        try await input.run(.pods(["web"], namespace: "shop")) { _ in }
      }
    }
  }

  @Test func `the namespace and the context are the kubeconfig's`() async throws {
    try await withCluster { kubectl, _ in
      let namespace = try await kubectl.effectiveNamespace()
      #expect(namespace == "shop")
      #expect(await kubectl.effectiveContext() == "test")
      var other = kubectl
      other.namespace = "mine"
      let own = try await other.effectiveNamespace()
      #expect(own == "mine")
    }
  }

  /// A kubeconfig whose only context leads to a scripted server.
  private func withCluster(
    _ answer: @escaping ScriptedServer.Answer = { _ in [.answer("{}")] },
    _ body: @Sendable (Kubectl, ScriptedServer) async throws -> Void
  ) async throws {
    try await ScriptedServer.answering(answer).run { server in
      let file = FileManager.default.temporaryDirectory.appending(path: "lastcall-test-\(UUID())")
      let config = """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "\(server.url)"}}]
        contexts: [{name: test, context: {cluster: test, user: test, namespace: shop}}]
        users: [{name: test, user: {}}]

        """
      try Data(config.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      try await body(Kubectl(kubeconfig: file.path(percentEncoded: false)), server)
    }
  }
}
