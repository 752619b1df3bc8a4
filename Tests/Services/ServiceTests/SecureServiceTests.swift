import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A connection's own protocol.
enum Version: String, CaseIterable {
  case http1, http2

  var client: HTTPClient { clients[self] ?? plainClient }
}

/// A certificate of this test run, and its key.
private enum Certificate {
  private static let name = "/tmp/lastcall-tls-\(UInt32.random(in: .min ... .max))"
  static let files = ["\(name).crt", "\(name).key"]

  static func make() async throws -> Bool {
    let arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-subj", "/CN=localhost", "-days", "2", "-out", files[0], "-keyout", files[1],
    ]
    let result = try? await Subprocess.run(
      .name("openssl"), arguments: Arguments(arguments), output: .discarded, error: .discarded)
    return result?.terminationStatus.isSuccess == true
  }
}

private let clients = [Version.http1: client(.http1Only), .http2: client(.automatic)]

extension ServiceTests {
  @Suite(.enabled("openssl makes a certificate") { try await Certificate.make() })
  struct SecureServiceTests {
    private static let service = "https://127.0.0.1:8443"
    private static let status = "http://127.0.0.1:8081/shutdown-status"

    private static func run(
      _ version: Version, delay: String = "1",
      _ body: @escaping @Sendable (Service, HTTPClient) async throws -> Void
    ) async throws -> Service.Outcome {
      try await Service.run(
        "SecureService", Certificate.files, environment: ["LASTCALL_DELAY_SECONDS": delay]
      ) {
        service in
        let end = ContinuousClock.now + .seconds(60)
        while await get("\(Self.service)/readyz", over: version.client) != "200" {
          try #require(ContinuousClock.now < end)
          await Task.yield()
        }
        try await body(service, version.client)
      }
    }

    private static func contract() async throws -> String {
      let response = try await plainClient.execute(
        HTTPClientRequest(url: status), timeout: .seconds(60))
      return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }

    @Test(arguments: Version.allCases)
    func `under load it answers every request, and its connections close in their own way`(
      version: Version
    ) async throws {
      let outcome = try await Self.run(version) { service, client in
        let load = Task {
          await Load.run(clients: 30, url: "\(Self.service)/hello/0.05", over: client)
        }
        try await Task.sleep(for: .seconds(1))
        service.signal(SIGTERM)
        while await get("\(Self.service)/readyz", over: client) == "200" { await Task.yield() }
        // Until the endpoints have heard.
        try await Task.sleep(for: .seconds(0.5))
        load.cancel()
        let seen = await load.value
        #expect(seen.failures == [])
        #expect(seen.answered + seen.refused == seen.asked)
        #expect(seen.answered > 100)
      }
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.last?.hasPrefix("drained after 1.") == true, "\(outcome.lines)")
    }

    @Test(arguments: Version.allCases)
    func `a slow upload that has begun is taken to its end`(version: Version) async throws {
      let outcome = try await Self.run(version, delay: "0") { service, client in
        let (parts, upload) = AsyncStream.makeStream(of: ByteBuffer.self)
        var request = HTTPClientRequest(url: "\(Self.service)/upload")
        request.method = .POST
        request.body = .stream(parts, length: .unknown)
        let post = request
        let answer = Task {
          let response = try await client.execute(post, timeout: .seconds(60))
          return String(buffer: try await response.body.collect(upTo: 1000))
        }
        upload.yield(ByteBuffer(repeating: 1, count: 100_000))
        while !(try await Self.contract()).contains(#""inFlight":1"#) { await Task.yield() }
        service.signal(SIGTERM)
        for _ in 0..<10 {
          try await Task.sleep(for: .milliseconds(100))
          upload.yield(ByteBuffer(repeating: 1, count: 100_000))
        }
        upload.finish()
        #expect(try await answer.value == "1100000")
      }
      #expect(outcome.exitCode == 0)
    }

    @Test(arguments: Version.allCases)
    func `events are streams, however they were asked for, and say goodbye`(version: Version)
      async throws
    {
      let outcome = try await Self.run(version, delay: "0") { service, client in
        let streams = (0..<20).map { _ in
          Task {
            let response = try await client.execute(
              HTTPClientRequest(url: "\(Self.service)/events"), timeout: .seconds(60))
            return String(buffer: try await response.body.collect(upTo: 1 << 20))
          }
        }
        while !(try await Self.contract()).contains(#""streams":20"#) { await Task.yield() }
        service.signal(SIGTERM)
        for stream in streams {
          #expect(try await stream.value.hasSuffix("data: tick\n\ndata: bye\n\n"))
        }
      }
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.contains("received SIGTERM, draining, 20 in flight"))
    }
  }
}
