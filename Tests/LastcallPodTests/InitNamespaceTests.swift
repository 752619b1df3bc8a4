import CLibrary
import Subprocess
import Testing

@testable import LastcallInit

/// `lastcall-init` as PID 1 of a namespace, and who comes into it from outside.
@Suite(.enabled("a PID namespace can be made") { try await Namespace.isAllowed() })
struct InitNamespaceTests {
  @Test func `as PID 1 it reaps orphans and saves work behind a shell`() async throws {
    let orphans = "for i in 1 2 3; do (sleep 0.2 &); done; sleep 0.6; ps -A -o stat= | grep -c Z"
    let worker = InitProcessTests.worker(exitCode: 7)
    let outcome = try await Namespace.run(
      ["/bin/sh", "-c", "\(orphans); /bin/sh -c \"\(worker)\"; echo on"]
    ) { namespace in
      #expect(try await namespace.program.line(with: "") == "0")
      try await namespace.program.line(with: "ready")
      kill(try await namespace.initID, SIGTERM)
    }
    #expect(outcome.exitCode == 7)
    #expect(outcome.lines.contains("done"))
  }

  /// The drain of the worker takes a second, and the hook lives until its end takes it along.
  @Test func `a hook that signals and waits lives for as long as the program`() async throws {
    let outcome = try await Namespace.run(["/bin/sh", "-c", InitProcessTests.worker()]) {
      namespace in
      try await namespace.program.line(with: "ready")
      let hook = try await namespace.enter(
        "kill -TERM 1; sleep 0.5; echo alive; while kill -0 1; do sleep 0.1; done; echo outlived")
      #expect(hook.lines == ["alive"])
      #expect(hook.exitCode == nil)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("done"))
  }

  @Test func `a probe, a shell and what they start are not signalled`() async throws {
    let worker =
      "trap 'echo reloaded' HUP; trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done"
    let outcome = try await Namespace.run(["/bin/sh", "-c", worker]) { namespace in
      try await namespace.program.line(with: "ready")
      // Its child is an orphan, which PID 1 adopts.
      let probe = try await namespace.enter(
        "(sleep 1; echo orphan alive) & (kill -HUP 1); sleep 0.5; echo alive; wait; exit 3",
        session: true)
      #expect(probe.exitCode == 3)
      #expect(probe.lines == ["alive", "orphan alive"])
      let adopted = try await namespace.enter(
        "(sh -c 'sleep 0.7; echo adopted' &); sleep 0.2; kill -HUP 1; sleep 1", session: true)
      #expect(adopted.lines == ["adopted"])
      try await namespace.program.line(with: "reloaded")
      kill(try await namespace.initID, SIGTERM)
    }
    #expect(outcome.exitCode == 0)
  }

  @Test func `a handler's clean-up in a session of its own is not signalled`() async throws {
    let worker = """
      trap 'setsid -w /bin/sh -c "sleep 0.5; echo cleaned"; exit 0' TERM
      setsid /bin/sh -c 'trap "echo heard too; exit 0" TERM; while :; do sleep 0.1; done' &
      echo ready; while :; do sleep 0.1; done
      """
    let outcome = try await Namespace.run(["/bin/sh", "-c", worker]) { namespace in
      try await namespace.program.line(with: "ready")
      kill(try await namespace.initID, SIGTERM)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("cleaned"))
    #expect(outcome.lines.contains("heard too"))
  }

  /// 1 is the process itself; 10 is its child with a session of its own, 30 an orphan of the session 20.
  @Test func `descendants are known by their parents, and strangers by their session`() {
    func process(_ parent: Int32, session: Int32) -> ProcessTree.Stat {
      ProcessTree.Stat(
        parent: parent, group: session, session: session, isZombie: false, start: 0)
    }
    var processes: [Int32: ProcessTree.Stat] = [
      1: process(0, session: 0), 10: process(1, session: 10), 11: process(10, session: 10),
      12: process(11, session: 12), 20: process(0, session: 20), 30: process(1, session: 20),
      40: process(1, session: 0), 50: process(1, session: 49),
    ]
    #expect(
      ProcessTree(processes).descendants(of: 1, inSession: 0).sorted() == [10, 11, 12, 40, 50])
    processes[20] = nil
    #expect(
      ProcessTree(processes).descendants(of: 1, inSession: 0).sorted() == [10, 11, 12, 30, 40, 50])
  }
}

/// A program that runs below `lastcall-init` in a PID namespace of its own.
struct Namespace {
  let program: PodProgram

  /// What `unshare` needs may be rights that the machine does not give.
  static func isAllowed() async throws -> Bool {
    guard ["unshare", "nsenter", "pgrep", "setsid"].allSatisfy(PodProgram.has) else { return false }
    let tried = try await Subprocess.run(
      .name("unshare"), arguments: ["--pid", "--fork", "--mount-proc", "true"],
      output: .discarded, error: .discarded)
    return tried.terminationStatus.isSuccess
  }

  /// Runs it to its end.
  static func run(
    _ command: [String], options: [String] = [], _ body: (Namespace) async throws -> Void
  ) async throws -> PodProgram.Outcome {
    let initProgram = PodProgram.path(of: "lastcall-init")
    return try await PodProgram.run(
      ["--pid", "--fork", "--mount-proc", "--kill-child", initProgram, "--timeout=120"]
        + options + ["--"] + command,
      program: PodProgram.executable("/usr/bin/unshare")
    ) { try await body(Namespace(program: $0)) }
  }

  /// Its PID 1, as it is numbered outside.
  var initID: Int32 {
    get async throws {
      let listed = try await Subprocess.run(
        .name("pgrep"), arguments: ["-P", "\(program.pid)"], output: .string(limit: 1000))
      return try #require(Int32(listed.standardOutput.split(separator: "\n").first ?? ""))
    }
  }

  /// Runs a script of a shell that enters from outside, as `kubectl exec`, a probe and a hook do.
  func enter(_ script: String, session: Bool = false) async throws -> PodProgram.Outcome {
    let shell = ["/bin/sh", "-c", script]
    return try await PodProgram.run(
      ["-t", "\(try await initID)", "-p", "-m"] + (session ? ["setsid", "-w"] : []) + shell,
      program: PodProgram.executable("/usr/bin/nsenter")
    ) { _ in }
  }
}
