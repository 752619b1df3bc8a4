import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Who or what ended a pod: only what says so positively, with what it rests on.
struct CauseTests {
  private func deleted(_ change: (inout PodObject) -> Void = { _ in }) -> Story {
    var story = Story.ofRunningPod()
    story.modify(10) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
      change(&$0)
    }
    return story
  }

  private func ended(_ story: Story, _ code: Int = 0) -> Cause? {
    var story = story
    story.end(15, ["web": code])
    return story.verdict()?.cause
  }

  static let conditions: [(reason: String, message: String, kind: Cause.Kind, by: String?)] = [
    (
      "PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod",
      .preemption, "default-scheduler"
    ),
    ("EvictionByEvictionAPI", "Eviction API: evicting", .eviction, "the Eviction API"),
    (
      "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", .taint,
      "the taint manager"
    ),
    ("DeletionByPodGC", "PodGC: node no longer exists", .nodeLost, "the pod garbage collector"),
    (
      "TerminationByKubelet", "Pod was terminated in response to imminent node shutdown.",
      .nodeShutdown,
      "the kubelet"
    ),
    (
      "TerminationByKubelet", "Pod was preempted by Kubelet to accommodate a critical pod.",
      .preemption,
      "the kubelet"
    ),
    ("TerminationByKubelet", "The node was low on resource: memory.", .eviction, "the kubelet"),
  ]

  @Test(arguments: conditions.indices) func `the condition DisruptionTarget says it`(index: Int)
    throws
  {
    let condition = Self.conditions[index]
    let story = deleted {
      $0.disruptionReason = condition.reason
      $0.disruptionMessage = condition.message
    }
    let cause = try #require(ended(story))
    #expect(cause.kind == condition.kind)
    #expect(cause.by == condition.by)
    #expect(
      cause.evidence == "condition DisruptionTarget \(condition.reason): \(condition.message)")
  }

  @Test(arguments: [
    ("Evicted", "The node was low on resource: memory.", Cause.Kind.eviction),
    ("Terminated", "Pod was terminated in response to imminent node shutdown.", .nodeShutdown),
    ("Shutdown", "Node is shutting, evicting pods", .nodeShutdown),
    ("Preempting", "Preempted in order to admit critical pod", .preemption),
  ])
  func `status.reason of a pod that the kubelet ended says it`(
    reason: String, message: String, kind: Cause.Kind
  ) {
    var story = Story.ofRunningPod()
    story.modify(20) {
      $0.phase = .failed
      $0.reason = reason
      $0.message = message
      $0.containers[0].end(137, at: 19, reason: nil, startedAt: .at(-60))
    }
    #expect(story.kind() == .killed)
    #expect(story.verdict()?.cause?.kind == kind)
    #expect(story.verdict()?.cause?.evidence == "status.reason \(reason): \(message)")
  }

  static let events: [(reason: String, message: String, source: String, kind: Cause.Kind?)] = [
    ("Evicted", "Evicted pod: Underutilized", "karpenter", .drain),
    ("Disrupted", "Deleting the pod to accommodate the terminationTime", "karpenter", .drain),
    ("ScaleDown", "deleting pod for node scale down", "cluster-autoscaler", .drain),
    ("EvictedByVPA", "Pod was evicted by VPA Updater", "vpa-updater", .eviction),
    (
      "LowNodeUtilization", "pod evicted from n1 node by sigs.k8s.io/descheduler",
      "sigs.k8s.io.descheduler",
      .eviction
    ),
    ("Preempted", "Preempted by pod 7 on node n1", "default-scheduler", .preemption),
    (
      "TaintManagerEviction", "Marking for deletion Pod shop/web-1", "taint-eviction-controller",
      .taint
    ),
    (
      "TaintManagerEviction", "Cancelling deletion of Pod shop/web-1", "taint-eviction-controller",
      nil
    ),
    ("Killing", "Stopping container web", "kubelet", nil),
    ("ScaleDown", "node n1 removed", "cluster-autoscaler", nil),
    ("Unhealthy", "Readiness probe failed", "kubelet", nil),
  ]

  private func event(
    _ told: (reason: String, message: String, source: String, kind: Cause.Kind?), at: Double
  )
    -> Observation
  {
    .event(
      EventObject(
        uid: "e-\(told.reason)", involvedUID: "web-1", reason: told.reason, message: told.message,
        source: told.source, time: .at(at)))
  }

  @Test(arguments: events.indices) func `an event with its source says it`(index: Int) {
    let told = Self.events[index]
    var story = deleted()
    story.feed(10.2, event(told, at: 10))
    let cause = ended(story)
    #expect(cause?.kind == told.kind)
    if told.kind != nil {
      #expect(cause?.evidence == "event \(told.reason) of \(told.source): \(told.message)")
    }
  }

  @Test func `an event that came before its pod counts`() {
    var story = Story()
    story.feed(0, event(Self.events[0], at: 10))
    story.pod(1, .ready("web-1"))
    story.delete(11)
    #expect(ended(story)?.by == "karpenter")
  }

  @Test func `an event of long ago says nothing of this end`() {
    var story = deleted()
    story.feed(10.2, event(Self.events[0], at: -600))
    #expect(ended(story) == nil)
  }

  @Test func `the Eviction API was called by whom an event names`() throws {
    var story = deleted {
      $0.disruptionReason = "EvictionByEvictionAPI"
      $0.disruptionMessage = "Eviction API: evicting"
    }
    story.feed(10.2, event(Self.events[0], at: 10))
    let cause = try #require(ended(story))
    #expect(cause.kind == .drain)
    #expect(cause.by == "karpenter")
    #expect(
      cause.evidence.contains("Underutilized") && cause.evidence.contains("EvictionByEvictionAPI"))
  }

  @Test func `nothing is guessed of a plain deletion`() {
    #expect(ended(deleted()) == nil)
  }

  @Test func `the pod of an old revision goes for the rollout`() throws {
    var story = Story.ofRollout(Goal())
    story.end(9)
    let cause = try #require(story.verdict()?.cause)
    #expect(cause.kind == .rollout)
    #expect(cause.by == "deployment/web")
    #expect(cause.evidence == "its revision is abc, the newest is new")
  }

  @Test(arguments: [(1, Cause.Kind.scaleDown), (4, nil)] as [(Int, Cause.Kind?)])
  func `a pod of the newest revision goes where replicas were lowered`(
    replicas: Int, kind: Cause.Kind?
  ) {
    var story = Story(scope: .workloads([.web]))
    var web = WorkloadObject.web(1)
    web.desiredReplicas = 2
    story.feed(0, .workload(web))
    story.feed(0, .revision(.web("abc", 1)))
    for name in ["web-1", "web-2"] { story.pod(0, .ready(name)) }
    web.desiredReplicas = replicas
    story.feed(5, .workload(web))
    story.delete(6)
    // No more than were lowered.
    story.delete(7, uid: "web-2")
    story.end(9)
    story.end(10, uid: "web-2")
    #expect(story.verdict()?.cause?.kind == kind)
    #expect(story.verdict(of: "web-2")?.cause == nil)
  }

  @Test func `a lost node is told, and nothing is claimed of the program`() {
    var story = deleted {
      $0.disruptionReason = "DeletionByTaintManager"
      $0.reason = "NodeLost"
      $0.message = "Node n1 which was running pod web-1 is unresponsive"
      $0.isReady = false
    }
    story.tick(100)
    #expect(story.pod().cause?.kind == .nodeLost)
    #expect(story.pod().phase == .preStop)
    #expect(story.pod().conditions[.overdue] == nil)
    if case .unseen = story.pod().countdown(at: .at(20)) {
    } else {
      Issue.record("a countdown runs")
    }
    let texts = story.outputs.map { "\($0.change)" }.joined()
    #expect(!texts.contains("SIGKILL in") && !texts.contains("still runs 1"))
    // It is back: the kubelet begins anew.
    story.modify(200) {
      $0.reason = nil
      $0.isReady = true
    }
    #expect(story.pod().nodeLoss == nil)
    if case .running = story.pod().countdown(at: .at(201)) {
    } else {
      Issue.record("no countdown runs")
    }
  }

  @Test func `an event that the node was not ready counts until the kubelet is heard again`() {
    var story = deleted { $0.isReady = false }
    func told(_ reason: String, _ source: String, _ seconds: Double) -> Observation {
      .event(
        EventObject(
          uid: reason, involvedUID: "web-1", reason: reason, message: "", source: source,
          time: .at(seconds)))
    }
    story.feed(11, told("NodeNotReady", "node-controller", 11))
    #expect(story.pod().nodeLoss?.evidence == "event NodeNotReady of node-controller")
    story.feed(60, told("Killing", "kubelet", 60))
    #expect(story.pod().nodeLoss == nil)
  }

  @Test(
    arguments: [
      (0, "EvictionByEvictionAPI", 0, Verdict.Kind.unknown),
      (143, "EvictionByEvictionAPI", 0, .unknown),
      (0, "EvictionByEvictionAPI", 3, .cut), (0, nil, 0, .ended),
      (143, "DeletionByTaintManager", 0, .unknown),
      (137, "EvictionByEvictionAPI", 0, .killedEarly),
    ] as [(Int, String?, Int, Verdict.Kind)])
  func `a Job's pod that obeys its eviction has broken off its work`(
    code: Int, reason: String?, inFlight: Int, kind: Verdict.Kind
  ) throws {
    var story = Story.ofRunningPod {
      $0.owner = OwnerReference(kind: "Job", name: "batch", uid: "j")
      $0.revisionHash = nil
    }
    story.modify(10) {
      $0.deletionTimestamp = .at(40)
      $0.deletionGracePeriodSeconds = 30
      $0.disruptionReason = reason
    }
    if inFlight > 0 { story.status(10.5, .draining, inFlight) }
    story.end(12, ["web": code])
    let verdict = try #require(story.verdict())
    #expect(verdict.kind == kind)
    if code == 0, reason != nil {
      #expect(verdict.reason.contains("job/batch may still count the pod as complete"))
      #expect(story.diagnoses()["R25"] == .notice)
    }
  }
}
