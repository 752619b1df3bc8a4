import ShutdownModel
import Testing

@testable import RunReports

/// What stands behind the screen when it has gone.
struct ClosingSentenceTests {
  private func sentence(_ story: Story, _ reason: StopReason = .quit) -> String? {
    var story = story
    story.feed(60, .stop(reason))
    return story.state.closingSentence
  }

  @Test func `while the run goes on there is none`() {
    #expect(Story.ofDeployment(Goal()).state.closingSentence == nil)
  }

  @Test func `a pod that has not ended is still terminating, and of no unknown verdict`() {
    var story = Story.ofDeployment(Goal())
    story.listAll()
    story.delete(50)
    #expect(
      sentence(story) == "stopped while 1 pod was still terminating; exit code 2")
    #expect(
      sentence(story, .interrupted)
        == "interrupted while 1 pod was still terminating; exit code 130")
  }

  @Test func `those that ended stand beside those that did not, the worst first`() {
    var story = Story()
    for name in ["web-1", "web-2", "web-3"] { story.pod(0, .ready(name)) }
    for kind in ResourceKind.allCases { story.listed(1, kind, ["web-1", "web-2", "web-3"]) }
    story.delete(10, grace: 30)
    story.delete(10, grace: 30, uid: "web-2")
    story.delete(50, grace: 30, uid: "web-3")
    story.end(15)
    story.end(40, ["web": 137], uid: "web-2")
    #expect(
      sentence(story)
        == "stopped while 1 pod was still terminating; 2 pods ended: 1 killed, 1 ended; exit code 2"
    )
  }

  @Test func `a run in which nothing happened says so, and one that saw nothing says why`() {
    var calm = Story.ofDeployment(Goal())
    calm.listAll()
    #expect(sentence(calm) == "stopped; no pod was shut down; exit code 0")
    var empty = Story(scope: .selector("app=web", namespace: "shop"))
    empty.listed(0, .pods, [])
    #expect(
      sentence(empty)
        == "stopped; the selector app=web has matched no pod in namespace shop; exit code 1")
    let process = Story(scope: .endpoint("localhost:1/shutdown-status", grace: nil, preStop: nil))
    #expect(
      sentence(process)
        == "stopped; localhost:1/shutdown-status has never reported its status; exit code 1")
  }

  @Test func `the demo says that its code is always 0`() {
    var story = Story(goal: Goal(alwaysSucceeds: true))
    story.pod(0, .ready("web-1"))
    for kind in ResourceKind.allCases { story.listed(1, kind, ["web-1"]) }
    story.delete(10, grace: 30)
    story.end(40, ["web": 137])
    #expect(
      sentence(story) == "stopped; 1 pod ended: 1 killed; exit code 0, as always for the demo")
  }
}
