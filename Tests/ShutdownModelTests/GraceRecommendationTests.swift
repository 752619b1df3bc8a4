import PodStatus
import ShutdownDiagnosis
import Testing
import Time

@testable import DrainForecast
@testable import GraceAdvice
@testable import KubernetesObjects
@testable import LogText
@testable import ShutdownModel

/// Which grace is advised, and when none can be.
struct GraceRecommendationTests {
  private static func advice(_ story: Story) throws -> GraceRecommendation {
    let all = WorkloadDrains.all(of: story.state)
    try #require(all.count == 1)
    return all[0].recommendation
  }

  /// A pod that drains from 2 s after the request on, and ends so long after it.
  private static func story(_ used: [Double], preStop: Int? = 2, grace: Int = 60) -> Story {
    var story = Story()
    for (number, seconds) in used.enumerated() {
      story.drain("web-\(number)", at: 10 + 100 * Double(number), used: seconds, preStop, grace)
    }
    return story
  }

  @Test func `percentiles are by nearest rank, and of few drains the p99 is the longest`() throws {
    let hundred = try #require(DrainPercentiles((1...100).map(Double.init).reversed(), cutOff: 0))
    #expect([hundred.p50, hundred.p95, hundred.p99, hundred.longest] == [50, 95, 99, 100])
    #expect(!hundred.isP99Longest)
    let four = try #require(DrainPercentiles([4, 1, 3, 2], cutOff: 1))
    #expect([four.p50, four.p95, four.p99, four.longest] == [2, 4, 4, 4])
    #expect(four.isP99Longest)
    #expect(DrainPercentiles([], cutOff: 0) == nil)
  }

  @Test func `without histograms it is preStop, the longest drain and a margin`() throws {
    let advice = try Self.advice(Self.story([10, 34, 12]))
    #expect(advice.percentiles?.p50 == 12)
    #expect(advice.percentiles?.p99 == 34)
    #expect(advice.leastSlackSeconds == 26)
    #expect(advice.medianSlackSeconds == 48)
    // 2 + 32 + a quarter of 32 = 42.
    #expect(advice.parts?.preStop == 2)
    #expect(advice.parts?.drain == 32)
    #expect(advice.parts?.margin == 8)
    #expect(advice.graceSeconds == 45)
    #expect(advice.refusal == nil)
    #expect(advice.preStop.seconds == 2)
    #expect(
      advice.reason.contains(
        "keep 60 s: 45 s (preStop 2.0 s + drain 32 s + margin 8.0 s) would do, but 3"))
    guard case .longest(let pod, of: 3) = advice.parts?.basis else {
      Issue.record("\(String(describing: advice.parts))")
      return
    }
    #expect(pod.uid == "web-1")
  }

  @Test func `a killed pod among good ones leaves no number, and is no drain that sufficed`() throws
  {
    var story = Self.story([10, 12], grace: 20)
    story.drain("killed", at: 300, used: 20, 2, 20, inFlight: 3)
    let advice = try Self.advice(story)
    #expect(advice.graceSeconds == nil)
    #expect(advice.refusal == .killed(1, moreThan: 20))
    #expect(advice.killedAfterSeconds == 20)
    #expect(advice.percentiles?.drains == 3)
    #expect(advice.percentiles?.cutOff == 1)
    #expect(advice.leastSlackSeconds == 8)
    #expect(advice.reason.contains("1 pod needed more than 20 s"))
  }

  @Test func `a killed pod whose count fell has an estimate, and that is said`() throws {
    var story = Story()
    story.pod(0, .ready("web-1"))
    story.delete(10, grace: 20)
    for second in stride(from: 0.5, through: 19.5, by: 0.5) {
      story.status(10 + second, .draining, 30 - Int(second), elapsed: second)
    }
    story.end(30.2, ["web": 137], finished: 30)
    let advice = try Self.advice(story)
    #expect(advice.graceSeconds == 40)
    guard case .estimate = advice.parts?.basis else {
      Issue.record("\(String(describing: advice.parts))")
      return
    }
    #expect(advice.reason.contains("an estimate"))
  }

  @Test func `an end that nobody knows, or that is to come, leaves no number`() throws {
    var unknown = Self.story([10])
    unknown.pod(300, .ready("odd"))
    unknown.delete(310, grace: 60, uid: "odd")
    unknown.end(315, ["web": 1], uid: "odd")
    #expect(unknown.kind(of: "odd") == .unknown)
    let advice = try Self.advice(unknown)
    #expect(advice.refusal == .unknownEnds(1))
    #expect(advice.graceSeconds == nil)
    #expect(advice.reason.contains("how 1 pod ended is unknown"))

    var open = Self.story([10])
    open.pod(300, .ready("late"))
    open.delete(310, grace: 60, uid: "late")
    #expect(try Self.advice(open).refusal == .unfinished(1))
  }

  @Test func `where the grace was not the cause, more of it is no answer`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 20)
    for second in 10..<30 { story.answer(Double(second) + 0.5, .report(.counting(5, tasks: 2000))) }
    story.end(30.2, ["web": 137], finished: 30)
    let advice = try Self.advice(story)
    #expect(advice.refusal == .otherCauses(1))
    #expect(advice.graceSeconds == nil)
    #expect(advice.preStop.seconds == nil)
  }

  @Test func `with histograms it is the quantile of what is left, and cleanup and margin`() throws {
    var story = Self.story([10])
    story.tellDurations(.counting(10, tasks: 1000))
    let advice = try Self.advice(story)
    // 2 + 39.94 + what it took from its last look to its end + 5.
    guard case .residual(let quantile) = advice.parts?.basis else {
      Issue.record("\(String(describing: advice.parts))")
      return
    }
    #expect(quantile.inFlight == 10)
    #expect(abs(quantile.seconds - 39.94) < 1e-9)
    #expect(advice.parts?.margin == 5)
    #expect(advice.graceSeconds == 50)
    #expect(advice.reason.contains("the quantile 0.999 of a task's remaining time"))
  }

  @Test func `a histogram that is too coarse leaves the drains, and says so`() throws {
    var story = Self.story([10])
    story.tellDurations(.counting(11, tasks: 1000))
    let advice = try Self.advice(story)
    #expect(advice.histogramRefusal == .tooFewTasks(finished: 1000, needed: 1100))
    #expect(advice.graceSeconds == 15)
    #expect(advice.reason.contains("1000 finished tasks are too few"))
  }

  @Test func `a killed pod that speaks against the histogram leaves no number`() throws {
    var story = Story()
    story.drain("killed", at: 10, used: 50, 2, 50, inFlight: 3)
    story.tellDurations(.counting(3, tasks: 1000))
    let advice = try Self.advice(story)
    guard case .contradicted(_, by: 48) = advice.histogramRefusal else {
      Issue.record("\(String(describing: advice.histogramRefusal))")
      return
    }
    #expect(advice.refusal == .killed(1, moreThan: 50))
    #expect(advice.graceSeconds == nil)
  }

  @Test func `the process's own limit ends a drain that could last longer`() throws {
    var story = Self.story([10])
    var status = ShutdownStatus.counting(10, tasks: 1000)
    status.drainTimeoutSeconds = 30
    story.tellDurations(status)
    let parts = try Self.advice(story).parts
    #expect(parts?.drain == 30)
    #expect(parts?.basis == .ownLimit)
  }

  @Test func `a hook of unknown length counts as long as it was seen to take`() throws {
    var story = Story()
    story.pod(0, .ready("web-1", [.running("web", preStop: .exec(.init(program: "drain.sh")))]))
    story.delete(10, grace: 60)
    for second in stride(from: 0.5, to: 8, by: 1) { story.status(10 + second, .running, 3) }
    for second in stride(from: 0.0, to: 5, by: 1) {
      story.status(18 + second, .draining, 5 - Int(second), elapsed: second)
    }
    story.status(23, .drained, 0, elapsed: 5)
    story.end(24)
    let advice = try Self.advice(story)
    #expect(advice.parts?.preStop == 8)
    #expect(advice.parts?.drain == 6)
    #expect(advice.graceSeconds == 20)
    #expect(advice.preStop.seconds == nil)
  }

  @Test func `streams do not end by themselves, so that no law holds for them`() throws {
    var story = Self.story([10])
    var status = ShutdownStatus.counting(10, tasks: 1000)
    status.streams = 2
    story.tellDurations(status)
    #expect(try Self.advice(story).histogramRefusal == .streams(2))
  }

  @Test func `a log knows neither deletion nor hook, unless somebody tells`() throws {
    func advice(_ preStop: TimeSpan?) throws -> GraceRecommendation {
      var state = State(
        scope: .logs(["web.log"], grace: .seconds(30), preStop: preStop),
        diagnosing: DiagnosisRules())
      for (second, sign) in [(0.0, LogSign.signal), (4, .finished)] {
        let time = Instant.at(second)
        let line = LogLine(
          pod: .name("web"), container: "app", time: time, text: "", sign: sign)
        _ = state.apply(Event(time: time, .log(line)))
      }
      _ = state.apply(Event(time: state.now, .logEnded(pod: .name("web"), container: "app")))
      return try #require(WorkloadDrains.all(of: state).first).recommendation
    }
    let bare = try advice(nil)
    #expect(bare.refusal == .hookUnknown)
    #expect(bare.graceSeconds == nil)
    #expect(bare.neededSeconds == 10)
    #expect(bare.preStop.seconds == nil)
    #expect(bare.preStop.reason == .noObject)
    let told = try advice(.seconds(5))
    #expect(told.graceSeconds == 15)
    #expect(told.preStop.seconds == nil)
  }

  @Test func `a process behind a URL has no hook that anybody knows`() throws {
    let url = "http://127.0.0.1:8080"
    var story = Story(scope: .endpoint(url, grace: .seconds(30)))
    for second in 0..<5 {
      story.feed(
        Double(second),
        .status(
          StatusObservation(
            pod: .unnamed, endpoint: url,
            answer: .report(
              ShutdownStatus(
                phase: .draining, inFlight: 4 - second, drainElapsedSeconds: Double(second))))))
    }
    for second in 5..<20 {
      story.feed(
        Double(second),
        .status(StatusObservation(pod: .unnamed, endpoint: url, answer: .refused)))
    }
    let advice = try Self.advice(story)
    #expect(advice.refusal == .hookUnknown)
    #expect(advice.preStop.reason == .noObject)
  }

  @Test func `several runs of a workload are one history, and a shutdown seen twice counts once`() {
    let (one, two) = (Self.story([10, 20]), Self.story([10, 20, 30]))
    var drains = WorkloadDrains.all(of: one.state)[0]
    drains.merge(WorkloadDrains.all(of: two.state)[0])
    #expect(drains.facts.count == 3)
    #expect(drains.recommendation.percentiles?.longest == 30)
  }

  @Test func `the summary carries the advice of each workload`() throws {
    var story = Self.story([10])
    story.feed(400, .stop(.quit))
    #expect(story.summary?.advice.map(\.graceSeconds) == [15])
    #expect(story.summary?.advice.map(\.workload.text) == ["deployment/web"])
  }
}

extension ShutdownStatus {
  /// Of the finished tasks half took up to 10 s, 4 in 10 up to 20 s, the others up to 40 s.
  ///
  /// S is 0.5, 0.1 and 0, the least mean 6 s: with 10 in flight the tail may weigh 0.006 s, which is
  /// the last 0.06 s of the bucket in which a tenth still runs.
  static func counting(_ inFlight: Int, tasks: Int) -> ShutdownStatus {
    ShutdownStatus(
      phase: .running, inFlight: inFlight,
      durations: zip([10, 20, 40, 80], [tasks / 2, tasks * 4 / 10, tasks / 10, 0]).map {
        .init(upperBoundSeconds: $0, count: $1)
      })
  }
}

extension Story {
  /// Another pod of the workload, which goes on, tells how long its tasks take.
  mutating func tellDurations(_ status: ShutdownStatus) {
    pod(900, .ready("other"))
    answer(901, .report(status), uid: "other")
  }

  /// A pod drains from its signal on, which comes after the hook, and ends `used` after the request;
  /// with work left it is killed.
  mutating func drain(
    _ uid: String, at start: Double, used: Double, _ preStop: Int?, _ grace: Int,
    inFlight: Int = 0
  ) {
    let hook = preStop.map { ContainerObject.PreStop.sleep(seconds: $0) }
    pod(start - 10, .ready(uid, [.running("web", preStop: hook)]))
    delete(start, grace: grace, uid: uid)
    let signal = start + Double(preStop ?? 0)
    for second in stride(from: 0.5, to: used - Double(preStop ?? 0), by: 1) {
      status(signal + second, .draining, max(inFlight, 1), elapsed: second, uid: uid)
    }
    let end = start + used
    if inFlight == 0 { status(end - 0.1, .drained, 0, elapsed: end - signal - 0.1, uid: uid) }
    self.end(end + 0.2, ["web": inFlight == 0 ? 0 : 137], finished: end, uid: uid)
  }
}
