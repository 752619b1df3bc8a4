import CLibrary
import LastcallPod
import Synchronization
import Testing

final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private func controller(
  _ tasks: TaskCounter, timeout: Double = 5, lines: Lines = Lines()
) throws -> DrainController {
  var configuration = DrainConfiguration()
  configuration.limit = .seconds(timeout)
  configuration.timedOutExitCode = 9
  configuration.log = { lines.add($0) }
  return try DrainController(configuration: configuration, tasks: tasks, signals: .none)
}

@Suite struct DrainControllerTests {
  @Test func `with nothing in flight a drain is over at once and the exit code is 0`() throws {
    let drain = try controller(TaskCounter())
    #expect(!drain.hasBegun)
    #expect(drain.status.phase == .running)
    #expect(drain.status.cause == nil)
    drain.begin(by: "SIGTERM")
    #expect(drain.blockUntilOver().kind == .drained)
    #expect(drain.status.phase == .drained)
    #expect(drain.status.cause == "SIGTERM")
    #expect(drain.hasBegun)
  }

  @Test func `it is drained when the last task ends, though others came meanwhile`() throws {
    let tasks = TaskCounter()
    let drain = try controller(tasks)
    let first = tasks.begin()
    drain.begin(by: "SIGHUP")
    let late = tasks.begin()
    first.end()
    #expect(drain.status.phase == .draining)
    #expect(drain.status.inFlight == 1)
    late.end()
    #expect(drain.blockUntilOver().kind == .drained)
    #expect(drain.status.phase == .drained)
  }

  @Test func `it gives up at its limit and its exit code says so`() throws {
    let tasks = TaskCounter()
    let lines = Lines()
    let drain = try controller(tasks, timeout: 1.2, lines: lines)
    let ticket = tasks.begin()
    drain.begin(by: "SIGTERM")
    drain.begin(by: "SIGTERM")
    #expect(drain.blockUntilOver().exitCode == 9)
    #expect(drain.status.phase == .timedOut)
    #expect(drain.status.inFlight == 1)
    #expect((.seconds(1.2)..<Duration.seconds(1.9)).contains(drain.status.elapsed))
    #expect(lines.all.count == 4)
    #expect(
      lines.all.prefix(3) == [
        "received SIGTERM, draining, 1 in flight",
        "received SIGTERM during the drain, going on, 1 in flight",
        "still waiting, 1 in flight",
      ])
    #expect(lines.all.last?.hasPrefix("timed out after 1.2") == true)
    ticket.end()
    #expect(drain.status.phase == .timedOut)
  }

  @Test func `new work is refused after the delay, and the drain waits for the hook`() async throws
  {
    let lines = Lines()
    let tasks = TaskCounter()
    var configuration = DrainConfiguration()
    configuration.delay = .seconds(0.3)
    configuration.limit = .seconds(60)
    configuration.log = { lines.add($0) }
    let (refused, inform) = AsyncStream.makeStream(of: Bool.self)
    let (release, letGo) = AsyncStream.makeStream(of: Never.self)
    configuration.onRefuse = {
      inform.yield(tasks.enterUnlessRefused() == nil)
      for await _ in release {}
    }
    let drain = try DrainController(configuration: configuration, tasks: tasks, signals: .none)
    drain.begin(by: "http")
    let place = try #require(tasks.enterUnlessRefused())
    #expect(await refused.first { _ in true } == true)
    tasks.leave(place)
    #expect(drain.status.phase == .draining)
    letGo.finish()
    #expect(await drain.waitUntilOver().exitCode == 0)
    #expect(drain.status.elapsed >= .seconds(0.3))
  }

  @Test func `a hook that never returns is named at the limit`() throws {
    let lines = Lines()
    var configuration = DrainConfiguration()
    configuration.limit = .seconds(0.2)
    configuration.log = { lines.add($0) }
    configuration.onRefuse = { for await _ in AsyncStream<Never>.makeStream().stream {} }
    let drain = try DrainController(configuration: configuration, signals: .none)
    drain.begin(by: "http")
    #expect(drain.blockUntilOver().exitCode == 75)
    #expect(lines.all.last?.hasSuffix(", 0 in flight, onRefuse has not returned") == true)
  }

  @Test func `what began it is no signal unless it is given as one`() throws {
    // A child that got SIGSTOP would never end.
    let drain = try controller(TaskCounter(), timeout: 60)
    _ = try drain.startChild(["/bin/sh", "-c", "sleep 100"])
    drain.begin(by: "stop")
    let outcome = drain.blockUntilOver()
    #expect(outcome.kind == .childFailed(.killed(.term)))
    #expect(outcome.exitCode == 128 + SIGTERM)
  }

  @Test func `a child that has ended before the drain is forgotten, and its code with it`()
    async throws
  {
    let drain = try controller(TaskCounter(), timeout: 60)
    weak var child: ChildProcess?
    do {
      let started = try drain.startChild(["/bin/sh", "-c", "exit 3"])
      child = started
      #expect(await started.exit() == .exited(3))
      #expect(!started.isRunning)
    }
    // Its thread may still hold it.
    while child != nil { await Task.yield() }
    drain.begin(by: "http")
    #expect(await drain.waitUntilOver().exitCode == 0)
  }

  @Test func `at the limit what a child has left behind is killed, too`() async throws {
    let drain = try controller(TaskCounter(), timeout: 5)
    let ready = "/tmp/lastcall-test-\(UInt32.random(in: .min ... .max))"
    defer { unlink(ready) }
    let child = try drain.startChild([
      "/bin/sh", "-c",
      "trap 'exit 0' TERM; (trap '' TERM; : > \(ready); sleep 100) & while :; do sleep 0.1; done",
    ])
    while access(ready, F_OK) != 0 { await Task.yield() }
    let ticket = drain.tasks.begin()
    drain.begin(by: .term)
    #expect(await child.exit() == .exited(0))
    #expect(kill(-child.processID, 0) == 0)
    #expect(await drain.waitUntilOver().exitCode == 9)
    while kill(-child.processID, 0) == 0 { await Task.yield() }
    ticket.end()
  }

  @Test func `a delay as long as the limit is warned of, and refuses in the end`() throws {
    let lines = Lines()
    let tasks = TaskCounter()
    var configuration = DrainConfiguration()
    configuration.delay = .seconds(5)
    configuration.limit = .seconds(0.2)
    configuration.log = { lines.add($0) }
    let drain = try DrainController(configuration: configuration, tasks: tasks, signals: .none)
    drain.begin(by: "http")
    #expect(drain.blockUntilOver().exitCode == 75)
    #expect(tasks.enterUnlessRefused() == nil)
    #expect(lines.all.contains { $0.hasPrefix("warning: new work is taken for 5.0 s") })
  }

  @Test func `signals that cannot be watched leave no trace, and others can be watched then`()
    throws
  {
    var configuration = DrainConfiguration()
    configuration.drainSignals = [.usr2, .kill]
    configuration.logsOtherSignals = false
    for _ in 0..<2 {
      #expect(throws: SystemFailure.self) { try DrainController(configuration: configuration) }
    }
  }

  @Test func `a place of another counter ends nothing`() {
    let (tasks, others) = (TaskCounter(), TaskCounter())
    _ = others.enter()
    let place = others.enter()
    _ = tasks.enter()
    tasks.leave(place)
    #expect(tasks.inFlight == 1)
  }

  @Test func `work that is not admitted does not run`() async throws {
    let tasks = TaskCounter()
    let drain = try controller(tasks)
    #expect(try await tasks.withAdmittedTask { tasks.inFlight } == 1)
    drain.begin(by: "http")
    #expect(await drain.waitUntilOver().kind == .drained)
    await #expect(throws: WorkRefused()) {
      try await tasks.withAdmittedTask { Issue.record("it ran") }
    }
    #expect(throws: WorkRefused()) { try tasks.admit().end() }
  }

  @Test func `a stream hears of the begin, and one that is cancelled waits no longer`() async throws
  {
    let tasks = TaskCounter()
    let drain = try controller(tasks, timeout: 60)
    let streams = (0..<10).map { _ in
      let place = tasks.enter(.stream)
      return Task {
        await drain.waitUntilDraining()
        tasks.leave(place)
      }
    }
    let cancelled = Task { await drain.waitUntilDraining() }
    cancelled.cancel()
    await cancelled.value
    #expect(!drain.hasBegun)
    #expect(tasks.inFlight == 10)
    drain.begin(by: "http")
    #expect(await drain.waitUntilOver().exitCode == 0)
    for stream in streams { await stream.value }
    await drain.waitUntilDraining()
  }
}
