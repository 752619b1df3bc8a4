import CLibrary
import LastcallPod
import PodStatus
import Processes
import Synchronization
import Testing

private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private func controller(
  _ tasks: TaskCounter, timeout: Double = 5, lines: Lines = Lines()
) throws -> DrainController {
  var settings = DrainSettings()
  settings.timeoutSeconds = timeout
  settings.timedOutExitCode = 9
  settings.log = { lines.add($0) }
  settings.signals = []
  return try DrainController(settings: settings, tasks: tasks)
}

@Suite struct DrainControllerTests {
  @Test func `with nothing in flight a drain is over at once and the exit code is 0`() throws {
    let drain = try controller(TaskCounter())
    #expect(!drain.hasBegun)
    #expect(drain.status.phase == .running)
    #expect(drain.status.signal == nil)
    drain.begin(by: "SIGTERM")
    #expect(drain.waitUntilOver() == 0)
    #expect(drain.status.phase == .drained)
    #expect(drain.status.signal == "SIGTERM")
    #expect(drain.hasBegun)
  }

  @Test func `it is drained when the last task ends, though others came meanwhile`() throws {
    let tasks = TaskCounter()
    let drain = try controller(tasks)
    let first = tasks.begin()
    drain.begin(by: "SIGHUP")
    let late = tasks.begin()
    tasks.end(first)
    #expect(drain.status.phase == .draining)
    #expect(drain.status.inFlight == 1)
    tasks.end(late)
    #expect(drain.waitUntilOver() == 0)
    #expect(drain.status.phase == .drained)
  }

  @Test func `it gives up at its limit and its exit code says so`() throws {
    let tasks = TaskCounter()
    let lines = Lines()
    let drain = try controller(tasks, timeout: 1.2, lines: lines)
    let ticket = tasks.begin()
    drain.begin(by: "SIGTERM")
    drain.begin(by: "SIGTERM")
    #expect(drain.waitUntilOver() == 9)
    #expect(drain.status.phase == .timedOut)
    #expect(drain.status.inFlight == 1)
    #expect((1.2..<1.9).contains(drain.status.drainElapsedSeconds))
    #expect(lines.all.count == 4)
    #expect(
      lines.all.prefix(3) == [
        "received SIGTERM, draining, 1 in flight",
        "received SIGTERM during the drain, going on, 1 in flight",
        "still waiting, 1 in flight",
      ])
    #expect(lines.all.last?.hasPrefix("timed out after 1.2") == true)
    tasks.end(ticket)
    #expect(drain.status.phase == .timedOut)
  }

  @Test func `new work is refused after the delay, and the drain waits for the hook`() async throws
  {
    let lines = Lines()
    let tasks = TaskCounter()
    var settings = DrainSettings()
    settings.signals = []
    settings.delaySeconds = 0.3
    settings.timeoutSeconds = 60
    settings.log = { lines.add($0) }
    let (refused, inform) = AsyncStream.makeStream(of: Bool.self)
    let (release, letGo) = AsyncStream.makeStream(of: Never.self)
    settings.onRefuse = {
      inform.yield(tasks.admit() == nil)
      for await _ in release {}
    }
    let drain = try DrainController(settings: settings, tasks: tasks)
    drain.begin(by: "http")
    let ticket = try #require(tasks.admit())
    #expect(await refused.first { _ in true } == true)
    tasks.end(ticket)
    #expect(drain.status.phase == .draining)
    letGo.finish()
    #expect(await drain.untilOver() == 0)
    #expect(drain.status.drainElapsedSeconds >= 0.3)
  }

  @Test func `a hook that never returns is named at the limit`() throws {
    let lines = Lines()
    var settings = DrainSettings()
    settings.signals = []
    settings.timeoutSeconds = 0.2
    settings.log = { lines.add($0) }
    settings.onRefuse = { for await _ in AsyncStream<Never>.makeStream().stream {} }
    let drain = try DrainController(settings: settings)
    drain.begin(by: "http")
    #expect(drain.waitUntilOver() == 75)
    #expect(lines.all.last?.hasSuffix(", 0 in flight, onRefuse has not returned") == true)
  }

  @Test func `what began it is no signal unless it is given as one`() throws {
    // A child that got SIGSTOP would never end.
    let drain = try controller(TaskCounter(), timeout: 60)
    _ = try drain.startChild(["/bin/sh", "-c", "sleep 100"])
    drain.begin(by: "stop")
    #expect(drain.waitUntilOver() == 128 + SIGTERM)
  }

  @Test func `a child that has ended before the drain is forgotten, and its code with it`()
    async throws
  {
    let drain = try controller(TaskCounter(), timeout: 60)
    weak var child: ChildProcess?
    do {
      let started = try drain.startChild(["/bin/sh", "-c", "exit 3"])
      child = started
      #expect(await onThread { started.waitUntilExit() } == .exited(3))
    }
    // Its thread may still hold it.
    while child != nil { await Task.yield() }
    drain.begin(by: "http")
    #expect(await drain.untilOver() == 0)
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
    #expect(await onThread { child.waitUntilExit() } == .exited(0))
    #expect(kill(-child.processID, 0) == 0)
    #expect(await drain.untilOver() == 9)
    while kill(-child.processID, 0) == 0 { await Task.yield() }
    drain.tasks.end(ticket)
  }

  @Test func `a delay as long as the limit is warned of, and refuses in the end`() throws {
    let lines = Lines()
    let tasks = TaskCounter()
    var settings = DrainSettings()
    settings.signals = []
    settings.delaySeconds = 5
    settings.timeoutSeconds = 0.2
    settings.log = { lines.add($0) }
    let drain = try DrainController(settings: settings, tasks: tasks)
    drain.begin(by: "http")
    #expect(drain.waitUntilOver() == 75)
    #expect(tasks.admit() == nil)
    #expect(lines.all.contains { $0.hasPrefix("warning: new work is taken for 5.0 s") })
  }

  @Test func `signals that cannot be watched leave no trace, and others can be watched then`()
    throws
  {
    var settings = DrainSettings()
    settings.signals = [.usr2, .kill]
    settings.logsOtherSignals = false
    for _ in 0..<2 {
      #expect(throws: SystemError.self) { try DrainController(settings: settings) }
    }
  }

  @Test func `a ticket of another counter ends nothing`() {
    let (tasks, others) = (TaskCounter(), TaskCounter())
    _ = others.begin()
    let ticket = others.begin()
    _ = tasks.begin()
    tasks.end(ticket)
    #expect(tasks.inFlight == 1)
  }

  @Test func `work that is not admitted does not run`() async throws {
    let tasks = TaskCounter()
    let drain = try controller(tasks)
    #expect(await tasks.withAdmittedTask { tasks.inFlight } == 1)
    drain.begin(by: "http")
    #expect(await drain.untilOver() == 0)
    #expect(await tasks.withAdmittedTask { true } == nil)
  }

  @Test func `a stream hears of the begin, and one that is cancelled waits no longer`() async throws
  {
    let tasks = TaskCounter()
    let drain = try controller(tasks, timeout: 60)
    let streams = (0..<10).map { _ in
      let ticket = tasks.begin(.stream)
      return Task {
        await drain.untilBegun()
        tasks.end(ticket)
      }
    }
    let cancelled = Task { await drain.untilBegun() }
    cancelled.cancel()
    await cancelled.value
    #expect(!drain.hasBegun)
    #expect(tasks.inFlight == 10)
    drain.begin(by: "http")
    #expect(await drain.untilOver() == 0)
    for stream in streams { await stream.value }
    await drain.untilBegun()
  }
}
