import ShutdownModel
import Testing

/// A deletion the kubelet has not seen: `observedGeneration` behind `generation`.
@Suite struct UnseenTests {
  @Test func `no countdown runs before the kubelet has seen the deletion`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    #expect(story.pod().countdown(at: .at(12)) == .unseen(overdueBy: nil))
    #expect(story.left(12) == nil)
    #expect(story.pod().countdown(at: .at(47)) == .unseen(overdueBy: .seconds(7)))
  }

  @Test func `it is said after two seconds, and taken back when the kubelet sees it`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.tick(60)
    #expect(story.times("unseen+") == [12])
    story.kubeletSees(79)
    #expect(story.times("unseen-") == [79])
  }

  @Test func `a kubelet that sees it at once is never said to be unseen`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.tick(39)
    #expect(story.conditions().isEmpty)
  }

  @Test func `a kubelet that sees it late begins then, with the full grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.kubeletSees(79)
    #expect(story.left(79) == 30)
    #expect(story.left(100) == 9)
    #expect(story.pod().shutdown?.asked == .at(10))
  }

  @Test func `the verdict compares with the kubelet's late beginning`() {
    for (end, kind) in [(109.0, Verdict.Kind.killed), (90.0, .killedEarly)] {
      var story = Story.ofRunningPod()
      story.delete(10, seen: false)
      story.kubeletSees(79)
      story.end(109.3, ["web": 137], finished: end)
      #expect(story.kind() == kind)
      #expect(story.verdict()?.graceSeconds == 30)
    }
  }

  @Test func `a kubelet's word that is a little late is the API's delay, not a late kill`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.kubeletSees(14)
    #expect(story.left(14) == 26)
  }

  @Test func `a Killing event shows that the kubelet has seen it`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.killing(10.1)
    #expect(story.left(12) == 28)
  }

  @Test func `a Killing event may come before the deletion itself`() {
    var story = Story.ofRunningPod()
    story.killing(9.95)
    story.delete(10, seen: false)
    #expect(story.left(12) == 28)
  }

  @Test func `the event of a failed liveness probe shows nothing of the kind`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.event(10.1, "Killing", "Container web failed liveness probe, will be restarted")
    #expect(story.left(12) == nil)
  }

  @Test func `a kubelet too old to report its generation is taken to have seen it`() {
    var story = Story.ofRunningPod { $0.observedGeneration = nil }
    story.delete(10, seen: false)
    #expect(story.left(12) == 28)
  }

  @Test func `after a gap of the watch a late sight says nothing of the beginning`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.input(11, .watch(.pods), .lost("closed"))
    story.input(25, .watch(.pods), .connected)
    story.kubeletSees(25.1)
    #expect(story.left(25.1) == 14.9)
  }

  @Test func `no alert is raised for what does not count down`() {
    var story = Story.ofRunningPod()
    story.delete(10, seen: false)
    story.tick(70)
    #expect(story.alerts().isEmpty)
  }
}
