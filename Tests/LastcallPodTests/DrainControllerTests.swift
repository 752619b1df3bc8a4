import LastcallPod
import PodStatus
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
  return try DrainController(settings, tasks: tasks)
}

@Suite struct DrainControllerTests {
  @Test func `with nothing in flight a drain is over at once and the exit code is 0`() throws {
    let drain = try controller(TaskCounter())
    #expect(drain.isRunning)
    #expect(drain.status.phase == .running)
    #expect(drain.status.signal == nil)
    drain.begin(by: "SIGTERM")
    #expect(drain.waitUntilOver() == 0)
    #expect(drain.status.phase == .drained)
    #expect(drain.status.signal == "SIGTERM")
    #expect(!drain.isRunning)
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
    let drain = try DrainController(settings, tasks: tasks)
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
    let drain = try DrainController(settings)
    drain.begin(by: "http")
    #expect(drain.waitUntilOver() == 75)
    #expect(lines.all.last?.hasSuffix(", 0 in flight, onRefuse has not returned") == true)
  }
}
