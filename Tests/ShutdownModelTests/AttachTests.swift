import PodStatus
import ShutdownModel
import Testing
import Time

/// `attach`: one process at a URL, no pod object, an assumed deadline.
@Suite struct AttachTests {
  private static let url = "http://localhost:8080"

  private static func story(grace: Double? = 20, goal: Goal = Goal()) -> Story {
    Story(scope: .endpoint(url, grace: grace.map(TimeSpan.seconds)), goal: goal)
  }

  private static func draining(_ inFlight: Int, grace: Double? = 20) -> Story {
    var story = story(grace: grace)
    story.status(0, .running, 9)
    story.status(10.5, .draining, inFlight, elapsed: 0.5)
    return story
  }

  @Test func `the deadline is the drain's start and the given grace, and assumed`() {
    let story = Self.draining(5)
    let running = story.running(11, Self.url)
    #expect(running?.remaining == .seconds(19))
    #expect(running?.isAssumed == true)
  }

  @Test func `without a given grace the process's own word counts`() {
    var story = Self.story(grace: nil)
    story.answer(
      10.5,
      .report(
        ShutdownStatus(
          phase: .draining, inFlight: 5, drainElapsedSeconds: 0.5, gracePeriodSeconds: 12)))
    #expect(story.running(11, Self.url)?.remaining == .seconds(11))
  }

  @Test func `without any grace no countdown runs`() {
    #expect(Self.draining(5, grace: nil).pod(Self.url).countdown(at: .at(11)) == .none)
  }

  @Test func `the hook that ran before the signal is part of the grace`() {
    var story = Story(
      scope: .endpoint(Self.url, grace: .seconds(20), preStop: .seconds(5)))
    story.status(0, .running, 9)
    story.status(10.5, .draining, 5, elapsed: 0.5)
    #expect(story.running(11, Self.url)?.remaining == .seconds(14))
    story.status(23.6, .draining, 3, elapsed: 13.6)
    story.answer(24.1, .refused)
    story.tick(60)
    let verdict = story.verdict(of: Self.url)
    #expect(verdict?.kind == .killed)
    #expect(verdict?.graceSeconds == 20)
    #expect(abs((verdict?.usedSeconds ?? 0) - 19.1) < 0.001)
  }

  @Test(arguments: [
    StatusObservation.Answer.refused, .timedOut, .failed("the connection was closed"),
  ]) func `a forward that has died raises nothing and is held against nobody`(
    answer: StatusObservation.Answer
  ) {
    var story = Self.draining(5)
    story.status(12, .draining, 4, elapsed: 2)
    for second in stride(from: 12.5, to: 22, by: 0.5) { story.answer(second, answer) }
    let before = story.alerts(Self.url).map(\.text)
    story.status(22, .draining, 4, elapsed: 12)
    #expect(before == [])
    story.answer(22.5, answer)
    story.tick(60)
    #expect(story.kind(of: Self.url) == .unknown)
    #expect(story.pod(Self.url).diagnoses.filter { ["R02", "R26"].contains($0.rule) }.isEmpty)
  }

  @Test func `what was raised before the forward died stands until the silence is over`() {
    var story = Self.draining(5)
    story.status(25.5, .draining, 4, elapsed: 15.5)
    let raised = story.alerts(Self.url).map(\.text)
    #expect(raised.contains("critical+"))
    story.answer(26, .refused)
    story.tick(33)
    #expect(story.alerts(Self.url).map(\.text) == raised)
  }

  @Test func `a running process has no shutdown, however long it is silent`() {
    var story = Self.story()
    story.status(0, .running, 9)
    for second in 1..<100 { story.answer(Double(second), .refused) }
    #expect(story.pod(Self.url).shutdown == nil)
    #expect(story.verdicts(of: Self.url).isEmpty)
  }

  @Test func `refused after drained is clean, after ten seconds of silence`() {
    var story = Self.draining(5)
    story.status(12, .drained, 0, elapsed: 2)
    story.answer(12.5, .refused)
    story.answer(13, .refused)
    story.tick(40)
    #expect(story.verdicts(of: Self.url).map(\.seconds) == [22.5])
    let verdict = story.verdict(of: Self.url)
    #expect(verdict?.kind == .clean)
    #expect(verdict?.isAssumed == true)
    #expect(verdict?.usedSeconds == 2.5)
    #expect(story.pod(Self.url).phase == .gone)
  }

  @Test func `refused after a count of 0 is clean`() {
    var story = Self.draining(0)
    story.answer(11, .refused)
    story.tick(40)
    #expect(story.kind(of: Self.url) == .clean)
  }

  @Test func `refused after timedOut is timed-out`() {
    var story = Self.draining(5)
    story.status(15, .timedOut, 2, elapsed: 5)
    story.answer(15.5, .refused)
    story.tick(40)
    #expect(story.kind(of: Self.url) == .timedOut)
  }

  @Test(arguments: [(28.9, Verdict.Kind.unknown), (29.0, .killed), (31.0, .killed)])
  func `gone with work left is killed from a second before the assumed deadline on`(
    end: Double, kind: Verdict.Kind
  ) {
    var story = Self.draining(5)
    story.status(end - 0.5, .draining, 3, elapsed: end - 10.5)
    story.answer(end, .refused)
    story.tick(60)
    #expect(story.kind(of: Self.url) == kind)
    #expect(story.verdict(of: Self.url)?.inFlightAtEnd == 3)
  }

  @Test func `without a grace gone with work left is unknown`() {
    var story = Self.draining(5, grace: nil)
    story.answer(40, .refused)
    story.tick(60)
    #expect(story.kind(of: Self.url) == .unknown)
  }

  @Test func `an answer within ten seconds ends the silence`() {
    var story = Self.draining(5)
    story.answer(11, .refused)
    story.status(20.9, .draining, 3, elapsed: 10.9)
    story.tick(25)
    #expect(story.verdicts(of: Self.url).isEmpty)
  }

  @Test func `an alert and the conditions end with the process`() {
    var story = Self.draining(5)
    story.status(27, .draining, 3, elapsed: 17)
    story.answer(28, .refused)
    story.tick(60)
    #expect(story.alerts(Self.url).map(\.text).suffix(2) == ["critical+", "critical-"])
    #expect(story.pod(Self.url).alert == nil)
    #expect(story.pod(Self.url).conditions.isEmpty)
  }

  @Test func `a process that runs again is another one`() {
    var story = Self.draining(5)
    story.status(15, .drained, 0, elapsed: 5)
    story.answer(16, .refused)
    story.status(18, .running, 2)
    #expect(story.verdicts(of: Self.url).map(\.verdict.kind) == [.clean])
    #expect(story.state.pods.map(\.phase) == [.gone, .ready])
    story.status(30, .draining, 2, elapsed: 0.2)
    #expect(story.state.pods.map(\.phase) == [.gone, .draining])
  }

  @Test func `a silence that begins anew is measured anew`() {
    var story = Self.draining(0)
    story.answer(11, .timedOut)
    story.status(12, .draining, 0, elapsed: 2)
    story.answer(13, .refused)
    story.tick(60)
    #expect(story.verdicts(of: Self.url).map(\.seconds) == [23])
  }

  @Test func `until drained the run waits for a shutdown to begin and to be over`() {
    var story = Self.story(goal: Goal(until: .drained))
    story.status(0, .running, 9)
    story.tick(100)
    #expect(story.summary == nil)
    story.status(110, .drained, 0, elapsed: 1)
    story.answer(111, .refused)
    story.tick(130)
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.exitCode == 0)
    #expect(story.outputs.last?.time == .at(121))
  }
}
