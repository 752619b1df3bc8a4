import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// When SIGKILL comes, from the deletion alone.
@Suite struct DeadlineTests {
  @Test func `asked is the deadline minus the grace of the first sight`() {
    var story = Story.ofRunningPod()
    story.delete(10.3, grace: 20)
    story.finalDelete(25.7)
    #expect(story.pod().shutdown?.asked == .at(10))
  }

  @Test(arguments: [(10.0, 10.0), (10.3, 10.3), (11.0, 11.0), (11.4, 11.0)])
  func `the kill begins when the deletion arrives, at most a second after it was asked`(
    arrival: Double, begin: Double
  ) {
    var story = Story.ofRunningPod()
    story.modify(arrival) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
    }
    #expect(story.pod().shutdown?.deadline?.begin.inStory == begin)
  }

  @Test func `a deletion that arrives before it was asked begins when it was asked`() {
    var story = Story.ofRunningPod()
    story.modify(9.8) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
    }
    #expect(story.pod().shutdown?.deadline?.begin.inStory == 10)
  }

  @Test(arguments: [10.2, 17, 300])
  func `a deletion that was not seen live began half a second after it was asked`(
    firstSight: Double
  ) {
    var story = Story()
    story.pod(firstSight, .ready("web-1")) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
    }
    #expect(story.pod().shutdown?.deadline?.begin.inStory == 10.5)
  }

  @Test
  func
    `a deletion that arrives long after it was asked gives a span that begins when it was asked`()
  {
    var story = Story.ofRunningPod()
    story.modify(14) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
    }
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(40))
    #expect(story.pod().shutdown?.deadline?.latestKill == .at(44))
    #expect(story.running(20)?.remaining == .seconds(20))
    #expect(story.running(20)?.mayBeLaterBy == .seconds(4))
    #expect(story.running(42)?.mayBeLaterBy == .seconds(2))
  }

  @Test func `a kill anywhere in the span is the kubelet's`() {
    for (end, kind) in [(39.0, Verdict.Kind.killed), (43, .killed), (37, .killedEarly)] {
      var story = Story.ofRunningPod()
      story.modify(14) {
        $0.deletionTimestamp = .at(40)
        $0.deletionGracePeriodSeconds = 30
      }
      story.end(45, ["web": 137], finished: end)
      #expect(story.kind() == kind)
    }
  }

  @Test func `a status that tells when it began to drain makes the span a moment`() {
    var story = Story.ofRunningPod()
    story.modify(14) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
    }
    story.status(16, .draining, 3, elapsed: 1, signal: "SIGTERM")
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(45))
    // The number may hold, it never rises.
    #expect(story.left(16) == 24)
    #expect(story.left(30) == 15)
  }

  @Test
  func `no signal, however early for its hook, begins the kill before the deletion was asked`() {
    var story = Story.ofRunningPod([.running("web", preStop: .sleep(seconds: 5))])
    story.delete(10, seen: false)
    story.status(12.3, .draining, 1, elapsed: 0.3)
    #expect(story.pod().shutdown?.deadline?.begin == .at(10))
  }

  @Test func `without a grace of its own the deletion uses the pod's`() {
    var story = Story.ofRunningPod()
    story.modify(10) {
      $0.deletionTimestamp = .at(55)
      $0.terminationGracePeriodSeconds = 45
    }
    #expect(story.left(10) == 45)
    #expect(story.pod().shutdown?.graceSeconds == 45)
  }

  @Test func `the grace of the deletion counts, not the pod's`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 8)
    #expect(story.left(10.5) == 7.5)
    #expect(story.running(10.5)?.total == .seconds(8))
  }

  @Test func `a grace below the kubelet's floor still lasts two seconds`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 1)
    #expect(story.left(10.5) == 1.5)
  }

  @Test func `the kubelet's own delete with grace 0 is the end and shortens nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(40.2, ["web": 137])
    story.finalDelete(40.7)
    story.gone(40.8)
    #expect(story.pod().shutdown?.graceSeconds == 30)
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(40))
    #expect(story.verdict()?.graceSeconds == 30)
    #expect(story.kind() == .killed)
  }

  @Test func `grace 0 in the same version that shows the end shortens nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.modify(40.2) {
      $0.phase = .failed
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 0
      $0.containers[0].end(137, at: 40, reason: nil, startedAt: .at(-3600))
    }
    #expect(story.verdict()?.graceSeconds == 30)
    #expect(story.kind() == .killed)
  }

  @Test func `a kill that ran over its deadline has a later final delete and keeps its grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 5)
    story.modify(55) {
      $0.deletionTimestamp = .at(55)
      $0.deletionGracePeriodSeconds = 0
    }
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(15))
    #expect(story.pod().shutdown?.asked == .at(10))
  }

  @Test func `no countdown runs after the containers have ended`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(20)
    #expect(story.pod().countdown(at: .at(21)) == .none)
  }

  @Test func `past SIGKILL the countdown says by how much`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    #expect(story.left(40) == 0)
    #expect(story.pod().countdown(at: .at(41.5)) == .past(by: .seconds(1.5)))
    story.status(46, .running, 3)
    #expect(story.pod().countdown(at: .at(46.5)) == .overdue(by: .seconds(6.5)))
  }

  @Test func `a repeated version of the object changes nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10.2)
    let deadline = story.pod().shutdown?.deadline
    story.modify(15)
    story.modify(25)
    #expect(story.pod().shutdown?.deadline == deadline)
  }
}
