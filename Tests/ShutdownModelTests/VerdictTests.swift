import ShutdownModel
import Testing

@testable import KubernetesObjects

/// The table of verdicts: each rule where it holds, and in the nearest case where it must not.
@Suite struct VerdictTests {
  // MARK: vanished

  @Test func `a pod whose object goes while a container still shows running has vanished`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.gone(12)
    #expect(story.kind() == .vanished)
    #expect(story.verdict()?.exitCode == nil)
    #expect(story.verdict()?.usedSeconds == nil)
    #expect(story.verdict()?.graceSeconds == 30)
  }

  @Test func `a pod whose object goes after it showed its end has not vanished`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(12, ["web": 0])
    #expect(story.kind() == .ended)
  }

  // MARK: oom

  @Test func `OOMKilled is oom, at the deadline too`() {
    for end in [12.0, 40.2] {
      var story = Story.ofRunningPod()
      story.delete(10)
      story.exit(end, ["web": 137], reason: "OOMKilled")
      #expect(story.kind() == .oom)
    }
  }

  // MARK: killed and killed-early

  @Test(arguments: [(38.9, Verdict.Kind.killedEarly), (39.0, .killed), (40.1, .killed)])
  func `137 is a kill from one second before SIGKILL's time on, and early before`(
    finished: Double, kind: Verdict.Kind
  ) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(40.3, ["web": 137], finished: finished)
    #expect(story.kind() == kind)
    #expect(story.verdict()?.exitCode == 137)
  }

  @Test func `137 without a time or with another reason is no kill`() {
    for (reason, hasTime) in [("Error", false), ("ContainerStatusUnknown", true)] {
      var story = Story.ofRunningPod()
      story.delete(10)
      story.modify(40.2) {
        $0.phase = .failed
        $0.containers[0].state = .terminated(
          ContainerObject.Termination(
            exitCode: 137, reason: reason, startedAt: .at(-60), finishedAt: hasTime ? .at(40) : nil)
        )
      }
      #expect(story.kind() == .unknown, "\(reason)")
    }
  }
}
