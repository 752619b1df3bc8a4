import CLibrary
import PodStatus
import Testing

/// Real processes and real signals.
struct DrainProcessTests {
  @Test func `ten thousand tasks and a hundred signals: nothing is lost, and status answers`()
    async throws
  {
    let outcome = try await PodProgram.run(["--tasks", "10000", "--last", "4"]) { program in
      let port = try await program.port()
      #expect(try await status(get(port, "/shutdown-status")).inFlight == 10_000)
      for _ in 0..<33 { program.signal(SIGTERM, SIGHUP, SIGUSR1) }
      try await program.line(with: "draining, ")
      let during = try await status(get(port, "/shutdown-status"))
      #expect(during.phase == .draining)
      #expect(during.oldestSeconds.count == 100)
      let waited = try await status(get(port, "/shutdown-status?wait=60"))
      #expect(waited.phase == .drained)
      #expect(waited.completed == 10_000)
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.count { $0.contains(", draining, 10000 in flight") } == 1)
    #expect(outcome.lines.contains { $0.contains("drained after") })
  }

  @Test func `a hangup and a termination right behind it: the drain goes on`() async throws {
    let outcome = try await PodProgram.run(["--tasks", "3", "--last", "6"]) { program in
      _ = try await program.port()
      program.signal(SIGHUP)
      // Not a task's sleep, which may last until the drain is over.
      usleep(50_000)
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("received SIGHUP, draining, 3 in flight"))
    #expect(outcome.lines.contains("received SIGTERM during the drain, going on, 3 in flight"))
  }

  @Test func `a termination before the first task ends it with 0`() async throws {
    let outcome = try await PodProgram.run([]) { program in
      _ = try await program.port()
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("received SIGTERM, draining, 0 in flight"))
  }

  @Test func `what never ends is given up at the limit, with the chosen code`() async throws {
    let outcome = try await PodProgram.run(
      ["--stuck", "2", "--timeout", "2.2", "--timed-out", "9"]
    ) { program in
      let port = try await program.port()
      #expect(try await status(get(port, "/shutdown-status")).streams == 2)
      program.signal(SIGTERM)
      #expect(try await status(get(port, "/shutdown-status?wait=60")).phase == .timedOut)
    }
    #expect(outcome.exitCode == 9)
    #expect(outcome.lines.contains("still waiting, 2 in flight"))
    #expect(outcome.lines.last?.hasPrefix("timed out after ") == true)
    #expect(outcome.lines.last?.contains(", 2 in flight (2 streams, the oldest for ") == true)
  }

  @Test func `with the concurrency pool blocked it answers, logs and keeps its limit`() async throws
  {
    let outcome = try await PodProgram.run(
      ["--block-pool", "--stuck", "1", "--timeout", "20"]
    ) { program in
      let port = try await program.port()
      program.signal(SIGTERM)
      try await program.line(with: "still waiting, 1 in flight")
      #expect(try await status(get(port, "/shutdown-status")).phase == .draining)
    }
    #expect(outcome.exitCode == 75)
  }

  @Test func `a signal may end it at once, but not once it drains`() async throws {
    let arguments = ["--drain-on", "HUP", "--end-on", "TERM", "--tasks", "2", "--last", "1"]
    let ended = try await PodProgram.run(arguments) { program in
      _ = try await program.port()
      program.signal(SIGTERM)
    }
    #expect(ended.exitCode == 143)
    #expect(ended.lines.contains("received SIGTERM, ending at once, 2 in flight"))
    let drained = try await PodProgram.run(arguments) { program in
      _ = try await program.port()
      program.signal(SIGHUP)
      try await program.line(with: "draining")
      program.signal(SIGTERM)
    }
    #expect(drained.exitCode == 0)
  }

  @Test func `other signals are logged by name and change nothing`() async throws {
    var numbers = [SIGUSR1, SIGUSR2, SIGQUIT, SIGALRM]
    var names = ["SIGUSR1", "SIGUSR2", "SIGQUIT", "SIGALRM"]
    #if !canImport(Darwin)
      numbers.append(__libc_current_sigrtmin() + 3)
      names.append("SIGRTMIN+3")
    #endif
    let outcome = try await PodProgram.run(["--stuck", "1", "--timeout", "1"]) { program in
      let port = try await program.port()
      for (number, name) in zip(numbers, names) {
        program.signal(number)
        try await program.line(with: "received \(name), going on, 1 in flight")
      }
      #expect(try await status(get(port, "/shutdown-status")).phase == .running)
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 75)
  }

  @Test(arguments: ["USR1", "QUIT", "SIGUSR2", "RTMIN+5"])
  func `any signal can be the one that begins the drain`(name: String) async throws {
    let number = try #require(Self.numbers[name])
    let outcome = try await PodProgram.run(["--drain-on", name]) { program in
      _ = try await program.port()
      program.signal(number)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains { $0.contains(", draining, 0 in flight") })
  }

  private static let numbers: [String: Int32] = {
    var numbers = ["USR1": SIGUSR1, "QUIT": SIGQUIT, "SIGUSR2": SIGUSR2]
    #if canImport(Darwin)
      numbers["RTMIN+5"] = SIGUSR1
    #else
      numbers["RTMIN+5"] = __libc_current_sigrtmin() + 5
    #endif
    return numbers
  }()

  @Test func `the delay goes by before it is over, however little there is to do`() async throws {
    let outcome = try await PodProgram.run(["--delay", "1.2"]) { program in
      let port = try await program.port()
      program.signal(SIGTERM)
      let status = try await status(get(port, "/shutdown-status?wait=60"))
      #expect((1.2..<30).contains(status.drainElapsedSeconds))
    }
    #expect(outcome.exitCode == 0)
  }

  @Test func `hooks are called before and after`() async throws {
    let outcome = try await PodProgram.run(
      ["--tasks", "1", "--last", "0.5", "--say-on-end", "all"]
    ) { program in
      _ = try await program.port()
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.lines.dropFirst().filter { !$0.hasPrefix("drained") } == [
        "received SIGTERM, draining, 1 in flight", "before SIGTERM", "after drained all",
      ])
  }

  @Test func `a limit that is not below the grace period is warned of`() async throws {
    let outcome = try await PodProgram.run(
      ["--timeout", "30"], environment: ["LASTCALL_GRACE_SECONDS": "30"]
    ) { program in
      let port = try await program.port()
      #expect(try await status(get(port, "/shutdown-status")).gracePeriodSeconds == 30)
      program.signal(SIGTERM)
    }
    #expect(outcome.lines.first?.hasPrefix("warning: the drain may take 30.0 s, but") == true)
  }

  /// The second one fills a pipe that nobody reads.
  @Test(arguments: ["} >/dev/full", "head -c 65536 /dev/zero; } | sleep 5"])
  func `a log that is full or that nobody reads does not hold up the drain`(output: String)
    async throws
  {
    let program = PodProgram.path(of: "PodProcess")
    let arguments = "--stuck 1 --timeout 1 --timed-out 9"
    let parts = output.split(separator: "}", omittingEmptySubsequences: false)
    let script =
      "exec 3>&1; { \(parts[0]) '\(program)' \(arguments) & echo pid $! >&3; wait $!; "
      + "echo code $? >&3; }\(parts[1])"
    let outcome = try await PodProgram.run(["-c", script], program: PodProgram.shell) { shell in
      let pid = try #require(Int32(try await shell.line(with: "pid ").dropFirst(4)))
      // It prints nothing that could be waited for.
      try await Task.sleep(for: .seconds(1))
      kill(pid, SIGTERM)
    }
    #expect(outcome.lines.last == "code 9")
  }

  @Test(arguments: [0, 7])
  func `a child gets the signal, is waited for, and its code is ours`(code: Int32) async throws {
    let outcome = try await PodProgram.run(["--child", "\(code)"]) { program in
      try await program.line(with: "child ready")
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == code)
    #expect(outcome.lines.contains("child heard TERM"))
    #expect(outcome.lines.contains("child done"))
  }

  @Test func `without a limit it waits, and a limit that is no number is none at all`() async throws
  {
    let endless = try await PodProgram.run(["--tasks", "1", "--last", "0.3", "--timeout", "inf"]) {
      _ = try await $0.port()
      $0.signal(SIGTERM)
    }
    #expect(endless.exitCode == 0)
    let none = try await PodProgram.run(["--stuck", "1", "--timeout", "nan"]) {
      _ = try await $0.port()
      $0.signal(SIGTERM)
    }
    #expect(none.exitCode == 75)
  }

  @Test func `a log whose reader has gone ends nothing`() async throws {
    let file = "/tmp/lastcall-test-\(UInt32.random(in: .min ... .max))"
    defer { unlink(file) }
    let program = PodProgram.path(of: "PodProcess")
    let outcome = try await PodProgram.run(
      ["-c", "{ \(program) --tasks 2 --last 1.5; echo $? > \(file); } | head -n 1; cat \(file)"],
      program: PodProgram.shell
    ) { shell in
      let port = try await shell.port()
      #expect(
        try await status(get(port, "/shutdown-status?drain=1&wait=60", PodProgram.drainField)).phase
          == .drained)
    }
    #expect(outcome.lines.last == "0")
  }

  @Test func `variables say that TERM ends at once and HUP drains`() async throws {
    let variables = ["LASTCALL_END_SIGNALS": "TERM", "LASTCALL_DRAIN_SIGNALS": "HUP"]
    let ended = try await PodProgram.run(["--stuck", "1"], environment: variables) { program in
      _ = try await program.port()
      program.signal(SIGTERM)
    }
    #expect(ended.exitCode == 143)
    #expect(ended.lines.contains("received SIGTERM, ending at once, 1 in flight"))
    let drained = try await PodProgram.run(
      ["--tasks", "1", "--last", "0.2"], environment: variables
    ) { program in
      _ = try await program.port()
      program.signal(SIGHUP)
      try await program.line(with: "received SIGHUP, draining")
      program.signal(SIGTERM)
    }
    #expect(drained.exitCode == 0)
  }

  #if os(Linux)
    @Test func `drains that are over or were dropped leave nothing behind`() async throws {
      let outcome = try await PodProgram.run(["--drains", "24"]) { _ in }
      #expect(outcome.exitCode == 0)
      let counts = outcome.lines.map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
      #expect(counts.count == 2 && counts.first == counts.last, "\(outcome.lines)")
    }
  #endif
}
