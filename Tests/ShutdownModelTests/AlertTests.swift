import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import LogText

/// The rule `deadline`: SIGKILL comes near with work left, or with no stop signal seen.
@Suite struct AlertTests {
  @Test func `it warns at half of the grace and is critical five seconds before SIGKILL`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 7, elapsed: 0.9)
    story.tick(39)
    #expect(story.alertTimes("warning+") == [25])
    #expect(story.alertTimes("critical+") == [35])
  }

  @Test func `of a short grace the last quarter is critical`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 8)
    story.tick(17.9)
    #expect(story.alertTimes("warning+") == [14])
    #expect(story.alertTimes("critical+") == [16])
  }

  @Test func `work that ends before half of the grace raises nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 7, elapsed: 0.9)
    story.status(24, .draining, 0, elapsed: 13.9)
    story.tick(39)
    #expect(story.alerts().isEmpty)
  }

  @Test func `an empty process that has seen no signal is at risk too`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    for seconds in 10..<40 { story.status(Double(seconds) + 0.5, .running, 0) }
    #expect(story.alertTimes("warning+") == [25])
    #expect(story.pod().alert?.message.hasSuffix("; no signal") == true)
  }

  @Test func `it is cleared when the last task ends`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 7, elapsed: 0.9)
    story.status(36, .draining, 1, elapsed: 25.9)
    story.status(37, .draining, 0, elapsed: 26.9)
    #expect(story.alerts().map(\.text) == ["warning+", "critical+", "critical-"])
    #expect(story.alertTimes("critical-") == [37])
    #expect(story.pod().alert == nil)
  }

  @Test func `what was told and cleared is not told again, but worse is`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 7, elapsed: 0.9)
    story.tick(26)
    for count in [0, 3, 0, 2] {
      let seconds = 27.0 + Double(story.alerts().count)
      story.status(seconds, .draining, count, elapsed: seconds - 10)
      story.tick(seconds + 0.5)
    }
    #expect(story.alerts().map(\.text) == ["warning+", "warning-"])
    #expect(story.pod().alert?.isActive == true)
    story.tick(36)
    #expect(story.alerts().map(\.text) == ["warning+", "warning-", "critical+"])
  }

  @Test func `it is cleared when the containers have ended`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(30)
    #expect(story.alertTimes("warning-") == [30])
  }

  @Test func `it is cleared when the object goes`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.gone(30)
    #expect(story.alertTimes("warning-") == [30])
  }

  @Test func `drained clears it whatever the last count was`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(26, .draining, 7, elapsed: 15.9)
    story.status(27, .drained, 0, elapsed: 16.9)
    #expect(story.pod().phase == .drained)
    #expect(story.alertTimes("warning-") == [27])
  }

  @Test func `that a log says so clears nothing while its stream is open`() {
    var story = Story.ofRunningPod()
    story.logBegins(1)
    story.delete(10)
    story.status(26, .draining, 7, elapsed: 15.9)
    story.log(27, .finished)
    #expect(story.alertTimes("warning-").isEmpty)
  }

  @Test func `a second deletion with a shorter grace brings no alert nearer`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    story.modify(20) {
      $0.deletionTimestamp = .at(28)
      $0.deletionGracePeriodSeconds = 8
    }
    story.tick(69)
    #expect(story.alertTimes("warning+") == [40])
    #expect(story.alertTimes("critical+") == [65])
  }

  @Test func `its message has the pod's own numbers`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(34.9, .draining, 7, elapsed: 24)
    story.tick(39)
    #expect(
      story.pod().alert?.message
        == "web-1: SIGKILL in 5.0 s, 7 in flight; it needs about 20 s more")
    #expect(story.pod().alert?.level == .critical)
  }

  @Test func `its message says how old its count is`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(20, .draining, 7, elapsed: 9.9)
    story.tick(39)
    #expect(
      story.pod().alert?.message
        == "web-1: SIGKILL in 5.0 s, 7 in flight 15 s ago")
  }

  @Test func `a change carries the seconds left and the tasks in flight`() throws {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(20, .draining, 7, elapsed: 9.9)
    story.tick(39)
    let change = try #require(
      story.outputs.compactMap { output -> Output.AlertChange? in
        guard case .alert(_, let change) = output.change, change.rule == .deadline else {
          return nil
        }
        return change
      }.first)
    #expect(change.secondsLeft == 15)
    #expect(change.inFlight == 7)
  }

  @Test func `a running pod raises none`() {
    var story = Story.ofRunningPod()
    story.status(1, .running, 500)
    story.tick(10_000)
    #expect(story.alerts().isEmpty)
  }
}
