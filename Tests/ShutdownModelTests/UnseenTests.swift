import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// A deletion of which nothing proves that the kubelet acts on it: `observedGeneration` behind
/// `generation`, which may be the API's delay or the node's.
@Suite struct UnseenTests {
  @Test
  func
    `the countdown shows the earliest SIGKILL, and says after five seconds that it may be later`()
  {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.tick(14.9)
    #expect(story.running(14.9)?.isExact == true)
    story.tick(15)
    #expect(story.left(15) == 25)
    #expect(story.running(15)?.mayBeLaterBy == nil)
    #expect(story.running(15)?.isExact == false)
    #expect(story.times("unseen+") == [15])
    story.kubeletSees(79)
    #expect(story.times("unseen-") == [79])
  }

  @Test func `a kubelet that sees it at once is never said to be unseen`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.tick(39)
    #expect(story.conditions().isEmpty)
  }

  @Test
  func `a late word of the kubelet makes the deadline a span, and a kill in it is the kubelet's`() {
    for (end, kind) in [
      (30.0, Verdict.Kind.killedEarly), (40, .killed), (55, .killed), (60, .killed),
    ] {
      var story = Story.ofRunningPod()
      story.delete(10, seen: false)
      story.kubeletSees(30)
      #expect(story.pod().shutdown?.deadline?.earliestKill == .at(40))
      #expect(story.pod().shutdown?.deadline?.latestKill == .at(60))
      story.end(61, ["web": 137], finished: end)
      #expect(story.kind() == kind, "\(end)")
    }
  }

  @Test func `a status that drains proves that the kubelet acts, and when it began`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.status(20, .draining, 3, elapsed: 4, signal: "SIGTERM")
    #expect(story.pod().shutdown?.deadline?.earliestKill == .at(46))
    #expect(story.pod().shutdown?.deadline?.latestKill == .at(46))
    #expect(story.times("unseen-") == [20])
  }

  @Test func `a kubelet's word that is a little late is the API's delay, not a late kill`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.kubeletSees(14)
    #expect(story.left(14) == 26)
    #expect(story.running(14)?.isExact == true)
  }

  @Test func `a Killing event shows that the kubelet has seen it`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.killing(10.1)
    story.tick(20)
    #expect(story.running(20)?.isExact == true)
  }

  @Test func `a Killing event may come before the deletion itself`() {
    var story = Story.ofRunningPod()
    story.killing(9.95)
    story.delete(10, seen: false)
    story.tick(20)
    #expect(story.running(20)?.isExact == true)
  }

  @Test func `the event of a failed liveness probe shows nothing of the kind`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.event(10.1, "Killing", "Container web failed liveness probe, will be restarted")
    story.tick(20)
    #expect(story.running(20)?.isExact == false)
  }

  @Test func `a kubelet too old to report its generation is taken to have seen it`() {
    var story = Story.ofRunningPod { $0.observedGeneration = nil }
    story.delete(10, seen: false)
    story.tick(20)
    #expect(story.running(20)?.isExact == true)
  }

  @Test func `after a gap of the watch a late sight says nothing of the beginning`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.input(11, .watch(.pods), .lost("closed"))
    story.input(25, .watch(.pods), .connected)
    story.kubeletSees(25.1)
    #expect(story.left(25.1) == 14.9)
  }

  @Test func `a deadline without proof is alerted by its earliest moment`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.tick(39)
    #expect(story.alertTimes("warning+", .deadline) == [25])
    #expect(story.alertTimes("critical+", .deadline) == [35])
  }
}

/// A node that does not report: nothing counts down until it is back.
@Suite struct LostNodeTests {
  private func lost() -> Story {
    var story = Story.ofRunningPod()
    story.modify(5) {
      $0.isReady = false
      $0.readyReason = nil
    }
    story.event(5, "NodeNotReady", "Node is not ready")
    story.delete(10, seen: false)
    return story
  }

  @Test func `no countdown runs`() {
    let story = lost()
    #expect(story.pod().countdown(at: .at(12)) == .unseen(overdueBy: nil))
    #expect(story.left(12) == nil)
    #expect(story.pod().countdown(at: .at(47)) == .unseen(overdueBy: .seconds(7)))
  }

  @Test func `a kubelet that is back begins then, with the full grace`() {
    var story = lost()
    story.kubeletSees(79)
    #expect(story.left(79) == 30)
    #expect(story.left(100) == 9)
    #expect(story.pod().shutdown?.asked == .at(10))
  }

  @Test func `the verdict compares with the kubelet's late beginning`() {
    for (end, kind) in [(109.0, Verdict.Kind.killed), (90.0, .killedEarly)] {
      var story = lost()
      story.kubeletSees(79)
      story.end(109.3, ["web": 137], finished: end)
      #expect(story.kind() == kind)
      #expect(story.verdict()?.graceSeconds == 30)
    }
  }

  @Test func `the deletion by the taint manager is a sign of a lost node`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.modify(10.1) { $0.disruptionReason = "DeletionByTaintManager" }
    #expect(story.left(12) == nil)
  }
}
