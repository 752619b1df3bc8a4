import CLibrary
import LastcallPod
import PodStatus
import Testing

@testable import LastcallInit

/// `lastcall-init` where things are not as they should be.
struct InitHostileTests {
  private static let initProgram = PodProgram.path(of: "lastcall-init")

  @Test func `what cannot be counted is null, and no number stands in its place`() async throws {
    let (port, closedPort) = freePorts()
    let outcome = try await PodProgram.run(
      [
        "--status-port=\(port)", "--in-flight=nginx:\(closedPort)", "--timeout", "120", "--",
        "/bin/sh", "-c", "trap 'sleep 1; exit 0' TERM; echo ready; while :; do sleep 0.1; done",
      ],
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      let answer = await get(port, "/shutdown-status")
      #expect(answer.contains(#""inFlight":null"#))
      #expect(try status(answer).inFlight == nil)
      #expect(await !get(port, "/metrics").contains("http_server_active_requests"))
      program.signal(SIGTERM)
      try await program.line(with: "received SIGTERM, draining, what it works on is not counted")
      #expect(try await status(get(port, "/shutdown-status")).phase == .draining)
    }
    #expect(outcome.exitCode == 0)
  }

  @Test func `a storm of other signals neither hides the drain nor breaks its limit`() async throws
  {
    let outcome = try await PodProgram.run(
      [
        "--timeout", "2", "--", "/bin/sh", "-c",
        "trap '' TERM USR1; echo ready; while :; do sleep 1; done",
      ],
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      for _ in 0..<100_000 { program.signal(SIGUSR1) }
      program.signal(SIGTERM)
      for _ in 0..<100_000 { program.signal(SIGUSR1) }
    }
    #expect(outcome.exitCode == 75)
    let last = try #require(outcome.lines.last { $0.hasPrefix("timed out after ") })
    #expect(try #require(Double(last.split(separator: " ")[3])) < 10)
  }

  @Test func `with its children's ends ignored it hears of them all the same`() async throws {
    let outcome = try await PodProgram.run(
      ["-c", "trap '' CHLD; exec \(Self.initProgram) -- /bin/sh -c 'exit 3'"],
      program: PodProgram.shell
    ) { _ in }
    #expect(outcome.exitCode == 3)
  }

  @Test func `without its port it starts nothing`() async throws {
    let taken = try HTTPListener(address: "127.0.0.1", port: 0)
    let outcome = try await PodProgram.run(
      ["--status-port", "\(taken.port)", "--", "/bin/sh", "-c", "echo started"],
      program: PodProgram.executable(Self.initProgram)
    ) { _ in }
    #expect(outcome.exitCode == 126)
    #expect(outcome.lines.count == 1)
    #expect(
      outcome.lines.first?.contains("cannot listen on [::]:\(taken.port)") == true,
      "\(outcome.lines)")
  }

  @Test(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
  func `what had ended before the drain decides nothing`() async throws {
    let parent = """
      import os, time
      child = os.fork()
      if child == 0: os._exit(0)
      os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
      print("ready", flush=True)
      time.sleep(60)
      """
    let outcome = try await PodProgram.run(
      ["--", "python3", "-c", parent], program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
  }

  @Test(arguments: [
    ("7 (sh) S 3 2 1", 3, false), ("7 (a) Z 9 ) Z 4 2 1", 4, true),
    ("7 (a\u{600}) R 5 2 1", 5, false),
  ])
  func `whatever a process is called, its parent is read`(
    text: String, parent: Int32, isZombie: Bool
  ) {
    let stat = ProcessTree.Stat(Array((text + " 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0").utf8))
    #expect(
      stat == .init(parent: parent, group: 2, session: 1, isZombie: isZombie, start: 4711))
    #expect(ProcessTree.Stat(Array("7 (sh".utf8)) == nil)
  }
}
