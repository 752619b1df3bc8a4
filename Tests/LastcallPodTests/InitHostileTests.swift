import LastcallPod
import Testing

@testable import LastcallInit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `lastcall-init` where things are not as they should be.
struct InitHostileTests {
  private static let initProgram = PodProgram.path(of: "lastcall-init")

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
      if os.fork() == 0: os._exit(0)
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
    ("7 (sh) S 3 7", 3, false), ("7 (a) Z 9 ) Z 4 7", 4, true), ("7 (a\u{600}) R 5 7", 5, false),
  ])
  func `whatever a process is called, its parent is read`(
    text: String, parent: Int32, isZombie: Bool
  ) {
    let stat = ProcessTree.Stat(Array(text.utf8))
    #expect(stat?.parent == parent)
    #expect(stat?.isZombie == isZombie)
    #expect(ProcessTree.Stat(Array("7 (sh".utf8)) == nil)
  }
}
