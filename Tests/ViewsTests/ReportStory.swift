import PodStatus
import ShutdownDiagnosis
import ShutdownModel
import Time

@testable import KubernetesObjects
@testable import LogText
@testable import RunReports

/// The runs that reports are made of.
enum ReportStory {
  /// A rollout with an end of every kind that matters, told from its first event to its last.
  static func rollout() -> Report {
    var story = Story()
    story.feed(0, .scope(.workloads([Scene.deployment]), clusterContext: "prod"))
    story.clock(0)
    let names = ["clean", "slow", "swallowed", "unmeasured", "late"]
    story.feed(
      0,
      .revision(
        RevisionObject(
          uid: "rs-old", namespace: "shop", name: "web-5d68",
          owner: OwnerReference(kind: "Deployment", name: "web", uid: "web"), hash: "5d68",
          number: 12, createdAt: .at(-9000))))
    story.rollout(0, generation: 1, updated: 5)
    for name in names { story.member(name) }
    story.listed(6.5, .pods, Set(names))
    story.listed(6.5, .deployments, ["web"])
    story.listed(6.5, .replicaSets, ["rs-old"])
    story.rollout(1, generation: 2, updated: 0)
    for (place, name) in names.enumerated() {
      story.delete(Double(2 + place), grace: 20, uid: name)
    }
    for half in 0..<39 {
      let second = Double(half) / 2
      if second < 4 {
        story.status(
          2.6 + second, .draining, 8 - half, elapsed: second, signal: "SIGTERM", uid: "clean")
      }
      story.status(
        3.6 + second, .draining, 24 - half / 2, elapsed: second, signal: "SIGTERM", uid: "slow")
      story.status(4.6 + second, .running, 6, uid: "swallowed")
    }
    story.status(6.7, .drained, 0, elapsed: 4, signal: "SIGTERM", uid: "clean")
    story.end(7.2, ["web": 0], finished: 7, uid: "clean")
    story.end(11.2, ["web": 143], finished: 11, uid: "unmeasured")
    story.end(23.2, ["web": 137], finished: 23, uid: "slow")
    story.end(24.2, ["web": 137], finished: 24, uid: "swallowed")
    story.rollout(25, generation: 2, updated: 5)
    return Report(
      events: story.inOrderOfTime,
      initialState: State(
        scope: .workloads([Scene.deployment]), diagnosing: DiagnosisRules(),
        goal: Goal(until: .gone)),
      name: "web.jsonl", program: "lastcall 0.1.0", warnings: ["damaged: line 7: it is cut off"])
  }

  /// One process behind a URL, gone at the end of a grace nobody but the user has told.
  static func attached() -> Report {
    let url = "http://127.0.0.1:8080/shutdown-status"
    var story = Story(scope: .endpoint(url, grace: .seconds(30)), goal: Goal(until: .drained))
    func answer(_ seconds: Double, _ answer: StatusObservation.Answer) {
      story.feed(
        seconds, .status(StatusObservation(pod: .unnamed, endpoint: url, answer: answer)))
    }
    for second in 0..<30 {
      answer(
        Double(second),
        .report(
          ShutdownStatus(
            phase: .draining, inFlight: 7, drainElapsedSeconds: Double(second), signal: "SIGTERM")))
    }
    for second in 30..<45 { answer(Double(second) + 0.1, .refused) }
    return Report(
      events: story.events,
      initialState: State(
        scope: .endpoint(url, grace: .seconds(30)), diagnosing: DiagnosisRules(),
        goal: Goal(until: .drained)), name: nil)
  }

  /// Names and texts that mean something in every format there is.
  static func hostile() -> Report {
    var story = Story()
    let scope = Scope.selector(attack, namespace: attack)
    story.feed(0, .scope(scope, clusterContext: attack))
    for number in 0..<3 {
      story.pod(0, .ready("pod-\(number)")) {
        $0.uid = "\(number)" + attack
        $0.name = number == 2 ? String(repeating: attack, count: 400) : attack
        $0.namespace = attack
        $0.owner = OwnerReference(kind: "StatefulSet", name: attack, uid: "o")
        $0.containers[0].name = attack
      }
      story.delete(10, grace: 20, uid: "\(number)" + attack)
      story.status(
        11, .draining, 3, elapsed: 1, signal: attack, uid: "\(number)" + attack, container: attack)
      story.end(30.2, [attack: 137], finished: 30, uid: "\(number)" + attack)
    }
    return Report(
      events: story.inOrderOfTime, initialState: State(scope: scope, diagnosing: DiagnosisRules()),
      name: attack,
      program: attack, warnings: [attack])
  }

  /// What a page, a table, a terminal or an XML parser would take for its own.
  static let attack =
    "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onload='x' &amp;&lt;]]>"
    + "<!-- -->|a|`b`\\|**c**[d](https://e.example)\n\n# f @g #1 \u{1B}[31m\u{0}\u{202E}\u{FFFF}\u{FFFE}"
}

extension Story {
  /// The events, put in the order of time.
  var inOrderOfTime: [Event] {
    events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  fileprivate mutating func member(_ name: String) {
    pod(0, .ready("web-5d68-\(name)")) {
      $0.uid = name
      $0.owner = OwnerReference(kind: "ReplicaSet", name: "web-5d68", uid: "rs-old")
      $0.revisionHash = "5d68"
      $0.terminationGracePeriodSeconds = 20
    }
  }

  fileprivate mutating func rollout(_ seconds: Double, generation: Int, updated: Int) {
    feed(
      seconds,
      .workload(
        WorkloadObject(
          id: Scene.deployment, uid: "web", generation: generation,
          observedGeneration: generation, desiredReplicas: 5, replicas: 5,
          updatedReplicas: updated, readyReplicas: 5, availableReplicas: 5)))
  }
}
