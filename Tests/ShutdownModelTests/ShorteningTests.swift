import ShutdownModel
import Testing

/// A second deletion while the first is under way.
@Suite struct ShorteningTests {
  private func shorten(_ story: inout Story, at seconds: Double, to grace: Int) {
    story.modify(seconds) {
      $0.deletionTimestamp = .at(seconds.rounded(.down) + Double(grace))
      $0.deletionGracePeriodSeconds = grace
    }
  }

  @Test func `a second deletion begins the kill again with the shorter grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    shorten(&story, at: 20.4, to: 5)
    #expect(story.left(20.4) == 5)
    #expect(story.running(20.4)?.total == .seconds(5))
    #expect(story.pod().shutdown?.asked == .at(10))
    #expect(story.pod().shutdown?.graceSeconds == 5)
  }

  @Test func `the verdict compares with the shortened moment`() {
    for (end, kind) in [(26.0, Verdict.Kind.killed), (23.0, .killedEarly)] {
      var story = Story.ofRunningPod()
      story.delete(10, grace: 60)
      shorten(&story, at: 20.4, to: 5)
      story.end(26.2, ["web": 137], finished: end)
      #expect(story.kind() == kind)
      #expect(story.verdict()?.graceSeconds == 5)
    }
  }

  @Test func `a longer or equal grace moves nothing`() {
    for grace in [30, 31, 600] {
      var story = Story.ofRunningPod()
      story.delete(10, grace: 30)
      shorten(&story, at: 20, to: grace)
      #expect(story.left(20) == 20)
      #expect(story.pod().shutdown?.graceSeconds == 30)
    }
  }

  @Test func `a shorter grace that would end later lets the number stand, never rise`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    shorten(&story, at: 35, to: 20)
    #expect(story.left(35) == 5)
    #expect(story.left(49) == 5)
    #expect(story.left(52) == 3)
  }

  @Test func `the kubelet's floor holds for a shortened grace too`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    shorten(&story, at: 20, to: 1)
    #expect(story.left(20) == 2)
  }

  @Test func `a second deletion before the kubelet saw the first counts from its arrival`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30, seen: false)
    story.delete(13, grace: 2, seen: true)
    #expect(story.left(13.5) == 1.5)
  }

  @Test func `a kubelet that sees both deletions late begins with the shorter grace then`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30, seen: false)
    story.delete(13, grace: 8, seen: false)
    story.kubeletSees(60)
    #expect(story.left(60) == 8)
  }

  @Test func `after a second deletion the hook no longer counts`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10, grace: 60)
    #expect(story.running(11)?.mayBeLaterBy == .seconds(2))
    shorten(&story, at: 20, to: 10)
    #expect(story.running(20)?.mayBeLaterBy == .zero)
    #expect(story.left(29) == 1)
  }
}
