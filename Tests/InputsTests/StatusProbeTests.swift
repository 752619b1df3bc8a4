import PodStatus
import ShutdownModel
import Testing
import Time

@testable import Inputs

@Suite(.timeLimit(.minutes(5))) struct StatusProbeTests {
  /// Readings of a server that has these paths and no other, and what it was asked.
  private func probe(
    _ bodies: [String: String], path: String = "/", mapping: StatusMapping = StatusMapping()
  ) async throws -> (readings: [StatusProbe.Reading], asked: [String]) {
    try await ScriptedServer.answering({ request in
      guard let body = bodies[request.target] else { return [.answer("none", status: 404)] }
      return [.answer(body)]
    }).run { server in
      let probe = StatusProbe(
        try AttachURL(server.url, path: path), isExact: path != "/", mapping: mapping,
        clock: LocalClock(start: Instant(seconds: 1000)))
      return (try await probe.run(), server.requests.map(\.target))
    }
  }

  private static let nginx =
    "Active connections: 2 \nserver accepts handled requests\n 2 2 2 \n"
    + "Reading: 0 Writing: 2 Waiting: 0 \n"

  @Test func `every path that a kind has is asked once, and none that begins a drain`() async throws
  {
    let (readings, asked) = try await probe(["/nginx_status": Self.nginx])
    #expect(asked.count == Set(asked).count)
    #expect(Set(asked) == Set(StatusKind.allCases.flatMap(\.paths)))
    for path in asked { #expect(throws: Never.self) { try StatusAddress.path(path) } }
    let fitting = readings.filter { $0.status != nil }
    #expect(fitting.map(\.path) == ["/nginx_status"])
    #expect(readings.best?.kind == .nginx)
    #expect(readings.best?.status == ShutdownStatus.untilDrain(inFlight: 1))
    #expect(readings.filter(\.isFound).map(\.kind) == [.nginx])
  }

  @Test func `a URL with a path is asked for it alone, as every kind`() async throws {
    let mapping = StatusMapping(inFlight: JSONPointer("/busy"))
    let (readings, asked) = try await probe(
      ["/jobs?x=1": #"{"busy":3}"#], path: "/jobs?x=1", mapping: mapping)
    #expect(asked == ["/jobs?x=1"])
    #expect(readings.map(\.kind) == StatusKind.allCases)
    #expect(readings.filter { $0.status != nil }.map(\.kind) == [.json, .text])
    #expect(readings.best?.kind == .json)
  }

  @Test func `a count goes before a word, and what only one server says before the rest`()
    async throws
  {
    let gauge = "# TYPE caddy_http_requests_in_flight gauge\ncaddy_http_requests_in_flight 4\n"
    let caddy = try await probe(["/metrics": gauge, "/ready": "ok"]).readings
    #expect(caddy.best?.kind == .caddy)
    #expect(caddy.best?.status?.inFlight == 4)
    let ready = try await probe(["/ready": "ok"]).readings
    #expect(ready.best?.kind == .text)
    #expect(try await probe(["/": "<html>"]).readings.best == nil)
  }

  @Test func `a server that closes its connection is asked for the next path`() async throws {
    let readings = try await ScriptedServer.answering({ request in
      request.target == "/shutdown-status" ? [.close] : [.answer(Self.nginx)]
    }).run { server in
      try await StatusProbe(
        try AttachURL(server.url, path: "/"), isExact: false, mapping: StatusMapping(),
        clock: LocalClock(start: Instant(seconds: 1000))
      ).run()
    }
    #expect(readings.best?.kind == .nginx)
    #expect(
      readings.first { $0.kind == .lastcall }?.result
        == .failure(ShutdownStatus.Malformed("the connection was closed")))
  }

  @Test(arguments: ["/wait-for-drain", "/shutdown-status?drain=1", "/quitquitquit", "/%64rain"])
  func `a URL whose reading may begin a drain is nothing to ask`(path: String) throws {
    let error = try #require(throws: AttachURLError.self) { try AttachURL("localhost:8022" + path) }
    #expect(error.description.contains("may begin a drain"))
  }
}
