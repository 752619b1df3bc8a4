import KubernetesObjects
import PodStatus
import ShutdownModel
import Testing

@testable import Views

/// Which pods stand together, and which are folded to one line.
@Suite struct SectionTests {
  /// Old and new pods of a Deployment, one of the old on its way out.
  private static func rollout() -> Story {
    var story = Story.ofRunningPod()
    for name in ["web-abc-aaaaa", "web-abc-bbbbb"] {
      story.pod(0, .ready(name))
    }
    return story
  }

  private func list(_ story: Story, _ screen: ScreenState = ScreenState()) -> PodList {
    PodList(state: story.state, screen: screen)
  }

  @Test func `a pod that Kubernetes named is called by its last part, another by its whole name`() {
    let story = Self.rollout()
    #expect(story.pod("web-abc-aaaaa").shortName == "aaaaa")
    #expect(story.pod("web-1").shortName == "web-1")
  }

  @Test func `the only section is never folded`() {
    let list = list(Story.ofRunningPod())
    #expect(list.sections.count == 1)
    #expect(list.sections.allSatisfy { !$0.isFolded })
    #expect(list.count == 1)
  }

  @Test func `a pod that does not start is no calm one, and its reason stands in its phase`() {
    var story = Story.ofRunningPod()
    var object = PodObject.ready("web-2")
    object.phase = .pending
    object.isReady = false
    object.containers[0].state = .waiting(reason: "ImagePullBackOff")
    story.pod(1, object)
    #expect(story.pod("web-2").phaseWord.text == "ImagePullBackOff")
    #expect(list(story).sections.contains { !$0.isCalm })
    let rank = DangerRank(of: story.pod("web-2"), isOld: false, at: story.state.now)
    #expect(rank.danger < DangerRank.calm)
  }

  @Test func `each pod on its way out is counted once`() {
    var story = Self.rollout()
    for uid in ["web-1", "web-abc-aaaaa", "web-abc-bbbbb"] { story.delete(10, uid: uid) }
    story.status(11, .draining, 0, elapsed: 0.5, uid: "web-1")
    story.status(13, .running, 3, uid: "web-abc-aaaaa")
    let counts = DangerCounts(story.state)
    #expect(counts.terminating == 3)
    #expect(counts.inTime == 1)
    #expect(counts.inDanger == 1)
    #expect(counts.isCritical)
    #expect(counts.unsure == 1)
  }

  @Test func `the user's choice folds and opens, and the selection goes to what is shown`() {
    var story = Self.rollout()
    story.delete(10)
    var screen = ScreenState()
    screen.foldsNew = true
    let folded = list(story, screen)
    #expect(!folded.sections.contains { !$0.isFolded })
    #expect(folded.count == 0)
    #expect(screen.selection(story.state) == nil)
  }
}
