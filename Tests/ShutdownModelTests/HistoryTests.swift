import RunReports
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText

/// Any moment of a run is again what it was.
@Suite struct HistoryTests {
  @Test(arguments: 0..<30)
  func `the state at any time is the state that was`(seed: Int) {
    let story = RecordedStory(
      seed: seed, goal: seed % 2 == 0 ? Goal() : RandomStory.goal(seed: seed))
    var random = SeededGenerator(seed: seed)
    for time in story.times(12, &random) {
      let look = Look(story.history.state(at: time))
      #expect(look.difference(from: story.look(at: time)) == [], "at \(time.rfc3339)")
    }
  }

  @Test func `before the first event nothing has been seen`() {
    let story = RecordedStory(seed: 1)
    let before = story.history.range.lowerBound - .seconds(1)
    #expect(Look(story.history.state(at: before)) == story.look(at: before))
    #expect(story.history.state(at: before).pods.isEmpty)
  }

  @Test(arguments: 0..<20)
  func `when the oldest have been let go, the rest is as it was`(seed: Int) {
    let story = RecordedStory(seed: seed, spacing: 10, limit: 60)
    let first = story.events.first?.time ?? Story.start
    #expect(story.history.range.lowerBound > first)
    var random = SeededGenerator(seed: seed)
    for time in story.times(12, &random) {
      let look = Look(story.history.state(at: time))
      #expect(look.difference(from: story.look(at: time)) == [], "at \(time.rfc3339)")
    }
    #expect(story.history.marks.allSatisfy { $0.time >= story.history.range.lowerBound })
  }

  @Test(arguments: 0..<30, [60, .max / 8])
  func `what a recording would hold gives the run again`(seed: Int, limit: Int) throws {
    let story = RecordedStory(seed: seed, spacing: 10, limit: limit)
    // More than the limit, and twice that, may have come.
    guard let recorded = story.history.recorded else {
      #expect(story.events.count > 2 * limit)
      return
    }
    #expect(recorded.map(\.time) == recorded.map(\.time).sorted())
    let again = story.replay(recorded)
    #expect(again.state.pods.map(\.verdict) == story.state.pods.map(\.verdict))
    #expect(again.state.pods.map(\.diagnoses) == story.state.pods.map(\.diagnoses))
    #expect(again.told == story.outputs)
    guard story.history.lineCountLeftOut == 0 else { return }
    let look = Look(again.state)
    #expect(look.difference(from: story.look(at: story.history.range.upperBound)) == [])
  }

  @Test func `only lines that say nothing are left out, and of pods that leave none`() throws {
    var state = Story().state
    var history = History(initial: state, spacing: 10, limit: 80)
    var events: [Event] = []
    func add(_ observation: Observation) {
      let event = Event(time: Story.start + .seconds(Double(events.count)), observation)
      events.append(event)
      history.append(event, state.apply(event), state: state)
    }
    func addLines(_ count: Int, of pod: String) {
      for number in 0..<count {
        add(
          .log(
            LogLine(
              pod: .uid(PodObject.ready(pod).uid), text: "line \(number)",
              inFlight: number % 10 == 9 ? number : nil)))
      }
    }
    add(.pod(.ready("stays")))
    addLines(100, of: "stays")
    var leaving = PodObject.ready("leaves")
    leaving.deletionTimestamp = Story.start + .seconds(160)
    leaving.deletionGracePeriodSeconds = 30
    add(.pod(leaving))
    addLines(20, of: "leaves")
    addLines(100, of: "stays")
    let recorded = try #require(history.recorded)
    #expect(history.lineCountLeftOut > 100)
    #expect(recorded.count + history.lineCountLeftOut == events.count)
    let missing = events.filter { !recorded.contains($0) }
    #expect(missing.count == history.lineCountLeftOut)
    for event in missing {
      guard case .log(let line) = event.observation else {
        Issue.record("\(event) is no line")
        continue
      }
      #expect(line.pod == .uid(PodObject.ready("stays").uid) && line.inFlight == nil)
    }
    addLines(200, of: "leaves")
    #expect(history.recorded == nil)
  }

  @Test(arguments: 0..<20)
  func `steps go through the times of all events, there and back`(seed: Int) {
    let story = RecordedStory(seed: seed)
    let times = Set(
      story.events.filter { if case .tick = $0.observation { false } else { true } }.map(\.time)
    ).sorted()
    let isThere = steps(of: story, forward: true) == Array(times.dropFirst())
    #expect(isThere)
    let isBack = steps(of: story, forward: false) == times.reversed()
    #expect(isBack)
  }

  private func steps(of story: RecordedStory, forward: Bool) -> [Instant] {
    let range = story.history.range
    var time = forward ? range.lowerBound : range.upperBound
    var found: [Instant] = []
    while let next = story.history.event(from: time, forward: forward) {
      found.append(next)
      time = next
    }
    return found
  }

  @Test(arguments: 0..<30, [true, false])
  func `each mark is where its verdict or alert came`(seed: Int, isTimed: Bool) {
    let story = RecordedStory(seed: seed, isTimed: isTimed)
    let marked = story.outputs.filter { output in
      switch output.change {
      case .verdict: true
      case .alert(_, let alert): alert.isRaised
      default: false
      }
    }
    let marks = story.history.marks
    #expect(marks.count == marked.count)
    #expect(marks.map(\.time) == marks.map(\.time).sorted())
    for (mark, output) in zip(marks, marked) {
      #expect(story.history.range.contains(mark.time))
      guard case .verdict(let pod, let verdict) = output.change else { continue }
      #expect(mark.isBad == !verdict.kind.isGood)
      #expect(story.history.state(at: mark.time).pod(pod.uid)?.verdict == verdict)
      // A clock that was set back leaves some of it where it could have come earlier.
      if isTimed { continue }
      let before = story.history.state(at: mark.time - TimeSpan(nanoseconds: 1))
      #expect(before.pod(pod.uid)?.verdict == nil)
    }
  }

  @Test(arguments: 0..<20)
  func `marks are stepped through, there and back`(seed: Int) {
    let history = RecordedStory(seed: seed).history
    let times = Set(history.marks.map(\.time)).sorted()
    for (time, next) in zip(times, times.dropFirst()) {
      #expect(history.mark(from: time, forward: true)?.time == next)
      #expect(history.mark(from: next, forward: false)?.time == time)
    }
    guard let first = times.first, let last = times.last else { return }
    #expect(history.mark(from: first, forward: false) == nil)
    #expect(history.mark(from: last, forward: true) == nil)
  }
}
