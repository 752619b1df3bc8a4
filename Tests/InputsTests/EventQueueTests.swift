import ShutdownModel
import Testing
import Time

@testable import Inputs
@testable import LogText

@Suite(.timeLimit(.minutes(5))) struct EventQueueTests {
  private let queue = EventQueue(clock: LocalClock(start: Instant(seconds: 1000)), limit: 4)

  private func line(_ text: String) -> LogLine { LogLine(pod: .unnamed, text: text) }

  @Test func `events come out once, in their order, with the time they were seen`() async {
    for name in ["a", "b", "c"] { await queue.send(.revisionDeleted(uid: name)) }
    let events = queue.drain()
    #expect(events.map(\.observation) == ["a", "b", "c"].map { .revisionDeleted(uid: $0) })
    #expect(events.map(\.time) == events.map(\.time).sorted())
    #expect(queue.drain() == [])
  }

  @Test func `a full queue makes senders wait, and all of them get through`() async {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask { [queue] in await queue.send(.revisionDeleted(uid: "\(number)")) }
      }
      var seen: [Event] = []
      while seen.count < 40 {
        let events = queue.drain()
        #expect(events.count <= 4)
        seen += events
        await Task.yield()
      }
      #expect(Set(seen.map(\.observation.text)).count == 40)
      await group.waitForAll()
    }
  }

  @Test func `log lines that find no room are dropped and counted by their source`() async {
    for number in 0..<9 { queue.offer(line("\(number)"), source: number < 6 ? "b" : "a") }
    #expect(
      queue.drain().map(\.observation)
        == (0..<4).map { .log(line("\($0)")) }
        + [.logDropped(count: 3, source: "a"), .logDropped(count: 2, source: "b")])
    // What was told is not told again.
    queue.offer(line("next"), source: "a")
    #expect(queue.drain().map(\.observation) == [.log(line("next"))])
  }

  @Test func `what must not wait gets into a full queue`() async {
    for number in 0..<4 { queue.offer(line("\(number)"), source: "a") }
    queue.post(.stop(.quit))
    #expect(queue.drain().last?.observation == .stop(.quit))
  }

  @Test func `closing lets waiting senders and the reader go`() async {
    for _ in 0..<4 { await queue.send(.tick) }
    let senders = (0..<3).map { _ in Task { [queue] in await queue.send(.tick) } }
    queue.close()
    for sender in senders { await sender.value }
    await queue.send(.tick)
    for await _ in queue.wakeups {}
  }

  @Test func `a wake comes at its time, a later one takes its place`() async {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    queue.scheduleWake(at: clock.now + .seconds(3600))
    let due = clock.now + .milliseconds(20)
    queue.scheduleWake(at: due)
    var wakeups = queue.wakeups.makeAsyncIterator()
    await wakeups.next()
    #expect(clock.now >= due)
  }

  @Test func `an event wakes a resting reader at the end of the rest, a signal at once`() async {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    var wakeups = queue.wakeups.makeAsyncIterator()
    let later = clock.now + .seconds(3600)

    let end = clock.now + .milliseconds(50)
    queue.scheduleWake(at: later, restingUntil: end)
    await queue.send(.tick)
    await wakeups.next()
    #expect(clock.now >= end)
    #expect(queue.drain().count == 1)

    queue.scheduleWake(at: later, restingUntil: later)
    queue.post(.stop(.quit), isUrgent: true)
    await wakeups.next()
    #expect(queue.drain().count == 1)
    #expect(clock.now < later)
  }

  @Test func `what came while the reader worked is not left until the next wake`() async {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    let rest = clock.now + .milliseconds(20)
    queue.scheduleWake(at: clock.now + .seconds(3600), restingUntil: rest)
    await queue.send(.tick)
    queue.scheduleWake(at: clock.now + .seconds(3600), restingUntil: rest)
    var wakeups = queue.wakeups.makeAsyncIterator()
    await wakeups.next()
    #expect(queue.drain().count == 1)
    #expect(clock.now >= rest)
  }

  @Test func `a closed queue takes nothing more in`() async {
    queue.close()
    queue.post(.tick)
    queue.offer(line("late"), source: "a")
    await queue.send(.tick)
    #expect(queue.drain() == [])
  }
}

extension Observation {
  fileprivate var text: String { "\(self)" }
}
