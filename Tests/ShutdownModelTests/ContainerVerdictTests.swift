import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Which containers count, and which of them gives the verdict.
@Suite struct ContainerVerdictTests {
  @Test func `the worst of the containers gives the verdict, with its name and code`() {
    var story = Story.ofRunningPod([.running("web"), .running("worker")])
    story.delete(10)
    story.status(11, .drained, 0, elapsed: 0.5)
    story.end(40.2, ["web": 0, "worker": 137])
    #expect(story.kind() == .killed)
    #expect(story.verdict()?.container == "worker")
    #expect(story.verdict()?.exitCode == 137)
  }

  @Test func `of containers that ended alike the one with the endpoint speaks`() {
    var story = Story.ofRunningPod([.running("worker"), .running("web")])
    story.delete(10)
    story.status(11, .running, 0)
    story.end(40.2, ["web": 137, "worker": 137])
    #expect(story.verdict()?.container == "web")
  }

  @Test func `a native sidecar's exit code is left aside, its end counts as used`() {
    var story = Story.ofRunningPod([.running("mesh", .sidecar), .running("web")])
    story.delete(10)
    story.exit(40.2, ["mesh": 137], finishedOf: ["web": 14, "mesh": 40])
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.container == "web")
    #expect(story.verdict()?.exitCode == 0)
    #expect(story.verdict()?.usedSeconds == 30)
  }

  @Test func `an ordinary second container is no sidecar`() {
    var story = Story.ofRunningPod([.running("mesh"), .running("web")])
    story.delete(10)
    story.exit(40.2, ["mesh": 137], finishedOf: ["web": 14, "mesh": 40])
    #expect(story.kind() == .killed)
  }

  @Test func `a pod that never started is clean and has no exit code`() {
    var story = Story()
    story.pod(0, .ready("web-1", [.waiting("web", "ImagePullBackOff")])) {
      $0.phase = .pending
      $0.isReady = false
    }
    story.delete(10)
    story.modify(10.4) {
      $0.phase = .failed
      $0.containers[0].state = .terminated(
        ContainerObject.Termination(exitCode: 137, reason: "ContainerStatusUnknown"))
    }
    story.gone(10.5)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.exitCode == nil)
    #expect(story.verdict()?.container == nil)
    #expect(story.verdict()?.reason == "it never started")
  }

  @Test func `a pod between two crashes was not running`() {
    var story = Story.ofRunningPod([
      .waiting(
        "web", "CrashLoopBackOff",
        crashed: ContainerObject.Termination(
          exitCode: 1, reason: "Error", startedAt: .at(-60), finishedAt: .at(-50)))
    ])
    story.delete(10)
    story.gone(10.5)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.reason == "it was not running")
  }

  @Test func `a container that had ended before takes no part`() {
    var story = Story.ofRunningPod([.running("web"), .running("once")])
    story.modify(5) { $0.containers[1].end(1, at: 5, reason: nil, startedAt: .at(-60)) }
    story.delete(10)
    story.end(12)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.usedSeconds == 2)
  }

  @Test func `an end in the very version that shows the deletion counts`() {
    var story = Story.ofRunningPod()
    story.modify(12) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
      $0.phase = .failed
      $0.containers[0].end(139, at: 11, reason: nil, startedAt: .at(-60))
    }
    #expect(story.kind() == .crashed)
  }

  @Test func `ContainerStatusUnknown of a container that had started is unknown`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .drained, 0, elapsed: 0.5)
    story.exit(40.2, ["web": 137], reason: "ContainerStatusUnknown")
    #expect(story.kind() == .unknown)
  }

  @Test func `a completed pod that is deleted was not running`() {
    for code in [0, 1, 137] {
      var story = Story.ofRunningPod()
      story.exit(5, ["web": code])
      // The API server deletes an ended pod at once: no deletionTimestamp is ever shown.
      story.gone(100)
      #expect(story.kind() == .clean, "exit \(code)")
      #expect(story.verdict()?.reason == "it was not running")
      #expect(story.verdict()?.exitCode == nil)
    }
  }

  @Test func `a completed pod that a finalizer keeps gets its verdict when it is deleted`() {
    var story = Story.ofRunningPod()
    story.exit(5, ["web": 1])
    story.finalDelete(100)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.reason == "it was not running")
    story.gone(200)
    #expect(story.verdicts().count == 1)
  }

  @Test func `a pod that runs at its last look and goes without a deletion has vanished`() {
    var story = Story.ofRunningPod()
    story.gone(100)
    #expect(story.kind() == .vanished)
  }

  @Test func `what had ended before it was first seen is not of this run`() {
    var story = Story()
    story.pod(0, .ready("web-1")) {
      $0.phase = .failed
      $0.deletionTimestamp = .at(-20)
      $0.deletionGracePeriodSeconds = 0
      $0.containers[0].end(137, at: -20, reason: nil, startedAt: .at(-60))
    }
    story.modify(1)
    story.gone(5)
    #expect(story.verdict() == nil)
    #expect(story.pod().phase == .gone)
  }

  @Test func `a pod whose deletion came while nobody looked ends unmeasured`() {
    var story = Story.ofRunningPod()
    story.input(5, .watch(.pods), .lost("closed"))
    story.input(60, .watch(.pods), .connected)
    story.modify(60.1) {
      $0.phase = .failed
      $0.deletionTimestamp = .at(50)
      $0.deletionGracePeriodSeconds = 0
      $0.containers[0].end(137, at: 49, reason: nil, startedAt: .at(-60))
    }
    #expect(story.kind() == .unknown)
    #expect(story.verdict()?.graceSeconds == nil)
    #expect(story.verdict()?.usedSeconds == nil)
  }
}
