import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Objects that say less than they should, or something odd.
struct OddStatusTests {
  @Test func `OOMKilled counts with 137 only`() {
    for (code, kind) in [(137, Verdict.Kind.oom), (0, .ended), (1, .unknown)] {
      var story = Story.ofRunningPod()
      story.delete(10)
      story.exit(15, ["web": code], reason: "OOMKilled")
      story.gone(16)
      #expect(story.kind() == kind, "exit \(code)")
      #expect((story.diagnoses()["R25"] != nil) == (code != 137))
    }
  }

  @Test func `a kill long before the deadline has no name`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 600)
    story.end(80, ["web": 137])
    #expect(story.kind() == .killedEarly)
    #expect(story.verdict()?.reason.contains("by an unknown sender") == true)
    #expect(story.diagnoses()["R38"] == nil)
    #expect(story.diagnoses()["R25"] == .notice)
  }

  @Test func `a supervisor that is known may have killed it`() {
    var story = Story.ofRunningPod([
      ContainerObject(
        name: "web", start: .init(kind: .program, name: "supervisord"),
        state: .running(startedAt: .at(-60)))
    ])
    story.delete(10, grace: 600)
    story.end(80, ["web": 137])
    #expect(story.diagnoses()["R38"] == .critical)
  }

  @Test func `a node that goes down kills inside the grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 600)
    story.modify(25) {
      $0.reason = "Terminated"
      $0.message = "Pod was terminated in response to imminent node shutdown."
    }
    story.end(30, ["web": 137])
    #expect(story.kind() == .killed)
    #expect(story.verdict()?.cause?.kind == .nodeShutdown)
  }

  @Test func `a kill long after the deadline is not called one at its end`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(70, ["web": 137])
    #expect(story.kind() == .killed)
    #expect(story.verdict()?.reason.contains("at the end of its") == false)
    #expect(story.verdict()?.reason.contains("after 60 s") == true)
  }

  @Test func `a container that has ended and has no times does not run`() {
    var story = Story()
    story.pod(10, .ready("web-1")) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
      $0.containers[0].state = .terminated(.init(exitCode: 0))
    }
    #expect(story.kind() == .ended)
    story.tick(100)
    #expect(story.alertTimes("critical+", .overdue) == [])
  }

  @Test func `a deletion before the creation gives no time to count from`() {
    var story = Story.ofRunningPod { $0.createdAt = .at(5) }
    story.modify(10) {
      $0.deletionTimestamp = .at(-9000)
      $0.deletionGracePeriodSeconds = 30
    }
    #expect(story.pod().shutdown?.asked == nil)
    #expect(story.pod().countdown(at: .at(11)) == .none)
    story.end(15)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.usedSeconds == nil)
  }

  @Test func `an ephemeral container holds the pod, and its exit code says nothing`() {
    var story = Story.ofRunningPod([.running("web"), .running("debugger", .ephemeral)])
    story.delete(10)
    story.exit(15, ["debugger": 137], finishedOf: ["web": 12, "debugger": 40])
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.usedSeconds == 30)
    #expect(
      story.verdict()?.reason.hasSuffix(
        "debugger (an ephemeral container) held the pod for 28 s more")
        == true)
  }

  @Test func `while an ephemeral container runs the pod has not ended`() {
    var story = Story.ofRunningPod([.running("web"), .running("debugger", .ephemeral)])
    story.delete(10)
    story.modify(15) { $0.containers[0].end(0, at: 14, reason: nil, startedAt: .at(-60)) }
    #expect(story.pod().shutdown?.exitedAt == nil)
  }

  @Test func `a pod that never ran is not threatened with SIGKILL`() {
    var story = Story()
    story.pod(0, .ready("web-1", [.waiting("web", "ContainerCreating")])) {
      $0.phase = .pending
      $0.isReady = nil
    }
    story.delete(10)
    story.tick(60)
    #expect(story.pod().countdown(at: .at(20)) == .none)
    #expect(story.pod().alerts.isEmpty)
    #expect(story.pod().phase == .preStop)
    #expect(story.pod().conditions[.overdue] == nil)
  }

  @Test func `an evicted pod whose object has no container statuses is unknown`() {
    var story = Story.ofRunningPod()
    story.modify(20) {
      $0.phase = .failed
      $0.reason = "Evicted"
      $0.containers[0].state = .absent
    }
    #expect(story.kind() == .unknown)
  }

  @Test func `what Windows means by its exit code is explained`() {
    for (code, kind) in [
      (3_221_225_786, Verdict.Kind.unknown), (-1_073_741_510, .unknown), (3_221_225_477, .crashed),
    ] {
      var story = Story.ofRunningPod { $0.isWindows = true }
      story.delete(10)
      story.end(15, ["web": code])
      #expect(story.kind() == kind)
      #expect(story.diagnoses()["R25"] != nil)
    }
  }

  @Test func `a file's last look is not counted down from`() {
    var story = Story(scope: .logs(["pods.json"], grace: nil))
    story.pod(0, .ready("web-1"))
    story.delete(10)
    story.listed(10.1, .pods, ["web-1"])
    story.tick(100)
    #expect(story.pod().alerts.isEmpty)
    #expect(story.pod().countdown(at: .at(20)) == .none)
    #expect(story.pod().conditions[.overdue] == nil)
    #expect(story.pod().phase == .preStop)
  }

  @Test func `an object that a finalizer holds at the end of a file is told`() {
    var story = Story(scope: .logs(["pods.json"], grace: nil))
    story.pod(0, .ready("web-1")) { $0.finalizers = ["example.com/hold"] }
    story.delete(10)
    story.exit(15)
    #expect(story.diagnoses()["R37"] == nil)
    story.feed(15.1, .stop(.inputEnded))
    #expect(story.diagnoses()["R37"] == .warning)
  }
}
