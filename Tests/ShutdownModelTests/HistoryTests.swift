import RunReports
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

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
