import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// One phase per pod, only forward.
@Suite struct PhaseTests {
  @Test func `a pod comes up, drains and goes`() {
    var story = Story()
    story.pod(0, .ready("web-1")) {
      $0.phase = .pending
      $0.isReady = nil
      $0.containers[0].state = .waiting(reason: "ContainerCreating")
    }
    story.modify(1) {
      $0.phase = .running
      $0.isReady = false
      $0.containers[0].state = .running(startedAt: .at(1))
    }
    story.modify(2) { $0.isReady = true }
    story.delete(10)
    story.status(11, .draining, 4, elapsed: 0.5)
    story.status(14, .drained, 0, elapsed: 3.5)
    story.end(15)
    #expect(
      story.phases() == [
        .pending, .starting, .ready, .preStop, .draining, .drained, .exited, .gone,
      ])
  }

  @Test func `a pod that is ready no more stays in its phase, with a condition`() {
    var story = Story.ofRunningPod()
    story.modify(5) { $0.isReady = false }
    #expect(story.pod().phase == .ready)
    #expect(story.times("notReady+") == [5])
    story.modify(7) { $0.isReady = true }
    #expect(story.times("notReady-") == [7])
  }

  @Test func `a report of an earlier phase takes nothing back`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .drained, 0, elapsed: 0.5)
    story.status(12, .draining, 2, elapsed: 1.5)
    story.status(13, .running, 2)
    #expect(story.pod().phase == .drained)
  }

  @Test func `a drain before any deletion is not a shutdown yet`() {
    var story = Story.ofRunningPod()
    story.status(5, .draining, 3, elapsed: 1)
    #expect(story.pod().phase == .ready)
    story.delete(10)
    #expect(story.phases() == [.ready, .preStop, .draining])
  }

  @Test func `timedOut is the process's own word`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 3, elapsed: 0.5)
    story.status(25, .timedOut, 2, elapsed: 15)
    #expect(story.pod().phase == .timedOut)
    #expect(story.pod().phaseSince == .at(25))
  }

  @Test func `without any report a drain is inferred a second after the signal is due`() {
    var story = Story.ofRunningPod([.running("web", preStop: .sleep(seconds: 4))])
    story.delete(10)
    story.tick(14.9)
    #expect(story.pod().phase == .preStop)
    story.tick(15.1)
    #expect(story.pod().phase == .draining)
    #expect(story.pod().phaseSince == .at(15))
    #expect(story.pod().shutdown?.isDrainInferred == true)
    #expect(story.pod().shutdown?.signalAt == nil)
  }

  @Test func `no drain is inferred while a hook of unknown length may run`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.delete(10)
    story.tick(37)
    #expect(story.pod().phase == .preStop)
  }

  @Test func `no drain is inferred while the process says it is running`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    for seconds in 10..<20 { story.status(Double(seconds) + 0.5, .running, 3) }
    #expect(story.pod().phase == .preStop)
  }

  @Test func `a closed status port is evidence of draining`() {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.status(9, .running, 3)
    story.delete(10)
    story.answer(13, .refused)
    story.answer(14, .refused)
    #expect(story.pod().phase == .preStop)
    story.tick(15)
    #expect(story.times("unreachable+") == [15])
    #expect(story.pod().phase == .draining)
    #expect(story.pod().shutdown?.isDrainInferred == true)
  }

  @Test func `a drain that is seen is no longer inferred`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.tick(12)
    story.status(12.5, .draining, 3, elapsed: 2.4, signal: "SIGTERM")
    #expect(story.pod().shutdown?.isDrainInferred == false)
    #expect(story.pod().shutdown?.signalAt == .at(10.1))
    #expect(story.pod().shutdown?.signal == "SIGTERM")
  }

  @Test func `a container that ended does not end the pod while another runs`() {
    var story = Story.ofRunningPod([.running("web"), .running("worker")])
    story.delete(10)
    story.modify(12) {
      $0.containers[0].end(0, at: 12, reason: nil, startedAt: .at(-3600))
    }
    #expect(story.pod().phase == .draining)
    #expect(story.verdict() == nil)
    story.exit(14)
    #expect(story.pod().phase == .exited)
    #expect(story.kind() == .ended)
  }

  @Test func `a native sidecar that still runs keeps the pod from having ended`() {
    var story = Story.ofRunningPod([.running("mesh", .sidecar), .running("web")])
    story.delete(10)
    story.modify(12) {
      $0.containers[1].end(0, at: 12, reason: nil, startedAt: .at(-3600))
    }
    #expect(story.pod().phase < .exited)
    #expect(story.verdict() == nil)
    story.exit(15, finishedOf: ["mesh": 14])
    #expect(story.verdict()?.usedSeconds == 4)
  }

  @Test func `a restart of a pod that goes on is no shutdown`() {
    var story = Story.ofRunningPod()
    story.modify(5) {
      $0.isReady = false
      $0.containers[0] = .waiting(
        "web", "CrashLoopBackOff",
        crashed: ContainerObject.Termination(
          exitCode: 137, reason: "Error", startedAt: .at(-60), finishedAt: .at(5)))
    }
    story.modify(9) {
      $0.isReady = true
      $0.containers[0].state = .running(startedAt: .at(9))
    }
    #expect(story.pod().shutdown == nil)
    let restarts = story.outputs.compactMap { output in
      if case .restart(_, let restart) = output.change { restart.sentence } else { nil }
    }
    #expect(restarts == ["web ended with exit code 137; the pod keeps running"])
    #expect(story.outputs.count == 4)
    #expect(story.pod().phase == .ready)
  }

  @Test func `what comes after DELETED changes nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(12)
    let count = story.outputs.count
    story.modify(13) { $0.phase = .running }
    story.gone(14)
    story.status(15, .draining, 3)
    story.tick(60)
    #expect(story.outputs.count == count)
    #expect(story.pod().phase == .gone)
  }
}
