import Dispatch
import Glibc
import LastcallPod
import PodStatus
import Testing

/// Sends bytes to a port of this machine and returns everything that comes back.
private func exchange(_ port: UInt16, _ request: [UInt8]) -> String {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var limit = timeval(tv_sec: 5, tv_usec: 0)
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_port = port.bigEndian
  inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
  let connected = withUnsafeBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      connect(descriptor, $0.baseAddress, socklen_t(bytes.count))
    }
  }
  guard connected == 0 else { return "refused" }
  _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
  var received: [UInt8] = []
  var bytes = [UInt8](repeating: 0, count: 4096)
  while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
    received += bytes[..<count]
  }
  return String(decoding: received, as: UTF8.self)
}

private func get(_ server: StatusServer, _ target: String) -> String {
  exchange(server.port, Array("GET \(target) HTTP/1.1\r\nHost: pod\r\n\r\n".utf8))
}

private func status(_ answer: String) throws -> ShutdownStatus {
  let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
  return try ShutdownStatus(json: Array((parts.last ?? "").utf8))
}

private func server(_ tasks: TaskCounter, timeout: Double = 20) throws -> (
  StatusServer, DrainController
) {
  var settings = DrainController.Settings()
  settings.timeoutSeconds = timeout
  settings.log = { _ in }
  let drain = DrainController(tasks: tasks, settings: settings)
  let server = try StatusServer(drain: drain, address: "127.0.0.1", port: 0)
  try server.start()
  return (server, drain)
}

/// Blocks the thread that runs the calling task, as bad programs do.
private func block(on gate: DispatchSemaphore) {
  gate.wait()
}

@Suite struct StatusServerTests {
  @Test func `a read answers the contract and changes nothing`() throws {
    let tasks = TaskCounter()
    let (server, drain) = try server(tasks)
    _ = tasks.begin()
    for _ in 0..<3 {
      let answer = get(server, "/shutdown-status")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.contains("Content-Type: application/json\r\n"))
      let status = try status(answer)
      #expect(status.phase == .running)
      #expect(status.inFlight == 1)
      #expect(status.completed == 0)
      #expect(status.drainTimeoutSeconds == 20)
    }
    #expect(drain.isRunning)
  }

  @Test func `wait answers when the drain is over`() async throws {
    let tasks = TaskCounter()
    let (server, drain) = try server(tasks)
    let ticket = tasks.begin()
    async let waited = Task.detached { get(server, "/shutdown-status?wait=30") }.value
    // The plain read comes back while the other waits, on one thread.
    #expect(try status(get(server, "/shutdown-status")).phase == .running)
    drain.begin(by: "SIGTERM")
    tasks.end(ticket)
    let answer = await waited
    #expect(try status(answer).phase == .drained)
  }

  @Test func `wait answers when its seconds have passed`() throws {
    let (server, drain) = try server(TaskCounter())
    let begun = ContinuousClock.now
    #expect(try status(get(server, "/shutdown-status?wait=0.3")).phase == .running)
    #expect(ContinuousClock.now - begun >= .milliseconds(300))
    #expect(drain.isRunning)
  }

  @Test func `drain begins the drain, a plain read never does`() throws {
    let tasks = TaskCounter()
    _ = tasks.begin()
    let (server, drain) = try server(tasks)
    #expect(try status(get(server, "/shutdown-status?drain=0")).phase == .running)
    let status = try status(get(server, "/shutdown-status?drain=1&wait=0"))
    #expect(status.phase == .draining)
    #expect(status.signal == "http")
    #expect(!drain.isRunning)
  }

  @Test func `it answers while every thread of the concurrency pool is blocked`() throws {
    let (server, _) = try server(TaskCounter())
    let gate = DispatchSemaphore(value: 0)
    for _ in 0..<64 { Task.detached { block(on: gate) } }
    defer { for _ in 0..<64 { gate.signal() } }
    #expect(get(server, "/shutdown-status").hasPrefix("HTTP/1.1 200"))
  }

  @Test(arguments: [
    ("GET /other HTTP/1.1\r\n\r\n", "404"), ("POST /shutdown-status HTTP/1.1\r\n\r\n", "405"),
    ("GET /shutdown-status\r\n\r\n", "400"), ("GET shutdown-status HTTP/1.1\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/2.0\r\n\r\n", "400"), ("\u{16}\u{3}\u{1}\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "400"),
    ("GET /shutdown-status HTTP/1.1\r\nno colon\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=-1 HTTP/1.1\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=nan HTTP/1.1\r\n\r\n", "400"),
    ("GET /shutdown-status?wait=1e9 HTTP/1.1\r\n\r\n", "400"),
    ("GET /" + String(repeating: "x", count: 9000), "431"),
  ])
  func `anything but the one question is refused`(request: String, code: String) throws {
    let (server, drain) = try server(TaskCounter())
    #expect(exchange(server.port, Array(request.utf8)).hasPrefix("HTTP/1.1 \(code) "))
    #expect(drain.isRunning)
    #expect(get(server, "/shutdown-status").hasPrefix("HTTP/1.1 200"))
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let (server, _) = try server(TaskCounter())
    #expect(exchange(server.port, [0xff, 0xfe, 13, 10, 13, 10]).hasPrefix("HTTP/1.1 400 "))
  }

  @Test func `silent clients do not keep others from an answer`() throws {
    let (server, _) = try server(TaskCounter())
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    for _ in 0..<50 {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = server.port.bigEndian
      inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
      _ = withUnsafeBytes(of: &name) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) {
          connect(descriptor, $0.baseAddress, socklen_t(bytes.count))
        }
      }
      open.append(descriptor)
    }
    #expect(get(server, "/shutdown-status").hasPrefix("HTTP/1.1 200"))
  }

  @Test func `a port that is taken is said so`() throws {
    let (server, drain) = try server(TaskCounter())
    #expect {
      _ = try StatusServer(drain: drain, address: "127.0.0.1", port: server.port)
    } throws: {
      "\($0)" == "cannot listen on 127.0.0.1:\(server.port): Address already in use"
    }
  }
}
