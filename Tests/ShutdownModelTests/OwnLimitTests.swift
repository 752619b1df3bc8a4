import KubernetesObjects
import PodStatus
import ShutdownModel
import Testing
import Time

/// A process that gives up by itself before SIGKILL.
@Suite struct OwnLimitTests {
  private func running(_ story: Story) throws -> Countdown.Running {
    guard case .running(let running) = story.pod().countdown(at: story.state.now) else {
      throw NotRunning()
    }
    return running
  }

  private struct NotRunning: Error {}

  @Test func `a limit before SIGKILL is what counts down`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 3, elapsed: 1, limit: 8)
    story.tick(15)
    let running = try running(story)
    #expect(running.limit == .ownLimit)
    #expect(running.remaining == .seconds(4))
  }

  @Test func `a limit behind SIGKILL changes nothing`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 3, elapsed: 1, limit: 60)
    #expect(try running(story).limit == .kill)
  }

  @Test func `answers that are rounded do not let it rise`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 3, elapsed: 1, limit: 8)
    story.status(13, .draining, 3, elapsed: 1.8, limit: 8)
    #expect(try running(story).remaining == .seconds(6))
  }

  @Test func `nothing counts down when the work is done, until the limit is past`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 3, elapsed: 1, limit: 8)
    story.status(13, .drained, 0, elapsed: 2, limit: 8)
    #expect(story.pod().countdown(at: story.state.now) == Countdown.none)
    story.status(22, .drained, 0, elapsed: 11, limit: 8)
    #expect(try running(story).limit == .kill)
  }

  @Test func `a process that does not keep its limit has none`() throws {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 3, elapsed: 1, limit: 8)
    story.status(22, .draining, 3, elapsed: 11, limit: 8)
    #expect(try running(story).limit == .kill)
  }

  @Test func `work that will hardly be done before the limit is critical before it`() {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 60)
    for second in 0...9 {
      story.status(12 + Double(second), .draining, 6, elapsed: 1 + Double(second), limit: 12)
    }
    let pod = story.pod()
    #expect(pod.alert?.level == .critical)
    let message = pod.alert.map { pod.message(of: $0, at: story.state.now) }
    #expect(message?.contains("gives up in 2.0 s, 6 in flight") == true)
  }
}
