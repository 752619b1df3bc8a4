import CLibrary
import FoundationEssentials
import PodStatus
import Subprocess
import Testing

/// `lastcall-init` around real programs, with real signals.
struct InitProcessTests {
  private static let initProgram = PodProgram.path(of: "lastcall-init")

  /// A shell that drains for a second when it is told to end.
  static func worker(exitCode: Int = 0, signal: String = "TERM") -> String {
    "trap 'echo heard; sleep 1; echo done; exit \(exitCode)' \(signal); echo ready; "
      + "while :; do sleep 0.1; done"
  }

  /// A shell that hides the worker from signals: it starts it as a child, and goes on after it.
  private static func hidden(_ worker: String) -> [String] {
    ["/bin/sh", "-c", "/bin/sh -c \"\(worker)\"; echo the shell goes on"]
  }

  private func run(
    _ options: [String], _ command: [String], _ signals: Int32...
  ) async throws -> PodProgram.Outcome {
    try await PodProgram.run(
      ["--timeout", "120"] + options + ["--"] + command,
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      for signal in signals { program.signal(signal) }
    }
  }

  @Test(arguments: [0, 7])
  func `work behind a shell hears the signal, is waited for, and its code is ours`(code: Int)
    async throws
  {
    let outcome = try await run([], Self.hidden(Self.worker(exitCode: code)), SIGTERM)
    #expect(outcome.exitCode == Int32(code))
    #expect(outcome.lines.contains("heard"))
    #expect(outcome.lines.contains("done"))
    #expect(!outcome.lines.contains("the shell goes on"))
  }

  @Test(.enabled(if: PodProgram.has("setsid"), "setsid is on the PATH"))
  func `work in a session of its own is found and waited for`() async throws {
    let command = [
      "/bin/sh", "-c", "setsid /bin/sh -c \"\(Self.worker())\"; echo the shell goes on",
    ]
    let outcome = try await run([], command, SIGTERM)
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("done"))
  }

  @Test func `the command's own code is ours, mapped if that is asked`() async throws {
    let worker = ["/bin/sh", "-c", Self.worker(exitCode: 7)]
    #expect(try await run([], worker, SIGTERM).exitCode == 7)
    #expect(try await run(["--exit-code", "7:0"], worker, SIGTERM).exitCode == 0)
    let plain = ["/bin/sh", "-c", "echo ready; exec sleep 100"]
    #expect(try await run([], plain, SIGTERM).exitCode == 143)
    #expect(try await run(["--exit-code", "143:0"], plain, SIGTERM).exitCode == 0)
    #expect(try await run([], ["/bin/sh", "-c", "echo ready; exit 3"]).exitCode == 3)
  }

  @Test func `a request begins the drain only with the header that was asked for`() async throws {
    let (port, _) = freePorts()
    let options = ["--status-port=\(port)", "--status-address=127.0.0.1", "--drain-header=mine"]
    let outcome = try await PodProgram.run(
      options + ["--timeout=120", "--", "/bin/sh", "-c", Self.worker()],
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      #expect(await get(port, "/shutdown-status?drain=1").hasPrefix("HTTP/1.1 403"))
      #expect(
        await get(port, "/shutdown-status?drain=1", PodProgram.drainField).hasPrefix("HTTP/1.1 403")
      )
      #expect(try await status(get(port, "/shutdown-status")).phase == .running)
      let drained = await get(port, "/shutdown-status?drain=1&wait=60", "Lastcall-Drain: mine")
      #expect(try status(drained).phase == .drained)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("done"))
  }

  @Test func `a signal is rewritten`() async throws {
    let outcome = try await run(
      ["--rewrite", "TERM:QUIT"], ["/bin/sh", "-c", Self.worker(signal: "QUIT")], SIGTERM)
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("done"))
  }

  @Test func `other signals are passed on and begin no drain`() async throws {
    let outcome = try await run(
      ["--drain-on", "HUP"], ["/bin/sh", "-c", Self.worker(signal: "USR1")], SIGUSR1)
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("heard"))
    #expect(!outcome.lines.contains { $0.contains("draining") })
  }

  @Test func `at the limit what is left is killed, and the code says so`() async throws {
    let outcome = try await run(
      ["--timeout", "1"], Self.hidden("trap '' TERM; echo ready; while :; do sleep 0.1; done"),
      SIGTERM)
    #expect(outcome.exitCode == 75)
    #expect(outcome.lines.contains { $0.hasPrefix("timed out after ") })
  }

  @Test func `what the command leaves behind is asked to end, and waited for`() async throws {
    let outcome = try await run(
      [], ["/bin/sh", "-c", "/bin/sh -c \"\(Self.worker())\" & sleep 0.5; exit 4"])
    #expect(outcome.exitCode == 4)
    #expect(outcome.lines.contains("done"))
  }

  @Test func `a failed command keeps its code, and those it leaves behind have little time`()
    async throws
  {
    let outcome = try await run(
      [], ["/bin/sh", "-c", "(trap '' TERM; echo ready; sleep 100; sleep 100) & sleep 0.5; exit 3"])
    #expect(outcome.exitCode == 3)
    #expect(outcome.lines.contains { $0.hasPrefix("timed out after 3.0") }, "\(outcome.lines)")
    // One that ended well has done nothing wrong: what it leaves behind has the whole drain.
    let well = try await run(
      ["--timeout", "5"],
      ["/bin/sh", "-c", "(trap '' TERM; echo ready; sleep 100; sleep 100) & exit 0"])
    #expect(well.exitCode == 75)
    #expect(well.lines.contains { $0.hasPrefix("timed out after 5.0") }, "\(well.lines)")
  }

  @Test(arguments: [SIGTERM, SIGUSR2])
  func `with the command alone signalled, those it leaves behind are asked as well`(signal: Int32)
    async throws
  {
    let command =
      "trap 'sleep 0.3; exit 0' TERM USR2; (\(Self.worker())) & while :; do sleep 0.1; done"
    let outcome = try await run(["--only-child"], ["/bin/sh", "-c", command], signal)
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains("done"))
  }

  @Test(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
  func `what it has accepted is in flight, though its listener is closed`() async throws {
    // It serves one connection for as long as that is open.
    let server = """
      import signal, socket
      listener = socket.create_server(("127.0.0.1", 0))
      signal.signal(signal.SIGTERM, lambda *_: listener.close())
      print("ready", listener.getsockname()[1], flush=True)
      connection, _ = listener.accept()
      connection.recv(1)
      signal.pause()
      connection.recv(1)
      """
    let port = freePorts().0
    let outcome = try await PodProgram.run(
      [
        "--status-port=\(port)", "--in-flight=connections", "--timeout=120", "--", "python3", "-c",
        server,
      ],
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      let line = try await program.line(with: "ready")
      let serverPort = try #require(UInt16(line.split(separator: " ").last ?? ""))
      #expect(try await status(get(port, "/shutdown-status")).inFlight == 0)
      let client = connection(serverPort)
      _ = write(client, "x", 1)
      while try await status(get(port, "/shutdown-status")).inFlight != 1 { await Task.yield() }
      program.signal(SIGTERM)
      try await program.line(with: "received SIGTERM, draining, 1 in flight")
      try await program.line(with: "still waiting, 1 in flight")
      #expect(try await status(get(port, "/shutdown-status")).phase == .draining)
      close(client)
    }
    #expect(outcome.exitCode == 0)
  }

  @Test(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
  func `what the program's own server says is in flight, until it is closed`() async throws {
    // It counts two requests, in chunks, and closes its status when it is told to end.
    let server = """
      import http.server, signal, threading, time
      class Status(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_GET(self):
          self.send_response(200)
          self.send_header("Transfer-Encoding", "chunked")
          self.end_headers()
          for part in (b"http_requests_in_", b"flight 2\\n"):
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part))
          self.wfile.write(b"0\\r\\n\\r\\n")
        def log_message(self, *_): pass
      status = http.server.ThreadingHTTPServer(("127.0.0.1", int(__import__("sys").argv[1])), Status)
      signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=status.shutdown).start())
      print("ready", flush=True)
      status.serve_forever()
      status.server_close()
      time.sleep(4.5)
      """
    let (port, ownPort) = freePorts()
    let outcome = try await PodProgram.run(
      [
        "--status-port=\(port)", "--in-flight=prometheus:\(ownPort)/metrics", "--timeout", "120",
        "--", "python3", "-c", server, "\(ownPort)",
      ],
      program: PodProgram.executable(Self.initProgram)
    ) { program in
      try await program.line(with: "ready")
      while try await status(get(port, "/shutdown-status")).inFlight != 2 { await Task.yield() }
      // Ages of what somebody else counts are not known.
      #expect(try await status(get(port, "/shutdown-status")).oldestSeconds == [])
      #expect(await get(port, "/metrics").contains("\nhttp_server_active_requests 2\n"))
      program.signal(SIGTERM)
      try await program.line(with: "received SIGTERM, draining, 2 in flight")
      try await program.line(with: "still waiting, what it works on is not counted")
      #expect(try await status(get(port, "/shutdown-status")).inFlight == nil)
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.last?.hasPrefix("over after ") == true, "\(outcome.lines)")
  }

  /// The static executable that `make init` builds needs nothing but the kernel.
  @Test(
    .enabled(
      if: getuid() == 0 && access(staticProgram, X_OK) == 0,
      "make init has been run, and chroot is allowed"))
  func `in an empty root it starts a program, waits for it and drains it`() async throws {
    let root = "/tmp/lastcall-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.copyItem(atPath: Self.staticProgram, toPath: root + "/lastcall-init")
    // There is no other program: it wraps another one of itself, whose command is not there.
    let outcome = try await PodProgram.run(
      [root, "/lastcall-init", "--timeout=5", "--", "/lastcall-init", "--", "/none"],
      program: PodProgram.executable("/usr/sbin/chroot")
    ) { _ in }
    #expect(outcome.exitCode == 127)
    #expect(outcome.lines.first?.hasPrefix("lastcall-init: cannot start /none: ") == true)
    #expect(outcome.lines.last == "/lastcall-init ended with exit code 127")
  }

  private static let staticProgram = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build-init/release/lastcall-init").path(percentEncoded: false)

  @Test(arguments: [
    (["--", "/no/such/program"], Int32(127), "lastcall-init: cannot start /no/such/program: "),
    ([], 64, "lastcall-init: a command is missing"),
    (["--timeout", "soon", "--", "true"], 64, "lastcall-init: --timeout soon: expected seconds"),
    (
      ["--rewrite", "TERM", "--", "true"], 64, "lastcall-init: --rewrite TERM: expected two signals"
    ),
    (
      ["--drain-on", "KILL", "--", "true"], 64,
      "lastcall-init: --drain-on KILL: expected signals that can"
    ),
    (["--bogus", "1", "--", "true"], 64, "lastcall-init: --bogus is unknown"),
    (
      ["--in-flight=prometheus", "--", "true"], 64,
      "lastcall-init: --in-flight prometheus: the port is"
    ),
    (
      ["--in-flight=json:80", "--", "true"], 64,
      "lastcall-init: --in-flight json:80: json has no count"
    ),
    (
      ["--in-flight=nginx:80/quitquitquit", "--", "true"], 64,
      "lastcall-init: --in-flight nginx:80/quit"
    ),
  ])
  func `what cannot be run is said`(arguments: [String], code: Int32, text: String) async throws {
    let outcome = try await PodProgram.run(
      arguments, program: PodProgram.executable(Self.initProgram)
    ) { _ in }
    #expect(outcome.exitCode == code)
    #expect(outcome.lines.first?.hasPrefix(text) == true, "\(outcome.lines)")
  }
}
