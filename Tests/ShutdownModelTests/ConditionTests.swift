import PodStatus
import ShutdownModel
import Testing

/// What holds beside the phase; `unseen` is in UnseenTests.
@Suite struct ConditionTests {
  @Test func `unreachable needs a refusal that lasts, and ends with an answer`() {
    var story = Story.ofRunningPod()
    story.status(1, .running, 3)
    story.answer(2, .refused)
    story.answer(3, .refused)
    story.status(3.5, .running, 3)
    story.tick(8)
    #expect(story.conditions().isEmpty)
    story.answer(9, .refused)
    story.tick(20)
    story.status(21, .running, 3)
    #expect(story.times("unreachable+") == [11])
    #expect(story.times("unreachable-") == [21])
  }

  @Test(
    arguments: [
      StatusObservation.Answer.timedOut, .malformed(reason: "no phase"), .notFound, .forbidden,
      .failed("500"),
    ])
  func `only a refusal makes a pod unreachable`(answer: StatusObservation.Answer) {
    var story = Story.ofRunningPod()
    story.status(1, .running, 3)
    for seconds in 2..<9 { story.answer(Double(seconds), answer) }
    story.tick(20)
    #expect(story.conditions().isEmpty)
  }

  @Test func `a pod that never answered is not unreachable`() {
    var story = Story.ofRunningPod()
    for seconds in 2..<9 { story.answer(Double(seconds), .refused) }
    #expect(story.conditions().isEmpty)
  }

  @Test func `a malformed answer is counted and is no number`() {
    var story = Story.ofRunningPod()
    story.status(1, .running, 3)
    story.answer(2, .malformed(reason: "inFlight is negative"))
    #expect(story.pod().status.malformedCount == 1)
    #expect(story.pod().lastSample?.inFlight == 3)
  }

  @Test func `overdue is said two seconds after the latest SIGKILL, until the end is seen`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(41.5, .running, 3)
    story.tick(50)
    story.exit(51, ["web": 137], finished: 40)
    #expect(story.times("overdue+") == [42])
    #expect(story.times("overdue-") == [51])
  }

  @Test func `of what nobody hears after SIGKILL nobody says that it still runs`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.tick(300)
    #expect(story.times("overdue+") == [])
    #expect(story.pod().countdown(at: .at(300)) == .past(by: .seconds(260)))
  }

  @Test func `a container whose log stream has ended is never overdue`() {
    var story = Story.ofRunningPod()
    story.feed(1, .logBegan(pod: .uid("web-1"), container: "web"))
    story.delete(10)
    story.feed(40.1, .logEnded(pod: .uid("web-1"), container: "web"))
    story.tick(100)
    #expect(story.times("overdue+") == [])
    #expect(story.pod().countdown(at: .at(50)) == .past(by: .seconds(10)))
  }

  @Test func `after a hook of unknown length overdue waits for the later SIGKILL`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.status(43.5, .running, 3)
    story.tick(50)
    #expect(story.times("overdue+") == [44])
  }

  @Test func `a pod killed on time is not overdue`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(41.5, ["web": 137], finished: 40)
    story.tick(60)
    #expect(story.times("overdue+").isEmpty)
  }

  @Test func `stuck is said when the object stays after its containers have ended`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(12)
    story.finalDelete(12.5)
    story.tick(60)
    #expect(story.times("stuck+") == [22])
    story.gone(61)
    #expect(story.times("stuck-") == [61])
  }

  @Test func `a pod that goes is not stuck`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(12)
    story.tick(60)
    #expect(story.conditions().isEmpty)
  }

  @Test func `the conditions of a running pod end with its containers`() {
    var story = Story.ofRunningPod()
    story.status(9, .running, 1)
    story.delete(10)
    story.modify(11) { $0.isReady = false }
    story.answer(11.5, .refused)
    story.answer(14, .refused)
    story.exit(15)
    #expect(
      story.conditions().map(\.text) == [
        "notReady+", "unreachable+", "notReady-", "unreachable-",
      ])
  }
}

struct BlindnessTests {
  private func killedUnseen(backAt back: Double) -> Story {
    var story = Story.ofRunningPod()
    story.delete(1, grace: 10)
    story.feed(5, .input(InputObservation(.proxy, .lost("kubectl proxy ended"))))
    story.tick(20)
    story.feed(back, .input(InputObservation(.proxy, .connected)))
    return story
  }

  private func isOverdue(_ story: Story) -> Bool {
    story.state.pods[0].conditions[.overdue] != nil
  }

  @Test func `nothing is overdue while the connection is lost`() {
    let story = killedUnseen(backAt: 20)
    #expect(!isOverdue(story))
  }

  @Test func `what still runs once the connection is back is overdue`() {
    var story = killedUnseen(backAt: 20)
    story.tick(21.5)
    #expect(!isOverdue(story))
    story.status(21.6, .running, 3)
    #expect(isOverdue(story))
  }
}
