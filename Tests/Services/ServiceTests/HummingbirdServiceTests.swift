import FoundationEssentials
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension ServiceTests {
  struct HummingbirdServiceTests {
    private static let service = "http://127.0.0.1:8080"
    private static let status = "http://127.0.0.1:8081/shutdown-status"

    private static func untilReady() async throws {
      let end = ContinuousClock.now + .seconds(60)
      while await get("\(service)/readyz") != "200" {
        try #require(ContinuousClock.now < end)
        await Task.yield()
      }
    }

    @Test func `under load it answers every request, and ends with 0`() async throws {
      let outcome = try await Service.run(
        "HummingbirdService", environment: ["LASTCALL_DELAY_SECONDS": "1"]
      ) { service in
        try await Self.untilReady()
        let load = Task { await Load.run(clients: 50, url: "\(Self.service)/hello/0.05") }
        try await Task.sleep(for: .seconds(1))
        service.signal(SIGTERM)
        while await get("\(Self.service)/readyz") == "200" { await Task.yield() }
        // Until the endpoints have heard.
        try await Task.sleep(for: .seconds(0.5))
        load.cancel()
        let seen = await load.value
        #expect(seen.failures == [])
        #expect(seen.answered + seen.refused == seen.asked)
        #expect(seen.answered > 100)
      }
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.last?.hasPrefix("drained after 1.") == true)
    }

    @Test func `a request that never ends is given up at the limit, and the log tells of it`()
      async throws
    {
      let environment = ["LASTCALL_GRACE_SECONDS": "8", "LASTCALL_DELAY_SECONDS": "1"]
      let outcome = try await Service.run("HummingbirdService", environment: environment) {
        service in
        try await Self.untilReady()
        let stuck = Task { await get("\(Self.service)/hello/3600") }
        let short = Task { await get("\(Self.service)/hello/1.5") }
        try await Task.sleep(for: .seconds(0.5))
        service.signal(SIGTERM)
        #expect(await short.value == "200")
        #expect(await get("\(Self.status)?wait=60") == "200")
        #expect(await stuck.value != "200")
      }
      #expect(outcome.exitCode == 75)
      #expect(outcome.lines.contains("still waiting, 1 in flight"))
      let last = try #require(outcome.lines.last { $0.hasPrefix("timed out after 3.0") })
      #expect(last.contains("1 in flight (1 request, the oldest for 3."))
    }
  }
}
