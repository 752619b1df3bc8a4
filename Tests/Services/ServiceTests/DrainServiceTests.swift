import LastcallPod
import LastcallServiceLifecycle
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// Services that end in unusual ways, in this process and without signals.
struct DrainServiceTests {
  private struct Failure: Error {}

  /// A service that does what a test says.
  private struct Scripted: ServiceLifecycle.Service {
    var body: @Sendable () async throws -> Void
    func run() async throws { try await body() }
  }

  private func controller(limit: Double = 60) throws -> DrainController {
    var settings = DrainSettings()
    settings.signals = []
    settings.timeoutSeconds = limit
    settings.log = { _ in }
    return try DrainController(settings: settings)
  }

  private func run(_ drain: DrainController, _ bodies: @Sendable () async throws -> Void...)
    async throws
  {
    try await DrainService(
      drain: drain, services: bodies.map(Scripted.init), logger: Logger(label: "test")
    ).run()
  }

  /// Works on, and holds a task until it is told to end and half a second more.
  private func work(_ drain: DrainController, _ done: Done) async throws {
    try await drain.tasks.withTask {
      try await gracefulShutdown()
      try await Task.sleep(for: .milliseconds(500))
    }
    done.set()
  }

  @Test func `one that ends by itself does not take the others with it`() async throws {
    let drain = try controller()
    let done = Done()
    async let running: Void = run(drain, {}, { try await work(drain, done) }, {})
    while drain.tasks.inFlight == 0 { await Task.yield() }
    drain.begin(by: "http")
    try await running
    #expect(done.isSet)
    #expect(await drain.untilOver() == 0)
  }

  @Test func `when all have ended the drain begins by itself`() async throws {
    let drain = try controller()
    try await run(drain, {}, {})
    #expect(await drain.untilOver() == 0)
  }

  @Test func `one that fails has the others drain, and the exit code tells`() async throws {
    let drain = try controller()
    let done = Done()
    await #expect(throws: Failure.self) {
      try await run(
        drain, { try await work(drain, done) },
        {
          while drain.tasks.inFlight == 0 { await Task.yield() }
          throw Failure()
        })
    }
    #expect(done.isSet)
    #expect(await drain.untilOver() == 1)
  }

  @Test func `what comes of being cancelled at the limit is no error`() async throws {
    let drain = try controller(limit: 0.5)
    async let running: Void = run(drain) {
      try await drain.tasks.withTask {
        do { try await Task.sleep(for: .seconds(3600)) } catch { throw Failure() }
      }
    }
    while drain.tasks.inFlight == 0 { await Task.yield() }
    drain.begin(by: "http")
    try await running
    #expect(await drain.untilOver() == 75)
  }

  @Test func `a cancellation from outside is told by the exit code`() async throws {
    let drain = try controller()
    let running = Task {
      try await run(drain) {
        try await drain.tasks.withTask { try await Task.sleep(for: .seconds(3600)) }
      }
    }
    while drain.tasks.inFlight == 0 { await Task.yield() }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    #expect(await drain.untilOver() == 1)
  }

  @Test func `with a drain that has begun before, nothing is started`() async throws {
    let drain = try controller()
    drain.begin(by: "http")
    try await run(drain) { Issue.record("it was started") }
    #expect(await drain.untilOver() == 0)
  }

  private final class Done: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
  }
}
