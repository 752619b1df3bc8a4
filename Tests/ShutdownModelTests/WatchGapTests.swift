import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import LogText

/// What a watch missed, and names that are used again.
@Suite struct WatchGapTests {
  @Test func `a pod that a list lacks went unseen: unknown, not vanished`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.input(12, .watch(.pods), .lost("closed"))
    story.input(20, .watch(.pods), .connected)
    story.listed(20.1, .pods, [])
    #expect(story.kind() == .unknown)
    #expect(story.verdict()?.exitCode == nil)
    #expect(story.verdict()?.usedSeconds == nil)
    #expect(story.verdict()?.graceSeconds == 30)
    #expect(story.verdict()?.reason.contains("watch was interrupted") == true)
    #expect(story.pod().phase == .gone)
  }

  @Test func `a pod that the list has goes on`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.input(12, .watch(.pods), .lost("closed"))
    story.input(20, .watch(.pods), .connected)
    story.listed(20.1, .pods, ["web-1"])
    #expect(story.verdict() == nil)
    story.end(22)
    #expect(story.kind() == .ended)
  }

  @Test func `an end that was seen before the gap keeps its verdict`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(12)
    story.listed(20, .pods, [])
    #expect(story.verdicts().count == 1)
    #expect(story.kind() == .ended)
    #expect(story.pod().phase == .gone)
  }

  @Test func `a running pod that a list lacks is an unknown end, too`() {
    var story = Story.ofRunningPod()
    story.listed(20, .pods, [])
    #expect(story.kind() == .unknown)
    #expect(story.summary == nil)
  }

  @Test func `the list of another kind ends no pod`() {
    var story = Story.ofRunningPod()
    for kind in ResourceKind.allCases where kind != .pods { story.listed(20, kind, []) }
    #expect(story.pod().phase == .ready)
  }

  @Test func `a StatefulSet's pod of the same name is another pod`() {
    var story = Story()
    let owner = OwnerReference(kind: "StatefulSet", name: "db", uid: "db")
    story.pod(0, .ready("first")) {
      $0.name = "db-0"
      $0.owner = owner
    }
    story.delete(10, uid: "first")
    story.end(12, uid: "first")
    story.pod(13, .ready("second")) {
      $0.name = "db-0"
      $0.owner = owner
    }
    #expect(story.state.pods.map(\.uid) == ["first", "second"])
    #expect(story.pod("first").phase == .gone)
    #expect(story.pod("second").phase == .ready)
    #expect(story.pod("second").shutdown == nil)

    story.delete(20, uid: "second")
    story.status(21, .drained, 0, uid: "second")
    story.end(22, uid: "second")
    #expect(story.kind(of: "first") == .ended)
    #expect(story.kind(of: "second") == .clean)
    let id = WorkloadID(kind: .statefulSet, namespace: Story.namespace, name: "db")
    #expect(story.state.workload(id)?.verdicts == [.ended: 1, .clean: 1])
  }

  @Test func `a name that is used again during a gap ends the first pod unseen`() {
    var story = Story()
    story.pod(0, .ready("first")) { $0.name = "db-0" }
    story.delete(10, uid: "first")
    story.pod(20, .ready("second")) { $0.name = "db-0" }
    story.listed(20, .pods, ["second"])
    #expect(story.kind(of: "first") == .unknown)
    #expect(story.pod("second").phase == .ready)
  }

  @Test func `a local log's line belongs to the newest pod of its name`() {
    var story = Story()
    story.pod(0, .ready("first")) { $0.name = "db-0" }
    story.pod(20, .ready("second")) { $0.name = "db-0" }
    story.feed(21, .log(LogLine(pod: .name("db-0"), container: "web", text: "a", inFlight: nil)))
    #expect(story.pod("first").logs.isEmpty)
    #expect(story.pod("second").logs.count == 1)
  }
}
