import LastcallPod
import PodStatus
import Testing

@Suite struct TaskCounterTests {
  @Test func `what has begun and not ended is in flight`() {
    let tasks = TaskCounter()
    let first = tasks.begin()
    let second = tasks.begin()
    #expect(tasks.inFlight == 2)
    first.end()
    #expect(tasks.snapshot.inFlight == 1)
    #expect(tasks.snapshot.completed == 1)
    second.end()
    #expect(tasks.inFlight == 0)
  }

  @Test func `a ticket that nobody holds any more has ended`() async {
    let tasks = TaskCounter()
    func leaveEarly(_ isEarly: Bool) {
      let ticket = tasks.begin()
      if isEarly { return }
      ticket.end()
    }
    leaveEarly(true)
    leaveEarly(false)
    #expect(tasks.inFlight == 0)
    #expect(tasks.snapshot.completed == 2)
    final class Handler {
      var ticket: TaskCounter.Ticket?
      init(_ ticket: consuming TaskCounter.Ticket) { self.ticket = consume ticket }
    }
    var handler: Handler? = Handler(tasks.begin())
    #expect(tasks.inFlight == 1)
    handler?.ticket = nil
    #expect(tasks.inFlight == 0)
    handler?.ticket = tasks.begin()
    #expect(tasks.inFlight == 1)
    handler = nil
    #expect(tasks.inFlight == 0)
  }

  @Test func `leaving twice counts once`() {
    let tasks = TaskCounter()
    let place = tasks.enter()
    _ = tasks.enter()
    tasks.leave(place)
    tasks.leave(place)
    #expect(tasks.inFlight == 1)
    #expect(tasks.snapshot.completed == 1)
  }

  @Test func `a task that throws has ended too`() async {
    struct Failure: Error {}
    let tasks = TaskCounter()
    await #expect(throws: Failure.self) {
      try await tasks.withTask {
        await Task.yield()
        #expect(tasks.inFlight == 1)
        throw Failure()
      }
    }
    #expect(tasks.inFlight == 0)
  }

  @Test func `ages are given oldest first and only for a hundred`() {
    let tasks = TaskCounter()
    for _ in 0..<130 { _ = tasks.enter() }
    let ages = tasks.snapshot.oldest
    #expect(ages.count == 100)
    #expect(ages == ages.sorted(by: >))
  }

  @Test func `the histogram counts what finished, and has each bucket from the first`() {
    let clock = ManualClock()
    let tasks = TaskCounter(clock: clock)
    let ticket = tasks.begin()
    let before = tasks.snapshot.durations
    #expect(before.map(\.upperBound) == before.map(\.upperBound).sorted())
    #expect(before.count > 10 && before.allSatisfy { $0.count == 0 })
    clock.advance(by: .seconds(3))
    #expect(tasks.snapshot.oldest == [.seconds(3)])
    ticket.end()
    let after = tasks.snapshot
    let filled = after.durations.filter { $0.count > 0 }
    #expect(filled.map(\.upperBound) == [.seconds(5)])
    #expect(filled.map(\.count) == [1])
    #expect(after.completedDuration == .seconds(3))
  }

  @Test func `counting from many threads loses nothing`() async {
    let tasks = TaskCounter()
    await withTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          for _ in 0..<500 { tasks.begin().end() }
        }
      }
    }
    #expect(tasks.inFlight == 0)
    #expect(tasks.snapshot.completed == 10_000)
  }

  @Test func `a task that does not wait is counted the same way`() {
    let tasks = TaskCounter()
    #expect(tasks.withTask { tasks.inFlight } == 1)
    #expect(tasks.inFlight == 0)
  }

  @Test func `kinds are told apart`() {
    let tasks = TaskCounter()
    let stream = tasks.begin(.stream)
    for kind in [TaskKind.request, .job, .job] { _ = tasks.enter(kind) }
    #expect(tasks.snapshot.inFlightByKind == [.request: 1, .job: 2, .stream: 1])
    stream.end()
    #expect(tasks.snapshot.inFlightByKind == [.request: 1, .job: 2])
  }

  @Test func `an old place does not end the task that came after it`() {
    let tasks = TaskCounter()
    let old = tasks.enter()
    tasks.leave(old)
    _ = tasks.enter()
    tasks.leave(old)
    #expect(tasks.inFlight == 1)
  }
}
