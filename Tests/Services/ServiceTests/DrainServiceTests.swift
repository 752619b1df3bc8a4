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
    init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }
    func run() async throws { try await body() }
  }

  private func controller(limit: Double = 60) throws -> DrainController {
    var configuration = DrainConfiguration()
    configuration.limit = .seconds(limit)
    configuration.log = { _ in }
    return try DrainController(configuration: configuration, signals: .manual)
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

  @Test func `one that ends by itself has the others drain: no pod goes on without its server`()
    async throws
  {
    let drain = try controller()
    let done = Done()
    try await run(
      drain, { try await work(drain, done) },
      { while drain.tasks.inFlight == 0 { await Task.yield() } }, { try await gracefulShutdown() })
    #expect(done.isSet)
    #expect(drain.status.cause == "end-of-a-service")
    #expect(await drain.waitUntilOver().kind == .drained)
  }

  @Test func `one whose end is to be ignored does not take the others with it`() async throws {
    struct Failure: Error {}
    let drain = try controller()
    let done = Done()
    let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: Scripted {}, successTerminationBehavior: .ignore),
      .init(service: Scripted { try await work(drain, done) }),
      .init(service: Scripted { throw Failure() }, failureTerminationBehavior: .ignore),
    ]
    let configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm], logger: Logger(label: "test"))
    async let running: Void = DrainService(drain: drain, configuration: configuration).run()
    while drain.tasks.inFlight == 0 { await Task.yield() }
    for _ in 0..<1000 { await Task.yield() }
    #expect(!drain.hasBegun)
    drain.receive(.term)
    try await running
    #expect(done.isSet)
    #expect(await drain.waitUntilOver().kind == .drained)
  }

  @Test func `what a group around it shuts down still takes work for the delay`() async throws {
    var configuration = DrainConfiguration()
    configuration.delay = .seconds(0.3)
    configuration.log = { _ in }
    let drain = try DrainController(configuration: configuration, signals: .none)
    let asked = Done()
    let inner = DrainService(
      drain: drain,
      services: [
        Scripted {
          try await gracefulShutdown()
          #expect(throws: WorkRefused()) { try drain.tasks.admit().end() }
          asked.set()
        }
      ], logger: Logger(label: "inner"))
    let outer = ServiceGroup(
      configuration: .init(
        services: [.init(service: inner, successTerminationBehavior: .ignore)],
        logger: Logger(label: "outer")))
    async let running: Void = outer.run()
    await outer.triggerGracefulShutdown()
    await drain.waitUntilDraining()
    try drain.tasks.admit().end()
    try await running
    #expect(asked.isSet)
    #expect(drain.status.cause == "graceful-shutdown")
    #expect(drain.status.elapsed >= .seconds(0.3))
  }

  @TaskLocal private static var trace = "none"

  @Test func `services have the task's values, as that of a tracer`() async throws {
    let drain = try controller()
    try await Self.$trace.withValue("trace 7") {
      try await run(drain) { #expect(Self.trace == "trace 7") }
    }
    #expect(await drain.waitUntilOver().kind == .drained)
  }

  @Test func `when all have ended the drain begins by itself`() async throws {
    let drain = try controller()
    try await run(drain, {}, {})
    #expect(await drain.waitUntilOver().exitCode == 0)
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
    #expect(await drain.waitUntilOver().exitCode == 1)
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
    #expect(await drain.waitUntilOver().exitCode == 75)
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
    #expect(await drain.waitUntilOver().exitCode == 1)
  }

  @Test func `with a drain that has begun before, nothing is started`() async throws {
    let drain = try controller()
    drain.begin(by: "http")
    try await run(drain) { Issue.record("it was started") }
    #expect(await drain.waitUntilOver().exitCode == 0)
  }

  private final class Done: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
  }
}
