import CLibrary
import PodStatus
import Testing

/// What `lastcall-init` says is in flight: the true number, or that it is not known.
@Suite(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
struct InitCountTests {
  /// It accepts one connection in a process of another user, and holds it until its client goes.
  private static let otherUser = """
    import os, signal, socket
    listener = socket.create_server(("127.0.0.1", 0))
    if os.fork() == 0:
      os.setgid(65534)
      os.setuid(65534)
      print("ready", listener.getsockname()[1], flush=True)
      connection, _ = listener.accept()
      print("accepted", flush=True)
      connection.recv(1)
      signal.pause()
    os.wait()
    """

  /// It works, but nobody can connect to it.
  private static let queueWorker = """
    import signal, time
    def end(*_): time.sleep(1.5); raise SystemExit(0)
    signal.signal(signal.SIGTERM, end)
    print("ready", flush=True)
    while True: time.sleep(0.1)
    """

  private func run(
    _ command: [String], below: [String] = [], counting: [String] = ["--in-flight=connections"],
    _ body: (PodProgram, UInt16) async throws -> Void
  ) async throws -> PodProgram.Outcome {
    let port = freePorts().0
    let program = PodProgram.path(of: "lastcall-init")
    return try await PodProgram.run(
      below + [program, "--status-port=\(port)", "--timeout=120"] + counting + ["--"] + command,
      program: PodProgram.executable("/usr/bin/env")
    ) { try await body($0, port) }
  }

  private func inFlight(_ port: UInt16) async throws -> Int? {
    try await status(get(port, "/shutdown-status")).inFlight
  }

  /// As a worker that has a port for its probes: how many are connected there says nothing of its work.
  @Test func `where nobody has said what counts nothing is counted`() async throws {
    let worker = """
      import socket, time
      listener = socket.create_server(("127.0.0.1", 0))
      print("ready", listener.getsockname()[1], flush=True)
      connection, _ = listener.accept()
      print("accepted", flush=True)
      time.sleep(60)
      """
    _ = try await run(["python3", "-c", worker], counting: []) { program, port in
      let line = try await program.line(with: "ready")
      #expect(try await inFlight(port) == nil)
      let probe = connection(try #require(UInt16(line.split(separator: " ").last ?? "")))
      try await program.line(with: "accepted")
      #expect(try await inFlight(port) == nil)
      close(probe)
      program.signal(SIGTERM)
    }
  }

  @Test func `of a program that never listens nothing is counted`() async throws {
    let outcome = try await run(["python3", "-c", Self.queueWorker]) { program, port in
      try await program.line(with: "ready")
      #expect(try await inFlight(port) == nil)
      #expect(await get(port, "/shutdown-status").contains(#""inFlight":null"#))
      program.signal(SIGTERM)
      try await program.line(with: "received SIGTERM, draining, what it works on is not counted")
      #expect(try await inFlight(port) == nil)
    }
    #expect(outcome.exitCode == 0)
  }

  /// Without CAP_SYS_PTRACE, as in a container, root may not look into the processes of others.
  private static let isRestricted = ["setpriv", "--bounding-set=-sys_ptrace", "--"]

  @Test(.enabled(if: getuid() == 0 && PodProgram.has("setpriv"), "other users can be had"))
  func `workers of another user have their connections counted`() async throws {
    _ = try await run(["python3", "-c", Self.otherUser], below: Self.isRestricted) {
      program, port in
      let line = try await program.line(with: "ready")
      let serverPort = try #require(UInt16(line.split(separator: " ").last ?? ""))
      // Other tests have listeners, too: whose they are is not known until none of those is new.
      let client = connection(serverPort)
      try await program.line(with: "accepted")
      let count = try await inFlight(port)
      #expect(count == nil || count == 1)
      close(client)
      program.signal(SIGTERM)
    }
  }

  @Test(.enabled(if: getuid() == 0 && PodProgram.has("setpriv"), "other users can be had"))
  func `a program of another user that cannot be looked into is not counted`() async throws {
    let server = """
      import os, socket, time
      os.setgid(65534)
      os.setuid(65534)
      listener = socket.create_server(("127.0.0.1", 0))
      print("ready", listener.getsockname()[1], flush=True)
      connection, _ = listener.accept()
      print("accepted", flush=True)
      time.sleep(60)
      """
    _ = try await run(["python3", "-c", server], below: Self.isRestricted) { program, port in
      let line = try await program.line(with: "ready")
      let client = connection(try #require(UInt16(line.split(separator: " ").last ?? "")))
      try await program.line(with: "accepted")
      #expect(try await inFlight(port) == nil)
      close(client)
      program.signal(SIGTERM)
    }
  }

  /// A thousand questions cost two counts a second.
  @Test func `however many ask, it is counted once in a while`() async throws {
    let server = """
      import socket, time
      listener = socket.create_server(("127.0.0.1", 0))
      print("ready", listener.getsockname()[1], flush=True)
      connections = []
      while True: connections.append(listener.accept()[0])
      """
    _ = try await run(["python3", "-c", server]) { program, port in
      let line = try await program.line(with: "ready")
      let serverPort = try #require(UInt16(line.split(separator: " ").last ?? ""))
      while try await inFlight(port) != 0 { await Task.yield() }
      var (open, counts) = ([Int32](), [0])
      let begun = ContinuousClock.now
      while counts.last != 200 {
        if open.count < 200 { open.append(connection(serverPort)) }
        guard let count = try await inFlight(port) else { continue }
        if count != counts.last { counts.append(count) }
      }
      let halves = Int((ContinuousClock.now - begun) / .milliseconds(500))
      #expect(counts.count <= halves + 3)
      #expect(counts == counts.sorted())
      for client in open { close(client) }
      program.signal(SIGTERM)
    }
  }
}
