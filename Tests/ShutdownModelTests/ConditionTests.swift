import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText

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
    story.status(45.5, .running, 3)
    story.tick(50)
    story.exit(51, ["web": 137], finished: 40)
    #expect(story.times("overdue+") == [45.5])
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
    story.status(47.5, .running, 3)
    story.tick(50)
    #expect(story.times("overdue+") == [47.5])
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

/// Nothing is said to be missing that may only not have been seen.
@Suite struct BlindnessTests {
  /// What the pods are seen through.
  private static let carriers = [InputID.proxy, .watch(.pods)]

  private func killedUnseen(_ input: InputID) -> Story {
    var story = Story.ofRunningPod()
    story.delete(1, grace: 10)
    story.input(5, input, .lost("it ended"))
    story.tick(20)
    return story
  }

  @Test(arguments: carriers)
  func `nothing is overdue while the pods are not seen`(input: InputID) {
    var story = killedUnseen(input)
    #expect(story.times("overdue+").isEmpty)
    #expect(!story.alerts().contains { $0.text.hasPrefix("overdue") })
    story.input(20, input, .connected)
    story.tick(20.9)
    #expect(story.times("overdue+").isEmpty)
  }

  @Test(arguments: carriers)
  func `what still runs once they are seen again is overdue`(input: InputID) {
    var story = killedUnseen(input)
    story.input(20, input, .connected)
    story.status(20.5, .running, 3)
    story.tick(21.5)
    #expect(story.times("overdue+") == [21])
  }

  @Test(arguments: [InputID.watch(.events), .watch(.deployments), .status, .logs("")])
  func `what the pods are not seen through hides nothing`(input: InputID) {
    var story = killedUnseen(input)
    story.status(20.5, .running, 3)
    #expect(story.times("overdue+") == [20.5])
  }

  @Test(arguments: carriers)
  func `an alert becomes no worse while the pods are not seen`(input: InputID) {
    var story = Story.ofRunningPod()
    story.delete(1, grace: 10)
    story.tick(14)
    let before = story.outputs.count
    story.input(15, input, .lost("it ended"))
    story.tick(60)
    let alerts = story.outputs[before...].filter {
      if case .alert = $0.change { true } else { false }
    }
    #expect(alerts.isEmpty)
  }

  @Test(arguments: carriers)
  func `no object is stuck while nobody looks`(input: InputID) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(12)
    story.input(13, input, .lost("it ended"))
    story.tick(40)
    #expect(story.times("stuck+").isEmpty)
    story.input(40, input, .connected)
    story.tick(42)
    #expect(story.times("stuck+") == [41])
  }

  @Test func `one cause that takes all watches is told once, and so is its end`() {
    var story = Story.ofRunningPod()
    let kinds: [ResourceKind] = [.events, .pods, .deployments]
    for kind in kinds { story.input(5, .watch(kind), .lost("log in again")) }
    for kind in kinds { story.input(9, .watch(kind), .connected) }
    #expect(
      story.state.notices == [
        "the watch of events is lost: log in again", "the watch of pods is lost: log in again",
        "the watch of events is back after 4.0 s", "the watch of pods is back after 4.0 s",
      ])
  }

  @Test func `a right that is granted takes its line away`() {
    var story = Story.ofRunningPod()
    story.input(1, .watch(.events), .degraded("events: needs the right"))
    #expect(story.state.inputs[.watch(.events)]?.degradations == ["events: needs the right"])
    story.input(9, .watch(.events), .restored("events: needs the right"))
    #expect(story.state.inputs[.watch(.events)]?.degradations == [])
    #expect(story.state.notices.last == "the watch of events: access is granted now")
  }
}
