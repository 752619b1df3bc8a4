import Configuration
import InMemoryLogging
import LastcallPod
import Logging
import MetricsTestKit
import Testing

/// The library beside swift-log, swift-metrics and swift-configuration.
struct EcosystemTests {
  @Test func `a logger has the lines in their order, warnings as such`() async throws {
    let handler = InMemoryLogHandler()
    let logger = Logger(label: "test") { _ in handler }
    var configuration = DrainConfiguration(variables: {
      $0 == DrainConfiguration.delayVariable ? "soon" : nil
    })
    configuration.log(to: logger)
    let drain = try DrainController(configuration: configuration, signals: .manual)
    drain.receive(.term)
    #expect(await drain.waitUntilOver().kind == .drained)
    while handler.entries.count < 3 { await Task.yield() }
    let entries = handler.entries
    #expect(entries.map(\.level) == [.warning, .notice, .notice])
    #expect(
      entries.first?.message
        == "LASTCALL_DELAY_SECONDS is \"soon\", no number of seconds: it is not used")
    #expect(entries[1].message == "received SIGTERM, draining, 0 in flight")
    #expect("\(entries[2].message)".hasPrefix("drained after "))
  }

  @Test func `metrics tell what is in flight, and how long tasks took`() throws {
    let metrics = TestMetrics()
    let tasks = TaskCounter()
    tasks.report(to: metrics)
    tasks.begin().end()
    let ticket = tasks.begin(.job)
    let kind = { (kind: TaskKind) in [("kind", "\(kind)")] }
    #expect(try metrics.expectMeter("lastcall_tasks_in_flight", kind(.request)).lastValue == 0)
    #expect(try metrics.expectMeter("lastcall_tasks_in_flight", kind(.job)).lastValue == 1)
    #expect(try metrics.expectTimer("lastcall_task_duration", kind(.request)).values.count == 1)
    ticket.end()
    #expect(try metrics.expectMeter("lastcall_tasks_in_flight", kind(.job)).lastValue == 0)
  }

  @Test func `a reader's keys are those of the variables`() {
    let provider = InMemoryProvider(values: [
      "lastcall.grace.seconds": 60, "lastcall.delay.seconds": 2.5,
      "lastcall.drain.signals": "HUP", "lastcall.quiet.seconds": "1",
    ])
    let configuration = DrainConfiguration(config: ConfigReader(provider: provider))
    #expect(configuration.gracePeriod == .seconds(60))
    #expect(configuration.limit == .seconds(55))
    #expect(configuration.delay == .seconds(2.5))
    #expect(configuration.quietTime == .seconds(1))
    #expect(configuration.drainSignals == [.hup])
  }
}
