import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// What a preStop hook does to the deadline: begin + p + max(G − ⌊p⌋, 2 s).
@Suite struct PreStopTests {
  @Test(arguments: [(5, 40.0), (28, 40), (29, 41), (30, 42)])
  func `a sleep is part of the grace, and two seconds are left after it`(
    sleep: Int, kill: Double
  ) {
    var story = Story.ofRunningPod([.running("web", preStop: .sleep(seconds: sleep))])
    story.delete(10)
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(kill))
    #expect(story.left(12) == kill - 12)
    #expect(story.running(12)?.mayBeLaterBy == .zero)
  }

  @Test(arguments: [ContainerObject.PreStop.exec(), .httpGet])
  func `a hook of unknown length may put SIGKILL two seconds later`(
    hook: ContainerObject.PreStop
  ) {
    var story = Story.ofRunningPod([.running("web", preStop: hook)])
    story.delete(10)
    #expect(story.left(12) == 28)
    #expect(story.running(12)?.mayBeLaterBy == .seconds(2))
  }

  @Test func `two seconds before zero the countdown goes over to the later end and holds`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    #expect(story.left(37.9) == 2.1)
    #expect(story.running(37.9)?.mayBeLaterBy == .seconds(2))
    for seconds in [38.0, 39, 40] {
      #expect(story.left(seconds) == 2)
      #expect(story.running(seconds)?.mayBeLaterBy == .zero)
    }
    #expect(story.left(41) == 1)
    #expect(story.left(42) == 0)
    #expect(story.pod().countdown(at: .at(43)) == .past(by: .seconds(1)))
  }

  @Test func `the signal says how long the hook ran`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.status(39.5, .draining, 3, elapsed: 0.5)
    #expect(story.pod().shutdown?.deadline?.hookLength == .seconds(29))
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(41))
    #expect(story.left(39.5) == 1.5)
  }

  @Test func `a signal early in the grace moves SIGKILL by less than a second`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.status(14, .draining, 3, elapsed: 0.25)
    // 3.75 s of hook: the kubelet takes three whole seconds off the grace.
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(40.75))
    // The number stood at 26 and may hold, not rise.
    #expect(story.left(14) == 26)
    #expect(story.running(14)?.mayBeLaterBy == .zero)
  }

  @Test func `a drain that the hook itself began does not end the hook`() {
    var story = Story.ofRunningPod([.running("web", preStop: .httpGet)])
    story.delete(10)
    story.status(11, .draining, 3, elapsed: 0.9, signal: "http")
    #expect(story.pod().shutdown?.deadline?.hook == .unknown)
    #expect(story.running(12)?.mayBeLaterBy == .seconds(2))
    #expect(story.pod().phase == .draining)
  }

  @Test func `a failed hook is followed by the signal at once`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.event(13, "FailedPreStopHook")
    #expect(story.pod().shutdown?.deadline?.hookLength == .seconds(3))
    #expect(story.running(14)?.mayBeLaterBy == .zero)
  }

  @Test func `a hook that overran its grace leaves two seconds`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10, grace: 8)
    story.event(18.03, "FailedPreStopHook")
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(20))
    #expect(story.left(18.03) == 1.97)
  }

  @Test func `a signal without a hook moves nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(14, .draining, 3, elapsed: 0.5)
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(40))
  }

  @Test func `the hook of a sidecar does not count`() {
    var story = Story.ofRunningPod([
      .running("mesh", .sidecar, preStop: .exec()), .running("web"),
    ])
    story.delete(10)
    #expect(story.running(12)?.mayBeLaterBy == .zero)
  }

  @Test(arguments: [(38.9, Verdict.Kind.killedEarly), (39.0, .killed), (42.1, .killed)])
  func `a kill is measured from begin + grace, however long the hook was seen to run`(
    finished: Double, kind: Verdict.Kind
  ) {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.status(39.5, .draining, 3, elapsed: 0.5)
    story.end(42.3, ["web": 137], finished: finished)
    #expect(story.kind() == kind)
  }
}
