import ShutdownModel
import Testing
import Time

/// When a run is over.
@Suite struct RunTests {
  @Test func `until available does not wait for the old pods`() {
    var story = Story.ofRollout(Goal(until: .available))
    #expect(story.summary == nil)
    story.feed(5, .workload(.web(2)))
    #expect(story.summary?.result == .available)
    #expect(story.summary?.reason == "available")
    #expect(story.summary?.exitCode == 0)
    #expect(story.summary?.pods == 1)
    #expect(story.summary?.verdicts == [:])
  }

  @Test func `until drained waits for the old pods' containers, not for their objects`() {
    var story = Story.ofRollout(Goal(until: .drained))
    story.feed(5, .workload(.web(2)))
    #expect(story.summary == nil)
    story.exit(8)
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.verdicts == [.ended: 1])
    #expect(story.summary?.drainSeconds == Summary.DrainSeconds(of: [4]))
    #expect(story.outputs.last?.time == .at(8))
  }

  @Test func `until drained waits for an old pod that is not deleted yet`() {
    var story = Story.ofDeployment(Goal(until: .drained))
    story.feed(0, .revision(.web("abc", 1)))
    story.feed(0, .revision(.web("new", 2)))
    story.listAll()
    #expect(story.summary == nil)
  }

  @Test func `until gone waits for the objects`() {
    var story = Story.ofRollout(Goal(until: .gone))
    story.feed(5, .workload(.web(2)))
    story.exit(8)
    #expect(story.summary == nil)
    story.gone(9)
    #expect(story.summary?.result == .gone)
  }

  @Test func `a workload that is complete at the start is reached at once, and said so`() {
    for until in Goal.Until.allCases {
      var story = Story.ofDeployment(Goal(until: until))
      story.listAll()
      #expect(story.summary?.reason == "already \(until.rawValue) at the start")
      #expect(story.summary?.exitCode == 0)
    }
  }

  @Test(arguments: Story.lists)
  func `nothing is reached before everything has been listed`(missing: ResourceKind) {
    var story = Story.ofDeployment(Goal(until: .available))
    for kind in Story.lists where kind != missing {
      story.listed(0, kind, ["web", "web-1", "rs-abc"])
    }
    #expect(story.summary == nil)
    story.input(1, .watch(missing), .degraded("needs list on \(missing.rawValue)"))
    #expect(story.summary?.result == .available)
    // Without the right to see pods nobody knows what became of them.
    #expect(story.summary?.exitCode == (missing == .pods ? 1 : 0))
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
    var story = Story.ofDeployment(Goal(until: .drained, duration: .seconds(60)))
    story.listAll()
    story.delete(10)
    story.end(40.2, ["web": 137])
    #expect(story.summary == nil)
    story.tick(61)
    #expect(story.summary?.result == .elapsed)
    #expect(story.summary?.exitCode == 2)
    #expect(story.outputs.last?.time == .at(60))
  }

  @Test func `timeout ends a run that has not reached its goal, with 4`() {
    var story = Story.ofRollout(Goal(until: .drained, timeout: .seconds(30)))
    story.tick(31)
    #expect(story.summary?.result == .timeout)
    #expect(story.summary?.exitCode == 4)
    #expect(story.outputs.last?.time == .at(30))
  }

  // MARK: The command

  @Test func `the question is asked after the command has ended`() {
    var story = Story.ofDeployment(Goal(until: .drained, hasCommand: true))
    story.listAll()
    story.feed(1, .command(.began(text: "kubectl apply")))
    #expect(story.summary == nil)
    story.feed(2, .workload(.web(2, observed: 1)))
    story.feed(3, .command(.ended(exitCode: 0)))
    #expect(story.summary == nil)
    story.feed(4, .workload(.web(2)))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.reason == "drained")
  }

  @Test func `a command that fails is 1 with its own code in the text`() {
    var story = Story.ofDeployment(Goal(until: .drained, hasCommand: true))
    story.listAll()
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 7)))
    #expect(story.summary?.exitCode == 1)
    #expect(story.summary?.reason == "kubectl apply failed with exit code 7")
  }

  @Test func `a command that failed is 1 before an interruption`() {
    var story = Story.ofDeployment(Goal(duration: .seconds(60), hasCommand: true))
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 7)))
    story.feed(3, .stop(.interrupted))
    #expect(story.summary?.exitCode == 1)
  }

  @Test func `a command that changes nothing is said, and the present state is judged`() {
    var story = Story.ofDeployment(Goal(until: .drained, hasCommand: true))
    story.listAll()
    story.feed(1, .command(.began(text: "kubectl apply")))
    story.feed(2, .command(.ended(exitCode: 0)))
    #expect(
      story.state.notices.contains("nothing changed: kubectl apply left every workload as it was"))
    #expect(story.summary?.result == .drained)
  }

  @Test func `a rollout that had failed before the command mends it is no failure`() {
    var story = Story(
      scope: .workloads([.web]), goal: Goal(until: .drained, hasCommand: true))
    story.feed(
      0, .workload(.web(2, available: 0, progressing: "ProgressDeadlineExceeded")))
    story.listAll()
    story.feed(1, .command(.began(text: "kubectl rollout undo")))
    story.feed(2, .workload(.web(3, observed: 2)))
    story.feed(3, .command(.ended(exitCode: 0)))
    story.feed(4, .workload(.web(3)))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.exitCode == 0)
  }

  // MARK: The last line

  @Test func `the summary is the last line, whatever comes after it`() {
    var story = Story.ofRollout(Goal(until: .drained, timeout: .seconds(20)))
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
    var story = Story.ofRollout(Goal(until: .drained))
    story.feed(5, .workload(.web(2)))
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
