import CLibrary
import Testing

@testable import HarmlessText

/// What nobody could see is no success, and it is said why, in harmless text.
@Suite(.serialized, .enabled(if: Programs.has("kubectl"), "needs kubectl"))
struct UnseenClusterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func watch(
    _ cluster: ClusterAnswer, _ arguments: [String],
    environment: [String: String] = [:], _ body: (RunningProgram) async throws -> Void = { _ in }
  ) async throws -> Program.Outcome {
    let config = try folder.writeKubeconfig(
      server: try await cluster.open(), context: "here", namespace: "shop")
    return try await Program.run(
      ["watch", "--kubeconfig", config] + arguments, folder: folder, environment: environment,
      bound: .seconds(120), body)
  }

  private static func status(_ code: Int, _ message: String) -> ClusterAnswer.Answer {
    .body(
      #"{"kind":"Status","code":\#(code),"message":"\#(message)"}"#, status: code)
  }

  @Test(arguments: [403, 500])
  func `what the API server says is harmless on stderr`(code: Int) async throws {
    let evil = #"no \u001b]0;title\u0007\u001b[31mred\u202e \u009b1m \r\nfake: line"#
    let outcome = try await watch(
      ClusterAnswer(pods: 1) { _ in Self.status(code, evil) }, ["deploy/web", "-o", "text"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("red"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    let isControl = outcome.errors.unicodeScalars.contains {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(!isControl)
  }

  @Test func `without the right to see pods a workload cannot be watched`() async throws {
    let outcome = try await watch(
      ClusterAnswer(pods: 1) { path in
        path.contains("/pods") ? Self.status(403, "pods is forbidden") : nil
      }, ["deploy/web", "-o", "json"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("get, list, watch on pods"))
  }

  @Test func `a namespace with nothing in it is 1`() async throws {
    let empty = ClusterAnswer(pods: 0) { path in
      path.contains("/deployments") && !path.contains("watch=1")
        ? .body(#"{"metadata":{"resourceVersion":"5"},"items":[]}"#) : nil
    }
    let outcome = try await watch(empty, ["-o", "text"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.text.contains("namespace shop has no workloads and no pods"))
  }

  /// A namespace that is not there, as the API server says it.
  private static func missing(_ path: String, listing names: [String] = []) -> ClusterAnswer.Answer?
  {
    if path.hasPrefix("/api/v1/namespaces/shop"), !path.dropFirst(23).contains("/") {
      return .body(
        #"{"kind":"Status","code":404,"reason":"NotFound","details":{"name":"shop","kind":"namespaces"}}"#,
        status: 404)
    }
    if path.hasPrefix("/api/v1/namespaces?") {
      let items = names.map { #"{"metadata":{"name":"\#($0)"}}"# }.joined(separator: ",")
      return .body(#"{"metadata":{},"items":[\#(items)]}"#)
    }
    return path.hasSuffix("/deployments/web") ? Self.status(404, "not found") : nil
  }

  @Test(arguments: [[], ["deploy/web"], ["pod/web-9"], ["-l", "app=web"]])
  func `a namespace that is not there is said at once, with those there are`(
    names: [String]
  ) async throws {
    let cluster = ClusterAnswer(pods: 0) { path in
      path.contains("/pods/web-9")
        ? Self.status(404, "not found") : Self.missing(path, listing: ["db", "shopping", "kube"])
    }
    let outcome = try await watch(cluster, names + ["-o", "text", "--for", "5m"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.lines == [])
    #expect(
      outcome.errors == "lastcall: namespace shop does not exist; there are shopping, db, kube\n")
  }

  @Test func `a command may make the namespace`() async throws {
    let cluster = ClusterAnswer(pods: 0) { Self.missing($0) }
    let outcome = try await watch(
      cluster, ["-l", "app=web", "-o", "text", "--for", "2s", "--", "echo", "made"])
    #expect(outcome.errors == "made\n")
    #expect(outcome.text.contains("the selector app=web has matched no pod in namespace shop"))
  }

  @Test func `a workload that is not there is said with the nearest, and with its other kind`()
    async throws
  {
    let near = ClusterAnswer(pods: 1) { path in
      path.contains("/statefulsets/") || path.contains("/daemonsets/")
        || path.hasSuffix("/deployments/wbe") ? Self.status(404, "not found") : nil
    }
    let outcome = try await watch(near, ["deploy/wbe", "-o", "json"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors == "lastcall: namespace shop has no deployment wbe; it has web\n")
    let other = ClusterAnswer(pods: 1) { path in
      path.hasSuffix("/statefulsets/web") ? Self.status(404, "not found") : nil
    }
    let second = try await watch(other, ["sts/web", "-o", "json"])
    #expect(
      second.errors == "lastcall: namespace shop has no statefulset web; it has deployment/web\n")
  }

  @Test func `an empty namespace is said at once, and watched all the same`() async throws {
    let empty = ClusterAnswer(pods: 0) { path in
      path.contains("/deployments") && !path.contains("watch=1")
        ? .body(#"{"metadata":{"resourceVersion":"5"},"items":[]}"#) : nil
    }
    let outcome = try await watch(empty, ["-o", "text", "--for", "5m"]) { program in
      try await program.line(with: "namespace shop has no workloads and no pods")
      program.signal(SIGINT)
    }
    #expect(outcome.exitCode == 130)
  }

  @Test func `a selector that has matched nothing by the end is 1`() async throws {
    let outcome = try await watch(
      ClusterAnswer(pods: 0), ["-l", "app=nowhere", "-o", "text", "--for", "2s"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.text.contains("the selector app=nowhere has matched no pod"))
  }

  @Test func `lost credentials are told as that, and that they are back`() async throws {
    let cluster = ClusterAnswer(pods: 1)
    let isAccepted: @Sendable (String) -> ClusterAnswer.Answer? = { _ in nil }
    let isRefused: @Sendable (String) -> ClusterAnswer.Answer? = { _ in
      Self.status(401, "Unauthorized")
    }
    // Watches that end at once are opened again and again.
    cluster.say { $0.contains("watch=1") ? .body("") : nil }
    let outcome = try await watch(cluster, ["deploy/web", "-o", "text", "--for", "5m"]) { program in
      try await program.line(with: "web-0", "ready")
      cluster.say(isRefused)
      try await program.line(with: "the watch of pods is lost", "does not accept the credentials")
      cluster.say(isAccepted)
      try await program.line(with: "the watch of pods is back")
      program.signal(SIGINT)
    }
    #expect(outcome.exitCode == 130)
  }

  @Test func `a cluster that is lost at the end is 1`() async throws {
    let cluster = ClusterAnswer(pods: 1)
    let outcome = try await watch(cluster, ["deploy/web", "-o", "text", "--for", "20s"]) {
      program in
      try await program.line(with: "web-0", "ready")
      cluster.say { _ in .hang }
      try await program.line(with: "the connection to the cluster is lost")
    }
    #expect(outcome.exitCode == 1)
    #expect(outcome.text.contains("the end of 1 pod (web-0) was not seen"))
  }

  @Test func `what a plugin for credentials says is shown, and does nothing to a terminal`()
    async throws
  {
    // kubectl hands on what its plugins write beside its own log.
    let kubectl = try folder.write(
      #"""
      #!/bin/sh
      PATH=${PATH#*:}
      if [ "$1" = proxy ]; then
        ( sleep 1; printf 'run \033[31maws sso login\nI1129 10:00:00.1 1 proxy.go:1] no\n' >&2 ) &
      fi
      exec kubectl "$@"

      """#.utf8, to: "kubectl")
    chmod(kubectl, 0o755)
    let outcome = try await watch(
      ClusterAnswer(pods: 1), ["deploy/web", "-o", "text", "--for", "4s"],
      environment: ["PATH": "\(folder.path):\(Programs.path)"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "kubectl: run aws sso login\n")
  }
}
