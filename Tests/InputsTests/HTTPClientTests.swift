import NIOCore
import NIOPosix
import ShutdownModel
import Synchronization
import Testing
import Time

@testable import Inputs

@Suite(.timeLimit(.minutes(5))) struct HTTPClientTests {
  private let clock = LocalClock(start: Instant(seconds: 1000))

  @Test func `a connection is used again for the next request`() async throws {
    try await ScriptedServer.answering({ [.answer("to \($0.path)")] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      for path in ["/a", "/b", "/c"] {
        let response = try await client.ask(path)
        #expect(String(decoding: response.body, as: UTF8.self) == "to \(path)")
      }
      #expect(server.requests.map(\.connection) == [0, 0, 0])
    }
  }

  @Test func `requests at the same time get a connection each`() async throws {
    let gate = Gate(2)
    try await ScriptedServer.answering({ request in
      await gate.pass()
      return [.answer(request.path)]
    }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      async let one = client.ask("/one")
      async let two = client.ask("/two")
      let bodies = try await [one, two].map { String(decoding: $0.body, as: UTF8.self) }
      #expect(bodies == ["/one", "/two"])
      #expect(Set(server.requests.map(\.connection)).count == 2)
    }
  }

  @Test func `an answer that says so closes its connection`() async throws {
    let moves = [ScriptedServer.Move.answer("", headers: ["Connection: close"]), .close]
    try await ScriptedServer.answering({ _ in moves }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      for _ in 0..<2 { _ = try await client.ask("/") }
      #expect(server.requests.map(\.connection) == [0, 1])
    }
  }

  @Test func `a kept connection the server has closed is replaced without a word`() async throws {
    try await ScriptedServer.answering({ [.answer($0.path), .close] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      for path in ["/a", "/b", "/c"] {
        let response = try await client.ask(path)
        #expect(response.head.status == 200)
      }
    }
  }

  @Test func `a server that says nothing is given up in time`() async throws {
    try await ScriptedServer.answering({ _ in [.hang] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      await #expect(throws: HTTPError.timedOut) {
        try await client.get("/", timeout: .milliseconds(50))
      }
    }
  }

  @Test func `an answer that stops in its middle is given up in time`() async throws {
    let half = ScriptedServer.Move.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    try await ScriptedServer.answering({ _ in [half, .hang] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      await #expect(throws: HTTPError.timedOut) {
        try await client.get("/", timeout: .milliseconds(50))
      }
    }
  }

  @Test func `a body longer than allowed is refused, one just as long is not`() async throws {
    try await ScriptedServer.answering({ _ in [.answer("0123456789")] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      let allowed = try await client.ask("/", bodyLimit: 10)
      #expect(allowed.body.count == 10)
      await #expect(throws: HTTPError.malformed("the answer is longer than 9 bytes")) {
        try await client.ask("/", bodyLimit: 9)
      }
      // The connection with the rest of the refused body is not used for another answer.
      let after = try await client.ask("/")
      #expect(after.body.count == 10)
    }
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
  ]) func `a connection that ends before the answer does is closed`(said: String) async throws {
    try await ScriptedServer.answering({ _ in [.text(said), .close] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      await #expect(throws: HTTPError.closed) {
        try await client.get("/", timeout: .seconds(60))
      }
      await #expect(throws: HTTPError.closed) { try await client.lines("/") }
    }
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/1.1 abc OK\r\n\r\n", "\u{15}\u{3}\u{1}\r\n\r\n",
  ])
  func `what is not HTTP is malformed`(said: String) async throws {
    try await ScriptedServer.answering({ _ in [.text(said), .hang] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      await #expect(throws: HTTPError.malformed("the answer is not HTTP")) {
        try await client.ask("/")
      }
      await #expect(throws: HTTPError.malformed("the answer is not HTTP")) {
        try await client.lines("/")
      }
    }
  }

  @Test func `nobody listening is refused`() async throws {
    try await ScriptedServer.answering({ _ in [.hang] }).run { server in
      guard case .tcp(let host, let port) = server.base else {
        Issue.record("\(server.base) is no port")
        return
      }
      // The port is this connection's as long as the test runs: nobody else can listen on it.
      let held = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(to: SocketAddress(ipAddress: host, port: 0))
        .connect(host: host, port: port).get()
      let taken = try #require(held.localAddress?.port)
      for base in [.tcp(host: host, port: taken), HTTPBase.socket(path: "/tmp/lastcall-nobody")] {
        let client = HTTPClient(base: base, clock: clock)
        await #expect(throws: HTTPError.refused) { try await client.ask("/") }
        await #expect(throws: HTTPError.refused) { try await client.lines("/") }
      }
      try await held.close()
    }
  }

  @Test func `a stream is cut into lines wherever its chunks end`() async throws {
    let moves: [ScriptedServer.Move] = [
      .streamHead(), .chunk("one\ntw"), .chunk("o\n"), .chunk("\nlast"), .streamEnd,
    ]
    try await ScriptedServer.answering({ _ in moves }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      let lines = try await client.lines("/")
      #expect(lines == ["one", "two", "", "last"])
    }
  }

  @Test func `a line longer than the limit is cut and the next is whole`() async throws {
    let long = String(repeating: "x", count: 10 << 20)
    let moves: [ScriptedServer.Move] = [.streamHead(), .chunk(long + "\nnext\n"), .streamEnd]
    try await ScriptedServer.answering({ _ in moves }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      var lines: [HTTPLine] = []
      try await client.stream("/") { _ in
      } receive: {
        lines.append($0)
      }
      #expect(lines.map(\.isCut) == [true, false])
      #expect(lines.map(\.bytes.count) == [8 << 20, 4])
    }
  }

  @Test func `a stream that falls silent times out, one that is only slow to begin too`()
    async throws
  {
    let scripts: [[ScriptedServer.Move]] = [[.hang], [.streamHead(), .chunk("one\n"), .hang]]
    for script in scripts {
      try await ScriptedServer.answering({ _ in script }).run { server in
        let client = HTTPClient(base: server.base, clock: clock)
        await #expect(throws: HTTPError.timedOut) {
          try await client.stream(
            "/", headTimeout: .milliseconds(50), idleTimeout: .milliseconds(50)
          ) { _ in
          } receive: { _ in
          }
        }
      }
    }
  }

  @Test func `a cancelled request ends at once and leaks nothing`() async throws {
    try await ScriptedServer.answering({ $0.path == "/hang" ? [.hang] : [.answer("")] }).run {
      server in
      let client = HTTPClient(base: server.base, clock: clock)
      let before = Task { try await client.ask("/hang") }
      before.cancel()
      await #expect(throws: CancellationError.self) { try await before.value }
      // Over a kept connection as well.
      _ = try await client.ask("/")
      let kept = Task { try await client.ask("/hang") }
      kept.cancel()
      await #expect(throws: CancellationError.self) { try await kept.value }
    }
  }

  @Test func `the head carries the server's date and both of our times`() async throws {
    let date = "Date: Tue, 24 Nov 2026 00:29:19 GMT"
    try await ScriptedServer.answering({ _ in [.answer("", headers: [date])] }).run { server in
      let client = HTTPClient(base: server.base, clock: clock)
      let head = try await client.ask("/").head
      #expect(head.date == Instant(rfc3339: "2026-11-24T00:29:19Z"))
      #expect(head.sent <= head.received)
      #expect(head.sent >= Instant(seconds: 1000))
    }
  }

  @Test(arguments: [
    "Tue, 24 Nov 2026 00:29:19 GMT": true, "Tue, 24 Nov 2026 00:29:19 CET": false,
    "Tuesday, 24-Nov-26 00:29:19 GMT": false, "Tue, 99 Nov 2026 00:29:19 GMT": false, "": false,
  ]) func `only a date in the one form servers send is read`(text: String, isRead: Bool) {
    #expect((Instant(httpDate: text) != nil) == isRead)
  }
}

extension HTTPClient {
  /// Asks with more patience than any busy machine needs.
  func ask(_ path: String, bodyLimit: Int = 64 << 20) async throws -> HTTPResponse {
    try await get(path, timeout: .seconds(60), bodyLimit: bodyLimit)
  }

  /// A whole stream as text.
  func lines(_ path: String) async throws -> [String] {
    var lines: [String] = []
    try await stream(path, headTimeout: .seconds(60)) { _ in
    } receive: {
      lines.append(String(decoding: $0.bytes, as: UTF8.self))
    }
    return lines
  }
}

/// Lets nobody pass until so many have come.
final class Gate: Sendable {
  private let state: Mutex<(missing: Int, waiting: [CheckedContinuation<Void, Never>])>

  init(_ count: Int) {
    state = Mutex((count, []))
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let leaving = state.withLock { state in
        state.missing -= 1
        state.waiting.append(continuation)
        guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in leaving { continuation.resume() }
    }
  }
}
