import Testing

/// The keys of commands on a real terminal: with a cluster that answers, and without any.
@Suite(.enabled(if: Programs.has("tmux") && Programs.has("kubectl"), "needs tmux and kubectl"))
struct CommandKeyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `d describes the selected pod, esc closes it, and nothing stays behind`() async throws
  {
    let cluster = ClusterAnswer(pods: 2)
    let config = try folder.writeKubeconfig(
      server: try await cluster.open(), context: "here", namespace: "shop")
    try folder.write(
      """
      commands:
        show:
          key: x
          run: [sh, -c, 'printf "%s\\n" "$@" "$$KUBECONFIG"; echo to stderr >&2; exit 5', sh, $CONTEXT, $NAMESPACE, $POD, $CONTAINER]
        hang: {key: X, run: [sh, -c, 'echo begun; sleep 1000; : $0', "\(folder.path)/hang"]}
        node: {key: z, run: [echo, $NODE]}

      """.utf8, to: "lastcall.yaml")
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter(
        "\(Program.path) deploy/web --kubeconfig \(config) --config \(folder.path)/lastcall.yaml; "
          + "echo ended=$?")
      try await terminal.wait(for: "web-1")
      try await terminal.press("x")
      // A terminal may be read while it draws a frame, so that its first row is no sign of the last.
      let texts = [
        "── exit 5 ─", "show", "here", "shop", "web-0", "web", config, "to stderr", "of 6",
      ]
      try await terminal.wait(for: "all of \(texts)") { shown in texts.allSatisfy(shown.contains) }
      try await terminal.press("/", "s", "t", "d", "e", "r", "r", "$", "Enter")
      try await terminal.wait(for: "of 1")
      try await terminal.press("Escape")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("Escape", "z")
      try await terminal.wait(for: "node needs $NODE: the pod has no node yet")
      try await terminal.press("X")
      try await terminal.wait(for: "begun")
      try await terminal.press("Escape")
      try await terminal.wait(for: "TO SIGKILL")
      #expect(try await remains() == [])
      try await terminal.press("X")
      try await terminal.wait(for: "begun")
      try await terminal.press("C-c")
      try await terminal.wait(for: "ended=0")
      #expect(try await remains() == [])
    }
  }

  @Test func `where no cluster is, it is said`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) attach 127.0.0.1:1; echo ended=$?")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("d")
      try await terminal.wait(for: "describe was not run: no cluster is connected")
      try await terminal.press("q")
      try await terminal.wait(for: "ended=1")
    }
  }

  /// What still runs of the command that hangs, once it had time to end.
  private func remains() async throws -> [Programs.Process] {
    var left: [Programs.Process] = []
    for _ in 0..<600 {
      left = try await Programs.processes(with: folder.path + "/hang")
      if left.isEmpty { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    return left
  }
}
