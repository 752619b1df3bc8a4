import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// A second deletion while the first is under way: the kubelet keeps its first grace.
@Suite struct ShorteningTests {
  private func shorten(_ story: inout Story, at seconds: Double, to grace: Int) {
    story.modify(seconds) {
      $0.deletionTimestamp = .at(seconds.rounded(.down) + Double(grace))
      $0.deletionGracePeriodSeconds = grace
    }
  }

  @Test func `a second deletion does not move SIGKILL`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    shorten(&story, at: 20.4, to: 5)
    #expect(story.left(20.4) == 49.6)
    #expect(story.running(20.4)?.isExact == true)
    #expect(story.pod().shutdown?.asked == .at(10))
    #expect(story.pod().shutdown?.graceSeconds == 60)
    #expect(story.pod().shutdown?.deadline?.shortening?.grace == .seconds(5))
  }

  @Test func `the verdict compares with the first deadline`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    shorten(&story, at: 20.4, to: 5)
    story.end(70.2, ["web": 137], finished: 70)
    #expect(story.kind() == .killed)
    #expect(story.verdict()?.graceSeconds == 60)
    #expect(story.verdict()?.usedSeconds == 60)
  }

  /// A kubelet that was restarted begins its kill anew, with the shorter grace.
  @Test func `an end at the shortened deadline is a kill, too, and one long before either is not`()
  {
    for (end, kind) in [(25.0, Verdict.Kind.killed), (17.0, .killedEarly), (45.0, .killedEarly)] {
      var story = Story.ofRunningPod()
      story.delete(10, grace: 60)
      shorten(&story, at: 16.4, to: 8)
      story.end(46.2, ["web": 137], finished: end)
      #expect(story.kind() == kind, "\(end)")
      #expect(story.verdict()?.reason.contains("shortened") == (kind == .killed))
    }
  }

  @Test func `a longer or equal grace is nothing new`() {
    for grace in [30, 31, 600] {
      var story = Story.ofRunningPod()
      story.delete(10, grace: 30)
      shorten(&story, at: 20, to: grace)
      #expect(story.left(20) == 20)
      #expect(story.pod().shutdown?.deadline?.shortening == nil)
    }
  }

  @Test func `a kubelet that was not seen to act may keep to the shorter grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30, seen: false)
    story.delete(13, grace: 8, seen: false)
    #expect(story.left(14) == 7)
    #expect(story.running(14)?.isExact == false)
    #expect(story.pod().shutdown?.deadline?.latestKill == .at(40))
  }

  @Test func `after a second deletion the hook counts as before`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10, grace: 60)
    shorten(&story, at: 20, to: 10)
    #expect(story.running(20)?.mayBeLaterBy == .seconds(2))
  }
}
