import LastcallPod
import PodStatus
import Testing

@Suite struct TaskCounterTests {
  @Test func `what has begun and not ended is in flight`() {
    let tasks = TaskCounter()
    let first = tasks.begin()
    let second = tasks.begin()
    #expect(tasks.inFlight == 2)
    tasks.end(first)
    #expect(tasks.snapshot.inFlight == 1)
    #expect(tasks.snapshot.completed == 1)
    tasks.end(second)
    #expect(tasks.inFlight == 0)
  }

  @Test func `ending twice counts once`() {
    let tasks = TaskCounter()
    let ticket = tasks.begin()
    _ = tasks.begin()
    tasks.end(ticket)
    tasks.end(ticket)
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
    for _ in 0..<130 { _ = tasks.begin() }
    let ages = tasks.snapshot.oldestSeconds
    #expect(ages.count == 100)
    #expect(ages == ages.sorted(by: >))
  }

  @Test func `the histogram counts what finished and nothing before`() {
    let tasks = TaskCounter()
    let ticket = tasks.begin()
    #expect(tasks.snapshot.durations.isEmpty)
    tasks.end(ticket)
    let durations = tasks.snapshot.durations
    #expect(durations.map(\.count).reduce(0, +) == 1)
    #expect(durations.map(\.upperBoundSeconds) == durations.map(\.upperBoundSeconds).sorted())
  }

  @Test func `counting from many threads loses nothing`() async {
    let tasks = TaskCounter()
    await withTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          for _ in 0..<500 { tasks.end(tasks.begin()) }
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
    _ = (tasks.begin(), tasks.begin(.job), tasks.begin(.job))
    #expect(tasks.snapshot.inFlightByKind == [.request: 1, .job: 2, .stream: 1])
    tasks.end(stream)
    #expect(tasks.snapshot.inFlightByKind == [.request: 1, .job: 2])
  }

  @Test func `an old ticket does not end the task that came after it`() {
    let tasks = TaskCounter()
    let old = tasks.begin()
    tasks.end(old)
    _ = tasks.begin()
    tasks.end(old)
    #expect(tasks.inFlight == 1)
  }
}
