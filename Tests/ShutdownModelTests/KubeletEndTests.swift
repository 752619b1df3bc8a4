import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Pods the kubelet itself ends: they have no deletionTimestamp.
@Suite struct KubeletEndTests {
  private func evicted(_ reason: String?, disruption: String? = nil, code: Int = 143) -> Story {
    var story = Story.ofRunningPod()
    story.modify(20) {
      $0.phase = .failed
      $0.reason = reason
      $0.disruptionReason = disruption
      $0.isReady = false
      $0.containers[0].end(code, at: 19, reason: nil, startedAt: .at(-60))
    }
    return story
  }

  @Test(arguments: ["Evicted", "Terminated", "Preempting"])
  func `a pod the kubelet ended is a shutdown without a countdown`(reason: String) {
    let story = evicted(reason)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.graceSeconds == nil)
    #expect(story.verdict()?.usedSeconds == nil)
    #expect(story.pod().countdown(at: .at(19)) == .none)
  }

  @Test func `TerminationByKubelet alone is enough`() {
    #expect(evicted(nil, disruption: "TerminationByKubelet").kind() == .ended)
  }

  @Test func `a pod that failed by itself is no shutdown`() {
    for story in [evicted(nil), evicted("DeadlineExceeded"), evicted(nil, disruption: "Other")] {
      #expect(story.pod().shutdown == nil)
      #expect(story.verdict() == nil)
      #expect(story.pod().phase == .exited)
    }
  }

  @Test func `137 of an evicted pod is the kubelet's kill`() {
    #expect(evicted("Evicted", code: 137).kind() == .killed)
  }

  @Test func `a pod that had been evicted before the run is no shutdown of it`() {
    var story = Story()
    story.pod(0, .ready("web-1")) {
      $0.phase = .failed
      $0.reason = "Evicted"
      $0.containers[0].end(137, at: -100, reason: nil, startedAt: .at(-200))
    }
    #expect(story.pod().shutdown == nil)
    story.gone(10)
    #expect(story.kind() == .clean)
  }

  @Test func `its deletion afterwards gives no second verdict`() {
    var story = evicted("Evicted")
    story.delete(100, grace: 1)
    story.gone(101)
    #expect(story.verdicts().count == 1)
  }
}
