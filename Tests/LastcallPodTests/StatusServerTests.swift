import CLibrary
import Dispatch
import LastcallPod
import PodStatus
import Testing

private func server(
  _ tasks: TaskCounter, timeout: Double = 20, drainHeader: String? = nil,
  drainsOnLocalPost: Bool = false
) throws -> (StatusServer, DrainController) {
  var configuration = DrainConfiguration()
  configuration.limit = .seconds(timeout)
  configuration.log = { _ in }
  let drain = try DrainController(configuration: configuration, tasks: tasks, signals: .none)
  let server = try StatusServer(
    drain: drain, address: "127.0.0.1", port: 0, drainHeader: drainHeader,
    drainsOnLocalPost: drainsOnLocalPost)
  return (server, drain)
}

/// Blocks the thread that runs the calling task, as bad programs do.
private func block(on gate: DispatchSemaphore) {
  gate.wait()
}

@Suite struct StatusServerTests {
  private static let request = Array("GET /shutdown-status HTTP/1.1\r\nHost: pod\r\n\r\n".utf8)

  @Test func `a read answers the contract and changes nothing`() async throws {
    let tasks = TaskCounter()
    let (server, drain) = try server(tasks)
    _ = tasks.enter()
    for _ in 0..<3 {
      let answer = await get(server.port, "/shutdown-status")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.contains("Content-Type: application/json\r\n"))
      let status = try status(answer)
      #expect(status.phase == .running)
      #expect(status.inFlight == 1)
      #expect(status.completed == 0)
      #expect(status.drainTimeoutSeconds == 20)
    }
    #expect(!drain.hasBegun)
  }

  @Test func `wait answers when the drain is over`() async throws {
    let tasks = TaskCounter()
    let (server, drain) = try server(tasks)
    let ticket = tasks.begin()
    async let waited = get(server.port, "/shutdown-status?wait=30")
    // The plain read comes back while the other waits, on one thread.
    #expect(try await status(get(server.port, "/shutdown-status")).phase == .running)
    drain.begin(by: "SIGTERM")
    ticket.end()
    let answer = await waited
    #expect(try status(answer).phase == .drained)
  }

  @Test func `wait answers when its seconds have passed`() async throws {
    let (server, drain) = try server(TaskCounter())
    let begun = ContinuousClock.now
    #expect(try await status(get(server.port, "/shutdown-status?wait=0.3")).phase == .running)
    #expect(ContinuousClock.now - begun >= .milliseconds(300))
    #expect(!drain.hasBegun)
  }

  @Test func `with its header a GET begins the drain, a plain read never does`() async throws {
    let tasks = TaskCounter()
    _ = tasks.enter()
    let (server, drain) = try server(tasks, drainHeader: "preStop")
    #expect(try await status(get(server.port, "/shutdown-status?drain=0")).phase == .running)
    for field in ["Lastcall-Drain: prestop", "Lastcall-Drain:", "Lastcall-Drains: preStop", "A: b"]
    {
      let answer = await get(server.port, "/shutdown-status?drain=1&wait=0", field)
      #expect(answer.hasPrefix("HTTP/1.1 403 "))
    }
    #expect(!drain.hasBegun)
    let status = try await status(
      get(server.port, "/shutdown-status?drain=1&wait=0", "lastcall-drain: preStop "))
    #expect(status.phase == .draining)
    #expect(status.signal == "http")
    #expect(drain.hasBegun)
  }

  @Test(arguments: ["", "Lastcall-Drain:", "Lastcall-Drain: preStop"])
  func `unless it was told so, no request begins the drain`(field: String) async throws {
    let (server, drain) = try server(TaskCounter())
    for method in ["GET", "POST"] {
      let lines = "Host: pod\r\n" + (field.isEmpty ? "" : field + "\r\n")
      let request = "\(method) /shutdown-status?drain=1 HTTP/1.1\r\n\(lines)\r\n"
      #expect(exchange(server.port, Array(request.utf8)).hasPrefix("HTTP/1.1 403 "))
    }
    #expect(!drain.hasBegun)
  }

  @Test func `a POST from this machine begins the drain where that was asked for`() async throws {
    let (server, drain) = try server(TaskCounter(), drainsOnLocalPost: true)
    func post(_ field: String, query: String = "?drain=1") -> String {
      let request = "POST /shutdown-status\(query) HTTP/1.1\r\nHost: pod\r\n\(field)\r\n"
      return String(exchange(server.port, Array(request.utf8)).prefix(12))
    }
    // As a page in a browser of this machine would send it.
    #expect(post("Origin: http://shop.example\r\n") == "HTTP/1.1 403")
    #expect(post("", query: "") == "HTTP/1.1 405")
    #expect(await get(server.port, "/shutdown-status?drain=1").hasPrefix("HTTP/1.1 403"))
    #expect(!drain.hasBegun)
    #expect(post("Content-Length: 0\r\n") == "HTTP/1.1 200")
    #expect(drain.hasBegun)
  }

  @Test func `it answers while every thread of the concurrency pool is blocked`() throws {
    let (server, _) = try server(TaskCounter())
    let gate = DispatchSemaphore(value: 0)
    for _ in 0..<64 { Task.detached { block(on: gate) } }
    defer { for _ in 0..<64 { gate.signal() } }
    #expect(exchange(server.port, Self.request).hasPrefix("HTTP/1.1 200"))
  }

  @Test(arguments: [
    ("GET /other HTTP/1.1\r\nHost: pod\r\n\r\n", "404"),
    ("POST /shutdown-status HTTP/1.1\r\nHost: pod\r\n\r\n", "405"),
    ("PUT /shutdown-status HTTP/1.1\r\nHost: pod\r\n\r\n", "405"),
    ("GET /shutdown-status\r\n\r\n", "400"),
    ("GET shutdown-status HTTP/1.1\r\nHost: pod\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/2.0\r\n\r\n", "400"), ("\u{16}\u{3}\u{1}\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nHost: pod\r\nContent-Length: 5\r\n\r\nhello", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nHost: pod\r\nTransfer-Encoding: chunked\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nHost: pod\r\nno colon\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=-1 HTTP/1.1\r\nHost: pod\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=nan HTTP/1.1\r\nHost: pod\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=1e9 HTTP/1.1\r\nHost: pod\r\n\r\n", "400"),
    ("GET /" + String(repeating: "x", count: 9000), "431"),
  ])
  func `anything but the one question is refused`(request: String, code: String) async throws {
    let (server, drain) = try server(TaskCounter())
    #expect(exchange(server.port, Array(request.utf8)).hasPrefix("HTTP/1.1 \(code) "))
    #expect(!drain.hasBegun)
    #expect(await get(server.port, "/shutdown-status").hasPrefix("HTTP/1.1 200"))
  }

  @Test func `bytes that are not UTF-8 are refused`() async throws {
    let (server, _) = try server(TaskCounter())
    #expect(exchange(server.port, [0xff, 0xfe, 13, 10, 13, 10]).hasPrefix("HTTP/1.1 400 "))
  }

  @Test func `a thousand silent clients do not keep others from an answer`() throws {
    let (server, _) = try server(TaskCounter())
    let open = (0..<1000).map { _ in connection(server.port) }
    defer { for descriptor in open where descriptor >= 0 { close(descriptor) } }
    #expect(open.allSatisfy { $0 >= 0 })
    let begun = ContinuousClock.now
    #expect(exchange(server.port, Self.request).hasPrefix("HTTP/1.1 200"))
    // Without making room it would take the five seconds a silent client has.
    #expect(ContinuousClock.now - begun < .seconds(4))
  }

  @Test func `a request in single bytes is answered like another`() async throws {
    let (server, _) = try server(TaskCounter())
    let descriptor = connection(server.port)
    defer { close(descriptor) }
    for byte in "GET /shutdown-status HTTP/1.1\r\nHost: pod\r\n\r\n".utf8 {
      _ = write(descriptor, [byte], 1)
    }
    var bytes = [UInt8](repeating: 0, count: 12)
    #expect(recv(descriptor, &bytes, bytes.count, Int32(MSG_WAITALL)) == 12)
    #expect(String(decoding: bytes, as: UTF8.self) == "HTTP/1.1 200")
  }

  @Test func `metrics are in Prometheus' text format`() async throws {
    let tasks = TaskCounter()
    let (server, _) = try server(tasks)
    // A scraper's first look has each series, too: what comes later is a rise from 0.
    let first = await get(server.port, "/metrics")
    #expect(first.contains(#"lastcall_task_duration_seconds_bucket{le="0.1"} 0"#))
    for kind in TaskKind.allCases { _ = tasks.enter(kind) }
    tasks.begin().end()
    let answer = await get(server.port, "/metrics")
    #expect(answer.contains("Content-Type: text/plain; version=0.0.4\r\n"))
    let lines = answer.split(separator: "\r\n\r\n").last?.split(separator: "\n") ?? []
    #expect(lines.contains("# TYPE http_server_active_requests gauge"))
    #expect(lines.contains("http_server_active_requests 2"))
    #expect(lines.contains(#"lastcall_tasks_in_flight{kind="job"} 1"#))
    #expect(lines.contains(#"lastcall_phase{phase="running"} 1"#))
    #expect(lines.contains(#"lastcall_task_duration_seconds_bucket{le="0.1"} 1"#))
    #expect(lines.contains(#"lastcall_task_duration_seconds_bucket{le="+Inf"} 1"#))
    #expect(lines.contains("lastcall_task_duration_seconds_count 1"))
    let sample = /[a-z_]+(?:\{[a-z]+="[^"]*"\})? [0-9.e+-]+/
    #expect(lines.allSatisfy { $0.hasPrefix("# ") || $0.wholeMatch(of: sample) != nil })
  }

  @Test(arguments: ["/shutdown-status", "/metrics"])
  func `a HEAD is answered as a GET, without the body`(path: String) async throws {
    let (server, _) = try server(TaskCounter())
    let head = exchange(server.port, Array("HEAD \(path) HTTP/1.1\r\nHost: pod\r\n\r\n".utf8))
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(head.hasSuffix("\r\n\r\n"))
    let body = try #require(await get(server.port, path).split(separator: "\r\n\r\n").last)
    #expect(head.contains("Content-Length: \(body.utf8.count)\r\n"))
    let drain = "HEAD \(path)?drain=1&wait=0 HTTP/1.1\r\nHost: pod\r\n\r\n"
    #expect(
      exchange(server.port, Array(drain.utf8)).hasPrefix(
        "HTTP/1.1 \(path == "/metrics" ? 200 : 403) "))
  }

  @Test func `a port that is taken is said so`() async throws {
    let (server, drain) = try server(TaskCounter())
    #expect {
      _ = try StatusServer(drain: drain, address: "127.0.0.1", port: server.port)
    } throws: {
      "\($0)" == "cannot listen on 127.0.0.1:\(server.port): Address already in use"
    }
  }
}
