import PodStatus
import ShutdownDiagnosis
import Testing

@testable import GraceAdvice
@testable import KubernetesObjects
@testable import RunReports
@testable import ShutdownModel

/// What a report reckons from the facts of a run.
struct ReportTests {
  @Test(arguments: [
    (0.0, 5), (6, 15), (19, 25), (20, 25), (20.1, 30), (100, 125), (1e12, 1_000_000_000),
  ])
  func `the margin is a quarter, 5 s at least, and rounded up to 5 s`(used: Double, grace: Int) {
    #expect(GraceMargin.grace(for: used) == grace)
  }

  @Test func `pods that ended by themselves say which grace would do`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    story.status(12, .drained, 0, elapsed: 2)
    story.end(16)
    story.pod(20, .ready("web-2"))
    story.delete(30, grace: 60, uid: "web-2")
    story.end(42, uid: "web-2")
    let report = Report(of: story.state)
    let sufficient = report.grace.sufficient
    #expect(sufficient?.shutdowns == 2)
    #expect(sufficient?.unmeasured == 1)
    #expect(sufficient?.longestSeconds == 12)
    #expect(sufficient?.pod.uid == "web-2")
    #expect(report.grace.graceSeconds == 20)
    #expect(!report.grace.isEstimate)
    #expect(report.grace.presentSeconds == [60])
    #expect(report.slack == Report.Slack(seconds: 48, pod: story.pod("web-2").identity))
    #expect(report.loss == Loss())
    #expect(report.drainSeconds == Summary.DrainSeconds(of: [6, 12]))
  }

  @Test func `a drain that fell until SIGKILL is extrapolated, as an estimate`() {
    let report = Report(of: Story.killed { 30 - Int($0) }.state)
    let bound = report.grace.tooShort.first
    #expect(bound?.shortfall.moreThanSeconds == 20)
    #expect(bound?.shortfall.inFlight == 11)
    #expect(bound?.shortfall.estimate?.fellTo == 11)
    #expect(bound?.shortfall.estimate.map { (30...32).contains($0.neededSeconds) } == true)
    #expect(report.grace.graceSeconds == 40)
    #expect(report.grace.isEstimate)
    #expect(report.loss.inFlight == 11)
    #expect(report.loss.podsWithWork == 1)
  }

  @Test(
    arguments: [
      // It stands still at the end, falls by one only, rises, or would take far longer than was seen.
      { second in max(14 - Int(second), 4) }, { second in second < 15 ? 3 : 2 },
      { second in Int(second) }, { second in 400 - Int(second / 4) },
    ] as [@Sendable (Double) -> Int])
  func `a count that does not carry an estimate leaves a lower bound`(
    count: @Sendable (Double) -> Int
  ) {
    let report = Report(of: Story.killed(count).state)
    #expect(report.grace.tooShort.count == 1)
    #expect(report.grace.tooShort.first?.shortfall.estimate == nil)
    #expect(report.grace.graceSeconds == nil)
    #expect(report.grace.moreThanSeconds == 20)
  }

  @Test func `a last look long before the end is no ground for an estimate`() {
    let report = Report(of: Story.killed(until: 16) { 30 - Int($0) }.state)
    #expect(report.grace.tooShort.first?.shortfall.estimate == nil)
  }

  @Test func `no grace would have sufficed for a pod that never noticed its signal`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 20)
    for second in 10..<30 { story.status(Double(second) + 0.5, .running, 5) }
    story.end(30.2, ["web": 137], finished: 30)
    let report = Report(of: story.state)
    #expect(report.grace.otherCauses.map(\.cause) == [.neverNoticedItsSignal])
    #expect(report.grace.tooShort == [])
    #expect(report.grace.graceSeconds == nil)
    #expect(report.grace.moreThanSeconds == nil)
    #expect(report.slack == nil)
  }

  @Test func `a pod killed with nothing in flight is no reason for more grace`() {
    let report = Report(of: Story.killed { second in second < 5 ? 3 : 0 }.state)
    #expect(report.grace.otherCauses.map(\.cause) == [.nothingLeft])
    #expect(report.loss.podsWithoutWork == 1)
    #expect(report.loss.inFlight == 0)
  }

  @Test func `a killed pod that nobody measured has a lower bound, and its loss is unknown`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 20)
    story.end(30.2, ["web": 137], finished: 30)
    let report = Report(of: story.state)
    #expect(report.grace.tooShort.map(\.shortfall.moreThanSeconds) == [20])
    #expect(report.grace.tooShort.map(\.shortfall.inFlight) == [nil])
    #expect(report.loss.pods == 1)
    #expect(report.loss.unmeasuredPods == 1)
    #expect(report.loss.inFlight == nil)
  }

  @Test func `after a second, shorter deletion the slack is what was left of the first grace`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    story.modify(30) {
      $0.deletionTimestamp = .at(35)
      $0.deletionGracePeriodSeconds = 5
      $0.generation = ($0.generation ?? 1) + 1
    }
    story.end(32)
    let slack = Report(of: story.state).pods.first?.slackSeconds
    #expect(slack == 38)
  }

  @Test func `a recording that was cut off ends as an interrupted run does`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 20)
    let report = Report(
      events: story.events,
      initialState: State(scope: .namespace("shop"), diagnosing: DiagnosisRules()),
      name: "cut.jsonl")
    #expect(report.summary?.result == .interrupted)
    #expect(report.unfinishedCount == 1)
    #expect(report.pods.first?.verdict == nil)
    #expect(report.pods.first?.phases.map(\.phase) == [.ready, .preStop])
    #expect([report].exitCode == 130)
  }

  @Test func `a report of nothing knows nothing`() {
    let report = Report(
      events: [], initialState: State(scope: .namespace("shop"), diagnosing: DiagnosisRules()),
      name: nil)
    #expect(report.pods == [])
    #expect(report.beganAt == nil)
    #expect(report.drainSeconds == nil)
    #expect(report.grace == GraceInHindsight([]))
  }

  @Test func `of several runs the worst exit code is taken, in the order of the design`() {
    let codes = [0, 2, 4, 3, 143, 130, 1]
    var runs: [Report] = []
    for (place, code) in codes.enumerated() {
      var report = Report(
        events: [], initialState: State(scope: .namespace("shop"), diagnosing: DiagnosisRules()),
        name: nil)
      report.summary?.exitCode = code
      runs.append(report)
      #expect(runs.exitCode == code, "\(codes[...place])")
      #expect(Array(runs.reversed()).exitCode == code)
    }
  }

  @Test func `the worst are the first, and what is not over is the last`() {
    var story = Story()
    for uid in ["open", "clean", "killed"] {
      story.pod(0, .ready(uid))
      story.delete(10, grace: 20, uid: uid)
    }
    story.end(12, uid: "clean")
    story.end(30.2, ["web": 137], finished: 30, uid: "killed")
    #expect(Report(of: story.state).pods.map(\.pod.uid) == ["killed", "clean", "open"])
  }
}

extension Story {
  /// Killed after 20 s of draining; `count` is in flight so many seconds after the request.
  fileprivate static func killed(until last: Double = 19.5, _ count: (Double) -> Int) -> Story {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 20)
    for second in stride(from: 0.5, through: last, by: 0.5) {
      story.status(10 + second, .draining, count(second), elapsed: second, signal: "SIGTERM")
    }
    story.end(30.2, ["web": 137], finished: 30)
    return story
  }
}
