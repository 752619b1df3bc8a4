import ShutdownModel
import Testing

/// When a run is over, and with which code.
@Suite struct RunTests {
  private static let web = WorkloadID(
    kind: .deployment, namespace: Story.namespace, name: "web")

  private static let lists: [ResourceKind] = [.deployments, .replicaSets, .pods]

  /// A Deployment of one pod that runs, listed at 0.
  private static func story(_ goal: Goal) -> Story {
    var story = Story(scope: .workloads([web]), goal: goal)
    story.feed(0, .workload(deployment(1)))
    story.pod(0, .ready("web-1"))
    return story
  }

  private static func listAll(_ story: inout Story, _ seconds: Double = 0) {
    story.listed(seconds, .deployments, ["web"])
    story.listed(seconds, .replicaSets, ["rs-abc", "rs-new"])
    story.listed(seconds, .pods, Set(story.objects.keys))
  }

  private static func deployment(
    _ generation: Int, observed: Int? = nil, updated: Int = 1, total: Int = 1, available: Int = 1,
    progressing: String? = nil
  ) -> WorkloadObject {
    WorkloadObject(
      id: web, uid: "web", generation: generation, observedGeneration: observed ?? generation,
      desiredReplicas: 1, replicas: total, updatedReplicas: updated, readyReplicas: available,
      availableReplicas: available,
      progressing: progressing.map { WorkloadObject.Progressing(reason: $0, isTrue: false) })
  }

  /// A rollout of `web` to a second revision, seen from its start; `web-1` is on its way out.
  private static func rollout(_ goal: Goal, codes: [String: Int] = [:]) -> Story {
    var story = story(goal)
    story.feed(0, .revision(revision("abc", 1)))
    story.feed(0, .workload(deployment(2, observed: 1)))
    listAll(&story)
    story.feed(1, .revision(revision("new", 2)))
    story.pod(2, .ready("web-2")) {
      $0.revisionHash = "new"
      $0.owner = OwnerReference(kind: "ReplicaSet", name: "web-new", uid: "rs-new")
    }
    story.feed(3, .workload(deployment(2, total: 2)))
    story.delete(4)
    return story
  }

  private static func revision(_ hash: String, _ number: Int) -> RevisionObject {
    RevisionObject(
      uid: "rs-\(hash)", namespace: Story.namespace, name: "web-\(hash)",
      owner: OwnerReference(kind: "Deployment", name: "web", uid: "web"), hash: hash,
      number: number)
  }

  // MARK: Until

  @Test func `until available does not wait for the old pods`() {
    var story = Self.rollout(Goal(until: .available))
    #expect(story.summary == nil)
    story.feed(5, .workload(Self.deployment(2)))
    #expect(story.summary?.result == .available)
    #expect(story.summary?.reason == "available")
    #expect(story.summary?.exitCode == 0)
    #expect(story.summary?.pods == 1)
    #expect(story.summary?.verdicts == [:])
  }

  @Test func `until drained waits for the old pods' containers, not for their objects`() {
    var story = Self.rollout(Goal(until: .drained))
    story.feed(5, .workload(Self.deployment(2)))
    #expect(story.summary == nil)
    story.exit(8)
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.verdicts == [.ended: 1])
    #expect(story.summary?.drainSeconds == Summary.DrainSeconds(of: [4]))
    #expect(story.outputs.last?.time == .at(8))
  }

  @Test func `until drained waits for an old pod that is not deleted yet`() {
    var story = Self.story(Goal(until: .drained))
    story.feed(0, .revision(Self.revision("abc", 1)))
    story.feed(0, .revision(Self.revision("new", 2)))
    Self.listAll(&story)
    #expect(story.summary == nil)
  }

  @Test func `until gone waits for the objects`() {
    var story = Self.rollout(Goal(until: .gone))
    story.feed(5, .workload(Self.deployment(2)))
    story.exit(8)
    #expect(story.summary == nil)
    story.gone(9)
    #expect(story.summary?.result == .gone)
  }

  @Test func `a workload that is complete at the start is reached at once, and said so`() {
    for until in Goal.Until.allCases {
      var story = Self.story(Goal(until: until))
      Self.listAll(&story)
      #expect(story.summary?.reason == "already \(until.rawValue) at the start")
      #expect(story.summary?.exitCode == 0)
    }
  }

  @Test(arguments: lists)
  func `nothing is reached before everything has been listed`(missing: ResourceKind) {
    var story = Self.story(Goal(until: .available))
    for kind in Self.lists where kind != missing {
      story.listed(0, kind, ["web", "web-1", "rs-abc"])
    }
    #expect(story.summary == nil)
    story.input(1, .watch(missing), .degraded("needs list on \(missing.rawValue)"))
    #expect(story.summary?.result == .available)
  }

  @Test func `a single pod waits for a shutdown to begin`() {
    var story = Story(
      scope: .pods(["web-1"], namespace: Story.namespace), goal: Goal(until: .drained))
    story.pod(0, .ready("web-1"))
    story.listed(0, .pods, ["web-1"])
    story.tick(100)
    #expect(story.summary == nil)
    story.delete(110)
    story.exit(112)
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.workload == "pod/web-1")
  }

  // MARK: For and timeout

  @Test func `for watches that long, whatever happens`() {
    var story = Self.story(Goal(until: .drained, duration: .seconds(60)))
    Self.listAll(&story)
    story.delete(10)
    story.end(40.2, ["web": 137])
    #expect(story.summary == nil)
    story.tick(61)
    #expect(story.summary?.result == .elapsed)
    #expect(story.summary?.exitCode == 2)
    #expect(story.outputs.last?.time == .at(60))
  }

  @Test func `timeout ends a run that has not reached its goal, with 4`() {
    var story = Self.rollout(Goal(until: .drained, timeout: .seconds(30)))
    story.tick(31)
    #expect(story.summary?.result == .timeout)
    #expect(story.summary?.exitCode == 4)
    #expect(story.outputs.last?.time == .at(30))
  }

  // MARK: Codes

  @Test(arguments: Verdict.Kind.allCases)
  func `every verdict but clean and ended is 2, with strict ended too`(kind: Verdict.Kind) {
    for isStrict in [false, true] {
      var story = Self.rollout(Goal(until: .drained, isStrict: isStrict))
      story.feed(5, .workload(Self.deployment(2)))
      switch kind {
      case .vanished: story.gone(8)
      case .oom: story.exit(8, ["web": 137], reason: "OOMKilled")
      case .killed: story.exit(34.2, ["web": 137])
      case .killedEarly: story.exit(8, ["web": 137])
      case .crashed: story.exit(8, ["web": 139])
      case .timedOut:
        story.log(5, .signal)
        story.log(7, .timedOut)
        story.exit(8)
      case .cut:
        story.log(5, .waiting, 3)
        story.log(7, .cut)
        story.exit(8)
      case .unknown: story.exit(8, ["web": 1])
      case .clean:
        story.log(7, .finished)
        story.exit(8)
      case .ended: story.exit(8)
      }
      #expect(story.kind() == kind)
      let isGood = kind == .clean || (kind == .ended && !isStrict)
      #expect(story.summary?.exitCode == (isGood ? 0 : 2), "\(kind), strict \(isStrict)")
      #expect(story.summary?.verdicts == [kind: 1])
    }
  }

  @Test func `a rollout over its progress deadline is 3`() {
    var story = Self.rollout(Goal(until: .drained))
    story.feed(
      5, .workload(Self.deployment(2, total: 2, progressing: "ProgressDeadlineExceeded")))
    #expect(story.summary?.result == .failed)
    #expect(story.summary?.exitCode == 3)
  }

  @Test func `a workload that is deleted is 3`() {
    var story = Self.rollout(Goal(until: .drained))
    story.feed(5, .workloadDeleted(Self.web))
    #expect(story.summary?.result == .failed)
    #expect(story.summary?.exitCode == 3)
    #expect(story.summary?.reason == "deployment/web was deleted")
  }

  @Test func `a rollout that failed is 3 before 4 and before 2`() {
    var story = Self.rollout(Goal(until: .drained, duration: .seconds(60)))
    story.feed(
      5, .workload(Self.deployment(2, total: 2, progressing: "ProgressDeadlineExceeded")))
    story.end(34.2, ["web": 137])
    story.tick(60)
    #expect(story.summary?.result == .elapsed)
    #expect(story.summary?.exitCode == 3)
  }

  @Test func `a timeout is 4 before 2`() {
    var story = Self.rollout(Goal(until: .drained, timeout: .seconds(60)))
    story.end(34.2, ["web": 137])
    story.tick(60)
    #expect(story.summary?.verdicts == [.killed: 1])
    #expect(story.summary?.exitCode == 4)
  }

  @Test(arguments: [(StopReason.interrupted, 130), (.terminated, 143)])
  func `interrupted is 130, terminated is 143, before 3 and 2`(reason: StopReason, code: Int) {
    var story = Self.rollout(Goal(until: .drained, duration: .seconds(60)))
    story.feed(5, .workloadDeleted(Self.web))
    story.end(34.2, ["web": 137])
    story.feed(35, .stop(reason))
    #expect(story.summary?.result == .interrupted)
    #expect(story.summary?.exitCode == code)
    #expect(story.summary?.verdicts == [.killed: 1])
  }

  @Test func `quitting says what has been reached`() {
    var story = Self.rollout(Goal())
    story.feed(5, .workload(Self.deployment(2)))
    story.exit(8)
    story.feed(9, .stop(.quit))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.exitCode == 0)
  }

  @Test func `quitting before anything is reached is an interruption by the user`() {
    var story = Self.rollout(Goal())
    story.feed(5, .stop(.quit))
    #expect(story.summary?.result == .interrupted)
    #expect(story.summary?.reason == "ended by the user")
  }

  @Test func `the demo always succeeds, unless it is interrupted`() {
    for (reason, code) in [(StopReason.quit, 0), (.interrupted, 130)] {
      var story = Self.rollout(Goal(alwaysSucceeds: true))
      story.end(34.2, ["web": 137])
      story.feed(35, .stop(reason))
      #expect(story.summary?.exitCode == code)
    }
  }

  // MARK: The command

  @Test func `the question is asked after the command has ended`() {
    var story = Self.story(Goal(until: .drained, hasCommand: true))
    Self.listAll(&story)
    story.feed(1, .command(.began(text: "kubectl apply")))
    #expect(story.summary == nil)
    story.feed(2, .workload(Self.deployment(2, observed: 1)))
    story.feed(3, .command(.ended(exitCode: 0)))
    #expect(story.summary == nil)
    story.feed(4, .workload(Self.deployment(2)))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.reason == "drained")
  }

  @Test func `a command that fails is 1 with its own code in the text`() {
    var story = Self.story(Goal(until: .drained, hasCommand: true))
    Self.listAll(&story)
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 7)))
    #expect(story.summary?.exitCode == 1)
    #expect(story.summary?.reason == "kubectl apply failed with exit code 7")
  }

  @Test func `a command that failed is 1 before an interruption`() {
    var story = Self.story(Goal(duration: .seconds(60), hasCommand: true))
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 7)))
    story.feed(3, .stop(.interrupted))
    #expect(story.summary?.exitCode == 1)
  }

  @Test func `a command that changes nothing is said, and the present state is judged`() {
    var story = Self.story(Goal(until: .drained, hasCommand: true))
    Self.listAll(&story)
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 0)))
    #expect(
      story.state.notices.contains("nothing changed: kubectl apply left every workload as it was"))
    #expect(story.summary?.result == .drained)
  }

  @Test func `a rollout that had failed before the command mends it is no failure`() {
    var story = Story(
      scope: .workloads([Self.web]), goal: Goal(until: .drained, hasCommand: true))
    story.feed(
      0, .workload(Self.deployment(2, available: 0, progressing: "ProgressDeadlineExceeded")))
    Self.listAll(&story)
    story.feed(1, .command(.began(text: "kubectl rollout undo")))
    story.feed(2, .workload(Self.deployment(3, observed: 2)))
    story.feed(3, .command(.ended(exitCode: 0)))
    story.feed(4, .workload(Self.deployment(3)))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.exitCode == 0)
  }

  // MARK: The last line

  @Test func `the summary is the last line, whatever comes after it`() {
    var story = Self.rollout(Goal(until: .drained, timeout: .seconds(20)))
    story.tick(100)
    story.end(101, ["web": 137])
    story.feed(102, .stop(.interrupted))
    guard case .summary = story.outputs.last?.change else {
      Issue.record("the last line is \(String(describing: story.outputs.last))")
      return
    }
    #expect(story.summary?.result == .timeout)
    #expect(story.verdict() == nil)
  }

  @Test func `a goal that is reached by time alone is reached at that instant`() {
    var story = Self.rollout(Goal(until: .drained))
    story.feed(5, .workload(Self.deployment(2)))
    story.logBegins(5)
    story.exit(8)
    story.tick(60)
    #expect(story.verdicts().map(\.seconds) == [10])
    #expect(story.outputs.last?.time == .at(10))
    #expect(story.summary?.result == .drained)
  }

  @Test(arguments: [
    ([4.0], 4.0, 4.0, 4.0), ([1, 2, 3, 4], 2, 4, 4),
    (Array(stride(from: 100.0, to: 0, by: -1)), 50, 95, 100),
  ])
  func `drain lengths are by nearest rank`(
    seconds: [Double], p50: Double, p95: Double, longest: Double
  ) {
    let drain = Summary.DrainSeconds(of: seconds)
    #expect(drain?.p50 == p50)
    #expect(drain?.p95 == p95)
    #expect(drain?.max == longest)
    #expect(Summary.DrainSeconds(of: []) == nil)
  }
}
