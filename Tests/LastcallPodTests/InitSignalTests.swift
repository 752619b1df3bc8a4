import CLibrary
import LastcallPod
import Testing

@testable import LastcallInit

/// Which signals `lastcall-init` passes on, and which begin the drain.
struct InitSignalTests {
  private static let initProgram = PodProgram.executable(PodProgram.path(of: "lastcall-init"))

  /// A program that writes the number of each signal it hears, and ends with SIGTERM.
  private static let listener = """
    import os, signal, sys
    passed = set(range(1, 65)) - {9, 19, 32, 33}
    signal.pthread_sigmask(signal.SIG_BLOCK, passed)
    print("ready", flush=True)
    while True:
      number = signal.sigwait(passed)
      print("heard", number, flush=True)
      if number == 15: break
    """

  private static let ownSignals = [
    SIGCHLD, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGTTIN, SIGTTOU, SIGKILL,
    SIGSTOP,
  ]

  @Test(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
  func `every signal is passed on but those that are a process's own`() async throws {
    let outcome = try await PodProgram.run(
      ["--timeout=120", "--drain-on=TERM", "--", "python3", "-c", Self.listener],
      program: Self.initProgram
    ) { program in
      try await program.line(with: "ready")
      for number: Int32 in Array(1...31) + Array(34...64) where number != SIGTERM {
        if Self.ownSignals.contains(number) { continue }
        program.signal(number)
        try await program.line(with: "heard \(number)")
      }
      program.signal(SIGTTIN, SIGTTOU, SIGCHLD, SIGWINCH)
      let next = try await program.line(with: "heard")
      #expect(next == "heard \(SIGWINCH)")
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("heard 15"))
  }

  @Test(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
  func `real-time signals that are queued come one after the other`() async throws {
    let outcome = try await PodProgram.run(
      ["--timeout=120", "--", "python3", "-c", Self.listener], program: Self.initProgram
    ) { program in
      try await program.line(with: "ready")
      for _ in 0..<50 { program.signal(40) }
      for _ in 0..<50 { try await program.line(with: "heard 40") }
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.count { $0 == "heard 40" } == 50)
  }

  @Test(
    .enabled(if: PodProgram.has("python3"), "python3 is on the PATH"),
    arguments: [
      ([], [SIGINT, SIGTERM], [SIGINT, SIGTERM]), ([], [SIGTERM, SIGTERM, SIGQUIT], [SIGTERM]),
      (["--drain-on=HUP,TERM"], [SIGHUP, SIGTERM, SIGUSR1], [SIGHUP, SIGUSR1]),
      (["--rewrite=TERM:HUP"], [SIGTERM, SIGTERM, SIGINT], [SIGHUP, SIGINT]),
      (["--drain-on=HUP", "--end-on=TERM"], [SIGHUP, SIGTERM, SIGUSR1], [SIGHUP, SIGUSR1]),
    ] as [([String], [Int32], [Int32])])
  func `during the drain signals are passed on, but not what a kubelet sends behind a hook`(
    options: [String], sent: [Int32], heard: [Int32]
  ) async throws {
    let outcome = try await PodProgram.run(
      ["--timeout=120"] + options + ["--", "python3", "-c", Self.listener],
      program: Self.initProgram
    ) { program in
      try await program.line(with: "ready")
      program.signal(sent[0])
      try await program.line(with: "draining")
      for number in sent.dropFirst() { program.signal(number) }
      if heard != [SIGTERM] { try await program.line(with: "heard \(heard[1])") }
      program.signal(SIGKILL)
    }
    let numbers = outcome.lines.filter { $0.hasPrefix("heard") }
    #expect(numbers == heard.map { "heard \($0)" })
  }

  @Test(arguments: [
    ([], "TERM,INT,QUIT"), (["--rewrite=TERM:QUIT"], "TERM,INT,QUIT"),
    (["--rewrite=TERM:USR1"], "TERM,INT,QUIT,USR1"), (["--rewrite=TERM:WINCH"], "TERM,INT,QUIT"),
    (["--rewrite=USR1:HUP"], "TERM,INT,QUIT"), (["--rewrite=HUP:TERM"], "TERM,INT,QUIT,HUP"),
    (["--drain-on=TERM,WINCH", "--rewrite=TERM:WINCH"], "TERM,WINCH"),
    (["--drain-on=HUP", "--rewrite=TERM:QUIT"], "HUP"), (["--end-on=TERM"], "INT,QUIT"),
  ])
  func `what ends the program begins the drain, and a resized terminal does not`(
    options: [String], signals: String
  ) throws {
    let expected = signals.split(separator: ",").compactMap { Signal(String($0)) }
    #expect(Set(try InitOptions(options + ["--", "true"]).drainSignals) == Set(expected))
  }

  @Test func `variables say what drains and what ends, and options say it better`() throws {
    let variables = ["LASTCALL_DRAIN_SIGNALS": "HUP", "LASTCALL_END_SIGNALS": "TERM"]
    let options = try InitOptions(["--", "true"], variable: { variables[$0] })
    #expect(options.drainSignals == [.hup] && options.endSignals == [.term])
    let better = try InitOptions(["--end-on=QUIT", "--", "true"], variable: { variables[$0] })
    #expect(better.drainSignals == [.hup] && better.endSignals == [.quit])
    #expect(throws: InitOptions.Refusal.self) {
      try InitOptions(["--", "true"], variable: { _ in "KILL" })
    }
  }

  @Test func `what ends it at once leaves little time, whatever the limit`() async throws {
    let outcome = try await PodProgram.run(
      [
        "--timeout=120", "--drain-on=HUP", "--end-on=TERM", "--", "/bin/sh", "-c",
        "trap 'echo heard' TERM; echo ready; while :; do sleep 0.1; done",
      ], program: Self.initProgram
    ) { program in
      try await program.line(with: "ready")
      program.signal(SIGTERM)
      try await program.line(with: "heard")
    }
    #expect(outcome.exitCode == 75)
    #expect(outcome.lines.contains { $0.hasPrefix("timed out after 3.0") }, "\(outcome.lines)")
  }
}
