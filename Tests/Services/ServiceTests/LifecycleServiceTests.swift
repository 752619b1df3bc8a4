import FoundationEssentials
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension ServiceTests {
  struct LifecycleServiceTests {
    @Test func `every job that was taken is finished, and it ends with 0`() async throws {
      let outcome = try await Service.run("LifecycleService") { service in
        try await Task.sleep(for: .seconds(1))
        service.signal(SIGTERM)
      }
      #expect(outcome.exitCode == 0)
      let taken = outcome.numbers(after: "took ")
      #expect(taken.count > 20)
      #expect(Set(outcome.numbers(after: "done ")) == Set(taken))
      #expect(outcome.lines.contains { $0.hasPrefix("received SIGTERM, draining, ") })
      #expect(outcome.lines.last?.hasPrefix("drained after ") == true)
    }

    @Test func `a job that never ends is given up at the limit, and the log tells of it`()
      async throws
    {
      let environment = ["LASTCALL_GRACE_SECONDS": "7", "STUCK": "1"]
      let outcome = try await Service.run("LifecycleService", environment: environment) {
        service in
        try await Task.sleep(for: .seconds(1))
        service.signal(SIGHUP)
        try await Task.sleep(for: .seconds(0.05))
        service.signal(SIGTERM)
      }
      #expect(outcome.exitCode == 75)
      let taken = outcome.numbers(after: "took ")
      #expect(Set(taken).subtracting(outcome.numbers(after: "done ")) == [0])
      let last = try #require(outcome.lines.last { $0.hasPrefix("timed out after 2.0") })
      #expect(last.contains("1 in flight (1 job, the oldest for "))
    }
  }
}
