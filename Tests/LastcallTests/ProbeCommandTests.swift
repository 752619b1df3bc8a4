import Testing

struct ProbeCommandTests {
  private let folder: TemporaryFolder
  private let pod = PodEndpoint()

  init() throws { folder = try TemporaryFolder() }

  @Test func `the kind that fits is named with how to use it, and the exit code is 0`() async throws
  {
    try await pod.open()
    pod.answer("running", inFlight: 3)
    let outcome = try await Program.run(["probe", pod.address], folder: folder)
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("best match: lastcall, running, 3 in flight"))
    #expect(
      outcome.lines.contains("  annotation  lastcall.dev/status: lastcall:\(pod.port)"))

    let json = try await Program.run(
      ["probe", "\(pod.address)/shutdown-status", "-o", "json"], folder: folder)
    #expect(json.exitCode == 0)
    #expect(json.lines.filter { $0.contains(#""best":true"#) }.count == 1)
    #expect(json.lines[0].contains(#""kind":"lastcall""#))
    #expect(json.lines[0].contains(#""inFlight":3"#))
    try await pod.close()
  }

  @Test func `without a kind that fits, or a server, the exit code is 1`() async throws {
    try await pod.open()
    pod.answer("<html>\u{1B}[2J</html>".utf8)
    let page = try await Program.run(["probe", pod.address], folder: folder)
    #expect(page.exitCode == 1)
    #expect(page.lines.last?.hasPrefix("no known kind of status matches") == true)
    #expect(!page.text.contains("\u{1B}"))
    try await pod.close()
    let closed = try await Program.run(["probe", pod.address], folder: folder)
    #expect(closed.exitCode == 1)
    #expect(closed.errors == "lastcall: \(pod.address): connection refused\n")
  }

  @Test func `what may begin a drain is wrong usage, before anything is asked`() async throws {
    for arguments in [
      ["probe", "localhost:8022/wait-for-drain"], ["attach", "localhost:8080/s?drain=1"],
      ["attach", "localhost:8080", "--status", "envoy:9901/drain_listeners"],
    ] {
      let outcome = try await Program.run(arguments, folder: folder)
      #expect(outcome.exitCode == 64)
      #expect(outcome.errors.contains("may begin a drain"), "\(outcome.errors)")
    }
  }

  @Test func `attach reads the kind it is told`() async throws {
    try await pod.open()
    let begin = "Active connections: 1 \nserver accepts handled requests\n 1 1 1 \n"
    pod.answer((begin + "Reading: 0 Writing: 4 Waiting: 0 \n").utf8)
    let outcome = try await Program.run(
      ["attach", pod.address, "--status", "nginx", "-o", "json", "--for", "2s"], folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""to":"ready""#)
    }
    #expect(outcome.errors == "")
    #expect(try outcome.events.last?.event == "summary")
    try await pod.close()
  }
}
