import ShutdownModel
import Testing
import Time

@testable import LogText

/// With which code a run ends: the first that applies of 1, 130/143, 3, 4, 2, 0.
@Suite struct ExitCodeTests {
  @Test(arguments: Verdict.Kind.allCases)
  func `every verdict but clean and ended is 2, with strict ended too`(kind: Verdict.Kind) {
    for isStrict in [false, true] {
      var story = Story.ofRollout(Goal(until: .drained, isStrict: isStrict))
      story.feed(5, .workload(.web(2)))
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
    var story = Story.ofRollout(Goal(until: .drained))
    story.feed(
      5, .workload(.web(2, total: 2, progressing: "ProgressDeadlineExceeded")))
    #expect(story.summary?.result == .failed)
    #expect(story.summary?.exitCode == 3)
  }

  @Test func `a workload that is deleted is 3`() {
    var story = Story.ofRollout(Goal(until: .drained))
    story.feed(5, .workloadDeleted(.web))
    #expect(story.summary?.result == .failed)
    #expect(story.summary?.exitCode == 3)
    #expect(story.summary?.reason == "deployment/web was deleted")
  }

  @Test func `a rollout that failed is 3 before 4 and before 2`() {
    var story = Story.ofRollout(Goal(until: .drained, duration: .seconds(60)))
    story.feed(
      5, .workload(.web(2, total: 2, progressing: "ProgressDeadlineExceeded")))
    story.end(34.2, ["web": 137])
    story.tick(60)
    #expect(story.summary?.result == .elapsed)
    #expect(story.summary?.exitCode == 3)
  }

  @Test func `a timeout is 4 before 2`() {
    var story = Story.ofRollout(Goal(until: .drained, timeout: .seconds(60)))
    story.end(34.2, ["web": 137])
    story.tick(60)
    #expect(story.summary?.verdicts == [.killed: 1])
    #expect(story.summary?.exitCode == 4)
  }

  @Test(arguments: [(StopReason.interrupted, 130), (.terminated, 143)])
  func `interrupted is 130, terminated is 143, before 3 and 2`(reason: StopReason, code: Int) {
    var story = Story.ofRollout(Goal(until: .drained, duration: .seconds(60)))
    story.feed(5, .workloadDeleted(.web))
    story.end(34.2, ["web": 137])
    story.feed(35, .stop(reason))
    #expect(story.summary?.result == .interrupted)
    #expect(story.summary?.exitCode == code)
    #expect(story.summary?.verdicts == [.killed: 1])
  }

  @Test func `quitting says what has been reached`() {
    var story = Story.ofRollout(Goal())
    story.feed(5, .workload(.web(2)))
    story.exit(8)
    story.feed(9, .stop(.quit))
    #expect(story.summary?.result == .drained)
    #expect(story.summary?.exitCode == 0)
  }

  @Test func `quitting before anything is reached is an interruption by the user`() {
    var story = Story.ofRollout(Goal())
    story.feed(5, .stop(.quit))
    #expect(story.summary?.result == .interrupted)
    #expect(story.summary?.reason == "ended by the user")
  }

  @Test func `the demo always succeeds, unless it is interrupted`() {
    for (reason, code) in [(StopReason.quit, 0), (.interrupted, 130)] {
      var story = Story.ofRollout(Goal(alwaysSucceeds: true))
      story.end(34.2, ["web": 137])
      story.feed(35, .stop(reason))
      #expect(story.summary?.exitCode == code)
    }
  }
}
