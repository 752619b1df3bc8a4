import PodStatus
import Testing

@testable import GraceAdvice
@testable import KubernetesObjects
@testable import LogText
@testable import ShutdownModel

/// How long a preStop hook should wait, by what arrived after the signal.
struct PreStopAdviceTests {
  /// A pod that a Service sends to; tasks are accepted for so long after the deletion.
  private static func advice(
    _ preStop: ContainerObject.PreStop? = nil, arriving last: Double = 0, isServed: Bool? = true,
    gate: String? = nil, looks: Bool = true
  ) throws -> PreStopAdvice {
    var story = Story()
    if isServed != nil {
      story.feed(
        0,
        .endpointSlice(
          EndpointSliceObject(
            uid: "slice", name: "web",
            endpoints: isServed == true
              ? [.init(podUID: "web-1", isReady: true, isServing: true, isTerminating: false)] : [])
        ))
      story.listed(0, .endpointSlices, ["slice"])
    }
    story.pod(0, .ready("web-1", [.running("web", preStop: preStop)])) {
      $0.readinessGates = gate.map { [$0] } ?? []
    }
    story.delete(10, grace: 120)
    var hook = 0.0
    if case .sleep(let seconds) = preStop { hook = min(Double(seconds), 90) }
    if case .exec = preStop { hook = 4 }
    if looks {
      for second in stride(from: 0.0, to: 100, by: 0.5) {
        story.answer(
          10.1 + second,
          .report(
            ShutdownStatus(
              phase: second < hook ? .running : .draining, inFlight: 3,
              drainElapsedSeconds: max(second - hook, 0), signal: "SIGTERM",
              completed: Int(min(second, last) * 2))))
      }
    }
    story.end(112, ["web": 0], finished: 111)
    return try #require(WorkloadDrains.all(of: story.state).first).recommendation.preStop
  }

  @Test func `what waits long enough can stay`() throws {
    let advice = try Self.advice(.sleep(seconds: 5), arriving: 3)
    #expect(advice.seconds == 5)
    #expect(advice.isKept)
    #expect(advice.reason == .nothingArrived(pods: 1))
  }

  @Test func `without a delay five seconds are advised when tasks arrive after the signal`() throws
  {
    let advice = try Self.advice(arriving: 1)
    #expect(advice.seconds == 5)
    #expect(advice.presentSeconds == 0)
    guard case .arrivals(let after, 1, _) = advice.reason else {
      Issue.record("\(advice.reason)")
      return
    }
    #expect((1.0...1.2).contains(after))
  }

  @Test func `the latest arrival and two seconds more, when that is longer`() throws {
    // The look 7.1 s after the deletion shows the last one.
    #expect(try Self.advice(arriving: 7).seconds == 10)
    #expect(try Self.advice(.sleep(seconds: 3), arriving: 7).seconds == 10)
    #expect(try Self.advice(.sleep(seconds: 3), arriving: 2.5).seconds == 3)
  }

  @Test func `tasks that never stop to arrive need another cure than a delay`() throws {
    let advice = try Self.advice(arriving: 90)
    #expect(advice.seconds == nil)
    guard case .neverStops = advice.reason else {
      Issue.record("\(advice.reason)")
      return
    }
  }

  @Test func `a quiet pod without a delay says nothing, for nobody counts what it refuses`() throws
  {
    let advice = try Self.advice()
    #expect(advice.seconds == nil)
    #expect(advice.reason == .noDelayToJudge(pods: 1))
  }

  @Test func `refused connections while a Service sends are a reason for five seconds`() throws {
    var story = Story()
    story.feed(
      0,
      .endpointSlice(
        EndpointSliceObject(
          uid: "slice", name: "web",
          endpoints: [
            .init(podUID: "web-1", isReady: true, isServing: true, isTerminating: false)
          ])))
    story.pod(0, .ready("web-1"))
    story.status(9.5, .running, 3)
    story.delete(10)
    for second in [10.5, 11.5, 12.5, 13.5] { story.answer(second, .refused) }
    story.end(16.2, finished: 16)
    let advice = try #require(WorkloadDrains.all(of: story.state).first).recommendation.preStop
    #expect(advice.seconds == 5)
    #expect(advice.reason == .refused(after: 0.5, pods: 1))
  }

  @Test func `what no Service sends to fetches its tasks itself`() throws {
    let advice = try Self.advice(arriving: 7, isServed: false)
    #expect(advice.reason == .notServed)
    #expect(advice.seconds == 0)
    // Where slices cannot be read, nobody knows.
    #expect(try Self.advice(arriving: 7, isServed: nil).seconds == 10)
  }

  @Test func `a load balancer of AWS needs 25 s, and 15 that are there may stay`() throws {
    let gate = "target-health.elbv2.k8s.aws/k8s-web"
    #expect(try Self.advice(.sleep(seconds: 5), gate: gate).seconds == 25)
    #expect(try Self.advice(.sleep(seconds: 15), gate: gate).seconds == 15)
    #expect(try Self.advice(.sleep(seconds: 5), gate: "example.com/x").seconds == 5)
  }

  @Test func `a hook that takes the whole grace is no example`() throws {
    let advice = try Self.advice(.sleep(seconds: 130))
    #expect(advice.seconds == nil)
    #expect(advice.reason == .hookFillsGrace(hook: 130, grace: 120))
  }

  @Test func `of several containers the one that is counted has the word`() throws {
    var story = Story()
    story.pod(0, .ready("web-1", [.running("web", preStop: .sleep(seconds: 3)), .running("log")]))
    story.delete(10)
    // The other one gets its signal at once.
    story.log(10.2, .signal, container: "log")
    for second in stride(from: 0.5, to: 3, by: 0.5) {
      story.answer(
        10 + second,
        .report(ShutdownStatus(phase: .running, inFlight: 3, completed: Int(second * 2))))
    }
    for second in stride(from: 0.0, to: 4, by: 0.5) {
      story.status(13 + second, .draining, 3, elapsed: second)
    }
    story.end(18, finished: 17)
    let advice = try #require(WorkloadDrains.all(of: story.state).first).recommendation
    #expect(advice.preStop.seconds == 3)
    #expect(advice.preStop.reason == .nothingArrived(pods: 1))
  }

  @Test func `a hook that decides itself how long it runs has no number`() throws {
    let hook = ContainerObject.PreStop.exec(.init(program: "drain.sh"))
    let advice = try Self.advice(hook)
    #expect(advice.presentSeconds == nil)
    #expect(advice.seconds == nil)
    #expect(advice.reason == .openHook)
  }

  @Test func `where nobody looked after the signal, nobody can tell`() throws {
    let advice = try Self.advice(.sleep(seconds: 5), looks: false)
    #expect(advice.seconds == nil)
    #expect(advice.reason == .nobodyLooked)
  }
}
