import PodStatus
import ShutdownModel
import Testing

@testable import DrainForecast
@testable import KubernetesObjects
@testable import LogText

/// What of a pod goes into its forecast.
@Suite struct PodForecastTests {
  private static func drainingStory() -> Story {
    var story = Story.ofRunningPod()
    story.status(9, .running, 6)
    story.delete(10)
    for (second, count) in [(11.0, 6), (12, 5), (13, 5), (14, 3)] {
      story.status(second, .draining, count, elapsed: second - 10)
    }
    return story
  }

  @Test func `only a pod that counts down has one`() {
    var story = Story.ofRunningPod()
    story.status(9, .running, 6)
    #expect(story.pod().forecast(at: .at(9)) == nil)
    story.delete(10)
    #expect(story.pod().forecast(at: .at(10)) != nil)
    story.exit(20)
    #expect(story.pod().forecast(at: .at(20)) == nil)
  }

  @Test func `without a count there is none`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    #expect(story.pod().forecast(at: .at(11)) == nil)
  }

  @Test func `while the node does not report there is none`() {
    var story = Story.ofRunningPod()
    story.status(9, .running, 6)
    story.delete(10, seen: false)
    story.modify(10.5) { $0.disruptionReason = "DeletionByTaintManager" }
    #expect(story.pod().forecast(at: .at(11)) == nil)
  }

  @Test func `its counts are those since the deletion was asked`() throws {
    let drain = try #require(Self.drainingStory().pod().drainObservations)
    #expect(drain.counts.map(\.inFlight) == [6, 5, 5, 3])
    #expect(drain.killAt == Self.drainingStory().pod().shutdown?.deadline?.earliestKill)
  }

  @Test func `ages and durations are those of the newest count`() throws {
    var story = Self.drainingStory()
    let report = ShutdownStatus(
      phase: .draining, inFlight: 3, drainElapsedSeconds: 5, drainTimeoutSeconds: 12,
      oldestSeconds: [9, 3, 2], durations: ForecastTests.halving, streams: 1)
    story.answer(15, .report(report))
    let drain = try #require(story.pod().drainObservations)
    #expect(drain.ages == [3, 2])
    #expect(drain.inFlight == 2)
    #expect(drain.ownLimitAt == .at(22))
    let forecast = try #require(story.pod().forecast(at: .at(15)))
    #expect(forecast.basis == .ages)
    #expect(forecast.end == .ownLimit)
    #expect(forecast.streams == 1)
  }

  @Test func `what the run before a restart had in flight is not forecast of the new one`() {
    var story = Story.ofRunningPod()
    story.status(8, .running, 6)
    story.modify(9.5) {
      $0.containers[0].lastTermination = .init(exitCode: 1, finishedAt: .at(9))
      $0.containers[0].state = .running(startedAt: .at(9))
    }
    story.delete(10)
    #expect(story.pod().forecast(at: .at(11)) == nil)
    story.status(11.5, .draining, 2, elapsed: 1)
    #expect(story.pod().forecast(at: .at(12)) != nil)
  }

  @Test func `no time that is forecast has passed`() throws {
    let pod = Self.drainingStory().pod()
    let forecast = try #require(pod.forecast(at: .at(39)))
    #expect(try #require(forecast.medianEmptyAt) >= .at(39))
  }

  @Test func `a drained pod is done, one that has given up is not`() throws {
    var drained = Self.drainingStory()
    drained.log(15, .finished)
    #expect(drained.pod().forecast(at: .at(15))?.probabilityDone == 1)
    var over = Self.drainingStory()
    over.status(15, .timedOut, 2, elapsed: 5)
    let forecast = try #require(over.pod().forecast(at: .at(15)))
    #expect(forecast.probabilityDone == 0)
    #expect(forecast.expectedLost == 2)
    #expect(forecast.end == .ownLimit)
  }

  @Test func `while tasks arrive in a preStop sleep they are reckoned from the signal`() throws {
    var story = Story.ofRunningPod([.running("web", preStop: .sleep(seconds: 15))])
    story.delete(10)
    for (second, count) in [(11.0, 4), (12, 3), (13, 5)] { story.status(second, .running, count) }
    let drain = try #require(story.pod().drainObservations)
    #expect(drain.arrivalsEndAt == story.pod().shutdown?.signalDueAt)
    // No rise for more than three seconds: the traffic has gone elsewhere.
    for second in 14..<18 { story.status(Double(second), .running, 3) }
    #expect(story.pod().drainObservations?.arrivalsEndAt == nil)
  }

  @Test func `its like are learnt from, ended or not, others are not`() {
    var story = Self.drainingStory()
    for name in ["web-2", "web-3", "other"] {
      story.pod(0, .ready(name)) { if name == "other" { $0.revisionHash = "def" } }
      story.delete(10, uid: name)
      for (second, count) in [(11.0, 6), (12, 4), (13, 1)] {
        story.status(second, .draining, count, elapsed: second - 10, uid: name)
      }
    }
    story.exit(14, uid: "web-2")
    #expect(story.state.drainPrior(for: story.pod()).drains == 2)
  }
}
