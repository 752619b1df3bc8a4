import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// The alert rules beside the deadline's: when each is raised, and when it is cleared.
@Suite struct AlertRuleTests {
  /// `critical+`, `warning-`: what was told of a rule, with its times.
  private func told(
    _ story: Story, _ rule: Alert.Rule, _ uid: String? = "web-1"
  ) -> [String] {
    story.outputs.compactMap { output in
      guard case .alert(let subject, let alert) = output.change, alert.rule == rule,
        subject.pod?.uid == uid
      else { return nil }
      return alert.level.rawValue + (alert.isRaised ? "+" : "-")
    }
  }

  @Test func `a chance that stays low for two seconds is a warning, and below a tenth critical`() {
    var story = Story.asked(grace: 20)
    story.polls(10.5...25, .draining) { _ in (8, nil) }
    #expect(told(story, .forecast) == ["warning+", "critical+"])
    let times = story.alertTimes("warning+", .forecast)
    #expect(times.allSatisfy { (12.5...20).contains($0) }, "\(times)")
  }

  @Test func `a chance that is low for a moment raises nothing`() {
    var story = Story.asked(grace: 20)
    story.polls(10.5...11.5, .draining) { _ in (8, nil) }
    story.polls(12...16, .draining) { (max(0, Int((14 - $0) * 3)), nil) }
    story.end(16.6, finished: 16)
    #expect(!told(story, .forecast).contains("critical+"))
    #expect(story.kind() == .clean)
  }

  @Test func `no forecast is told of a container that a probe has doomed`() {
    var story = Story.ofRunningPod()
    story.event(8, "Killing", "Container web failed liveness probe, will be restarted", at: 8)
    story.delete(10, grace: 20)
    story.polls(10.5...25, .draining) { _ in (8, nil) }
    #expect(told(story, .forecast) == [])
  }

  @Test func `a forecast that recovers is cleared, and no level is told twice`() {
    var story = Story.asked(grace: 60)
    story.polls(10.5...30, .draining) { _ in (8, nil) }
    story.polls(30.5...40, .draining) { (max(0, Int((40 - $0) * 0.8)), nil) }
    story.polls(40.5...45, .draining) { _ in (0, nil) }
    let levels = told(story, .forecast)
    #expect(levels.last?.hasSuffix("-") == true, "\(levels)")
    for level in ["warning+", "critical+"] { #expect(levels.count { $0 == level } <= 1) }
  }

  @Test func `a process that hears its signal late clears the alert`() {
    var story = Story.asked()
    story.polls(10.5...13, .running) { _ in (3, nil) }
    story.polls(13.5...15, .draining, from: 13.2) { _ in (3, nil) }
    #expect(told(story, .noSignal) == ["critical+", "critical-"])
  }

  @Test func `a process that says nothing has not missed its signal`() {
    var story = Story.asked()
    for time in 11..<25 { story.answer(Double(time), .timedOut) }
    #expect(told(story, .noSignal) == [])
  }

  @Test func `a kubelet that learns of the deletion late sends its signal late`() {
    var story = Story.ofRunningPod([.web()])
    story.delete(10, grace: 20, seen: false)
    story.polls(10.5...13.5, .running) { _ in (3, nil) }
    story.kubeletSees(13.6)
    story.polls(14...15.5, .running) { _ in (3, nil) }
    #expect(told(story, .noSignal) == [])
    story.polls(15.7...16.2, .running) { _ in (3, nil) }
    #expect(told(story, .noSignal) == ["critical+"])
  }

  @Test func `what runs on past its SIGKILL is a warning, and ten seconds past critical`() {
    var story = Story.asked(grace: 20)
    story.status(35.5, .running, 3)
    story.tick(45)
    #expect(story.alertTimes("warning+", .overdue) == [35.5])
    #expect(story.alertTimes("critical+", .overdue) == [40])
    story.exit(46, ["web": 137], finished: 45)
    #expect(told(story, .overdue).last == "critical-")
  }

  @Test func `two tasks more while it drains are work that arrives`() {
    var story = Story.asked()
    story.polls(10.5...13, .draining) { _ in (3, nil) }
    story.status(13.5, .draining, 4, elapsed: 3.5)
    #expect(told(story, .growing) == [])
    story.status(14, .draining, 5, elapsed: 4)
    #expect(told(story, .growing) == ["warning+"])
    story.status(14.5, .draining, 4, elapsed: 4.5)
    #expect(told(story, .growing) == ["warning+"])
    story.status(15, .draining, 3, elapsed: 5)
    #expect(told(story, .growing) == ["warning+", "warning-"])
  }

  @Test func `tasks that arrive in the first two seconds are not worth a word`() {
    var story = Story.asked()
    story.polls(10.1...11.6, .draining) { (Int(($0 - 10) * 6), nil) }
    #expect(told(story, .growing) == [])
  }

  @Test func `an endpoint that falls silent is told after five seconds`() {
    var story = Story.asked()
    story.polls(10.5...12, .draining) { _ in (3, nil) }
    for time in 13..<16 { story.answer(Double(time), .timedOut) }
    story.tick(19)
    #expect(story.alertTimes("warning+", .statusLost) == [18])
    story.status(20, .draining, 3, elapsed: 10)
    #expect(told(story, .statusLost) == ["warning+", "warning-"])
  }

  @Test func `a lost connection is not the pod's silence`() {
    var story = Story.asked()
    story.polls(10.5...12, .draining) { _ in (3, nil) }
    story.answer(12.5, .timedOut)
    story.input(13, .proxy, .lost("gone"))
    story.tick(25)
    #expect(told(story, .statusLost) == [])
  }

  @Test func `a second deletion is a notice, for the kubelet keeps its first grace`() {
    var story = Story.asked(grace: 60)
    story.status(12, .draining, 3, elapsed: 2)
    story.modify(15) {
      $0.deletionTimestamp = .at(16)
      $0.deletionGracePeriodSeconds = 1
    }
    #expect(story.alertTimes("notice+", .shortGrace) == [15])
    #expect(story.alertTimes("critical+", .shortGrace) == [])
  }

  @Test func `a grace shorter than the pod's own is a notice`() {
    let story = Story.asked(grace: 30, own: 60)
    #expect(told(story, .shortGrace) == ["notice+"])
    #expect(told(Story.asked(grace: 60), .shortGrace) == [])
  }

  @Test func `what no node had begun was not deleted by force`() {
    var story = Story()
    story.pod(0, .ready("web-1", [.waiting("web", "ContainerCreating")])) { $0.phase = .pending }
    story.modify(10) {
      $0.deletionTimestamp = .at(10)
      $0.deletionGracePeriodSeconds = 0
    }
    story.tick(11)
    #expect(told(story, .shortGrace) == [])
  }

  @Test func `a rollout that stands still is told at half of its deadline, and when it fails`() {
    var story = Story()
    story.workload(0, progressing: .init(reason: "NewReplicaSetAvailable", isTrue: true))
    story.workload(
      10, updated: 1, available: 3,
      progressing: .init(reason: "ReplicaSetUpdated", isTrue: true, updatedAt: .at(10)),
      deadline: 100)
    story.tick(59)
    #expect(told(story, .rolloutStalled, nil) == [])
    story.tick(60)
    #expect(told(story, .rolloutStalled, nil) == ["warning+"])
    story.workload(
      110, updated: 1, available: 3,
      progressing: .init(reason: "ProgressDeadlineExceeded", isTrue: false, updatedAt: .at(110)),
      deadline: 100)
    #expect(told(story, .rolloutStalled, nil) == ["warning+", "critical+"])
    story.workload(
      120, progressing: .init(reason: "NewReplicaSetAvailable", isTrue: true), deadline: 100)
    #expect(told(story, .rolloutStalled, nil) == ["warning+", "critical+", "critical-"])
  }

  @Test(arguments: [("ImagePullBackOff", ["warning+", "warning-"]), ("ContainerCreating", [])])
  func `new pods that cannot start are told at once, with Kubernetes' own reason`(
    reason: String, told expected: [String]
  ) {
    var story = Story()
    story.workload(0, progressing: .init(reason: "NewReplicaSetAvailable", isTrue: true))
    story.workload(
      10, updated: 1, available: 3,
      progressing: .init(reason: "ReplicaSetUpdated", isTrue: true, updatedAt: .at(10)),
      deadline: 600)
    story.pod(11, .ready("web-1", [.waiting("web", reason)])) {
      $0.phase = .pending
      $0.isReady = false
    }
    if !expected.isEmpty {
      let message = story.state.workloads[0].alerts.first?.message
      #expect(message?.contains(": 1 pod in \(reason); 1 of 4 updated") == true, "\(message ?? "")")
    }
    if !expected.isEmpty {
      story.pod(12, .ready("web-2", [.waiting("web", reason)])) {
        $0.phase = .pending
        $0.isReady = false
      }
      let workload = story.state.workloads[0]
      let now = workload.alerts.first.map { workload.message(of: $0, at: story.state.now) }
      #expect(now?.contains(": 2 pods in \(reason); 1 of 4 updated") == true, "\(now ?? "")")
      story.gone(13, "web-2")
    }
    story.pod(20, .ready("web-1"))
    #expect(told(story, .rolloutStalled, nil) == expected)
    #expect(story.state.workloads[0].stalls.isEmpty)
  }

  @Test func `a diagnosis that gets worse is told again, one that stays is not`() {
    var story = Story()
    story.workload(0, progressing: .init(reason: "NewReplicaSetAvailable", isTrue: true))
    for (seconds, reason) in [(10.0, "ReplicaSetUpdated"), (110, "ProgressDeadlineExceeded")] {
      story.workload(
        seconds, updated: 1, available: 3,
        progressing: .init(
          reason: reason, isTrue: reason == "ReplicaSetUpdated", updatedAt: .at(seconds)),
        deadline: 100)
      story.tick(seconds + 60)
    }
    let levels = story.outputs.compactMap { output -> Alert.Level? in
      guard case .diagnosis(_, let diagnosis, true, _) = output.change else { return nil }
      return diagnosis.rule == "R41" ? diagnosis.level : nil
    }
    #expect(levels == [.warning, .critical])
  }

  @Test func `more pods that end than the strategy takes are told while it rolls`() {
    var story = Story()
    story.workload(0)
    for number in 1...2 { story.pod(0, .ready("web-\(number)", [.web()])) }
    story.workload(5, updated: 1)
    story.delete(10, uid: "web-1")
    #expect(told(story, .manyTerminating, nil) == [])
    story.delete(11, uid: "web-2")
    #expect(told(story, .manyTerminating, nil) == ["notice+"])
    story.end(13, uid: "web-1")
    #expect(told(story, .manyTerminating, nil) == ["notice+", "notice-"])
  }

  @Test func `an alert is a marked line in the log`() {
    var story = Story.asked()
    story.polls(10.5...13, .running) { _ in (3, nil) }
    let marked = story.state.log.entries.contains { entry in
      if case .alert(.critical, let text) = entry.content {
        text.contains("no signal: still serves")
      } else {
        false
      }
    }
    #expect(marked)
  }
}
