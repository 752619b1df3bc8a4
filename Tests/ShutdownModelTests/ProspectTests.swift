import DrainForecast
import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Whether a pod will be done in time, as everything that speaks of it says it.
@Suite struct ProspectTests {
  @Test func `a process that goes on as if there had been no signal is not done by being empty`() {
    var story = Story.asked()
    story.polls(10.5...13, .running) { _ in (0, nil) }
    #expect(story.pod().prospect(at: story.state.now) == .noSignal)
    #expect(story.pod().prospect(at: story.state.now).isBad)
  }

  @Test func `before its signal was seen a pod with nothing in flight is idle, after it empty`() {
    var story = Story.asked([.running("web", preStop: .sleep(seconds: 5))])
    story.status(11, .running, 0)
    #expect(story.pod().prospect(at: .at(11.2)) == .idle)
    story.status(15.5, .draining, 0, elapsed: 0.4)
    #expect(story.pod().prospect(at: .at(15.6)) == .empty)
  }

  @Test func `what has given up by its own limit has no chance`() {
    var story = Story.asked()
    story.status(12, .draining, 5, elapsed: 1)
    story.status(20, .timedOut, 2, elapsed: 9)
    #expect(story.pod().prospect(at: .at(20.1)) == .gaveUp)
  }

  @Test func `no more is at risk than is in flight`() throws {
    var story = Story.asked(grace: 20)
    story.polls(10.5...25, .draining) { _ in (8, nil) }
    guard case .chance(let chance) = story.pod().prospect(at: story.state.now) else {
      return #expect(Bool(false), "\(story.pod().prospect(at: story.state.now))")
    }
    #expect(chance.inTime < 0.5 && chance.atRisk <= 8 && chance.atRisk > 4)
  }

  @Test func `from an old count, and past SIGKILL, nothing is said`() {
    var story = Story.asked(grace: 20)
    story.polls(10.5...15, .draining) { _ in (8, nil) }
    #expect(story.pod().prospect(at: .at(21)) == .unknown)
    story.polls(15.5...30, .draining) { _ in (8, nil) }
    #expect(story.pod().prospect(at: .at(40)) == .unknown)
  }
}
