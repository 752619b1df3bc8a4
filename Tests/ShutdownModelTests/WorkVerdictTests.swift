import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// The rules that judge the work: crashed, timed-out, cut, clean, ended, unknown.
@Suite struct WorkVerdictTests {
  // MARK: crashed

  @Test(arguments: [132, 133, 134, 135, 136, 139])
  func `a trap or fault after the deletion is a crash, whatever the count`(code: Int) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 0, elapsed: 0.5)
    story.end(12, ["web": code])
    #expect(story.kind() == .crashed)
    #expect(story.verdict()?.exitCode == code)
  }

  @Test(arguments: [0, 1, 2, 129, 130, 131, 138, 141, 143])
  func `another code is no crash`(code: Int) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(12, ["web": code])
    #expect(story.kind() != .crashed)
  }

  @Test func `a crash before the deletion takes no part`() {
    var story = Story.ofRunningPod([.running("web"), .running("worker")])
    story.modify(5) { $0.containers[1].end(139, at: 5, reason: nil, startedAt: .at(-60)) }
    story.delete(10)
    story.end(12)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.container == "web")
  }

  // MARK: timed-out

  @Test func `a process that reports timedOut with work left gave up`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5)
    story.status(25, .timedOut, 2, elapsed: 15)
    story.end(26, ["web": 1])
    #expect(story.kind() == .timedOut)
    #expect(story.verdict()?.evidence == .status)
    #expect(story.verdict()?.inFlightAtEnd == 2)
  }

  @Test func `a process that gave up after its deadline gave up all the same`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(39.9, .timedOut, 2, elapsed: 29.5)
    story.end(41.2, ["web": 0], finished: 41)
    #expect(story.kind() == .timedOut)
  }

  @Test func `timedOut with nothing left is clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(25, .timedOut, 0, elapsed: 15)
    story.end(26, ["web": 0])
    #expect(story.kind() == .clean)
  }

  @Test func `a process that gave up and was then killed at its deadline was killed`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(25, .timedOut, 2, elapsed: 15)
    story.end(40.2, ["web": 137])
    #expect(story.kind() == .killed)
  }

  // MARK: cut

  @Test func `a process that ends at once on the signal with work in flight has cut it`() {
    var story = Story.ofRunningPod()
    story.status(9.8, .running, 5)
    story.delete(10)
    story.end(10.4, ["web": 0])
    #expect(story.kind() == .cut)
    #expect(story.verdict()?.exitCode == 0)
    #expect(story.verdict()?.inFlightAtEnd == 5)
  }

  @Test func `a process that ends at once with nothing in flight is clean`() {
    var story = Story.ofRunningPod()
    story.status(9.8, .running, 0)
    story.delete(10)
    story.end(10.4, ["web": 0])
    #expect(story.kind() == .clean)
  }

  @Test func `a process that ends long after the signal without a reported drain is unknown`() {
    var story = Story.ofRunningPod()
    story.status(9.8, .running, 5)
    story.delete(10)
    story.end(16, ["web": 0])
    #expect(story.kind() == .unknown)
  }

  @Test func `the signal comes after the hook`() {
    for (end, kind) in [(15.0, Verdict.Kind.cut), (17.0, .unknown)] {
      var story = Story.ofRunningPod([.running("web", preStop: .sleep(seconds: 5))])
      story.delete(10)
      story.status(14.5, .running, 5)
      story.end(end + 0.3, ["web": 0], finished: end)
      #expect(story.kind() == kind)
    }
  }

  @Test func `a count that did not fall during the drain is cut`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    for second in 0..<4 {
      story.status(11 + Double(second), .draining, 5, elapsed: 0.5 + Double(second))
    }
    story.end(14.8, ["web": 0])
    #expect(story.kind() == .cut)
  }

  @Test
  func `a count that had not fallen before the polls failed is not cut: it may have fallen since`()
  {
    var story = Story.ofRunningPod()
    story.delete(10)
    for second in 0..<4 {
      story.status(11 + Double(second), .draining, 5, elapsed: 0.5 + Double(second))
    }
    story.end(18.8, ["web": 0])
    #expect(story.kind() == .unknown)
  }

  @Test func `a count that rose during the drain is cut`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 3, elapsed: 0.5)
    story.status(12, .draining, 5, elapsed: 1.5)
    story.end(12.5, ["web": 0])
    #expect(story.kind() == .cut)
  }

  @Test func `cut holds after the deadline too`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(39, .draining, 5, elapsed: 28.5)
    story.status(39.8, .draining, 5, elapsed: 29.3)
    story.end(41.2, ["web": 0], finished: 41)
    #expect(story.kind() == .cut)
  }

  // MARK: clean

  @Test(arguments: [0, 1, 143])
  func `drained is clean with any code of its own`(code: Int) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5)
    story.status(14, .drained, 0, elapsed: 3.5)
    story.end(14.6, ["web": code])
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.evidence == .status)
  }

  @Test func `the latest look counts: work that came after a count of 0 is not clean`() {
    var story = Story.ofRunningPod()
    story.status(9, .running, 0)
    story.status(9.9, .running, 4)
    story.delete(10)
    story.end(10.5, ["web": 0])
    #expect(story.kind() == .cut)
  }

  @Test func `a count on its way down and exit 0 below the own limit are clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5, limit: 20)
    story.status(14, .draining, 2, elapsed: 3.5, limit: 20)
    story.end(14.8, ["web": 0])
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.reason.contains("2 in flight (seen 0.8 s before)") == true)
  }

  @Test func `the same with another code is unknown`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5, limit: 20)
    story.status(14, .draining, 2, elapsed: 3.5, limit: 20)
    story.end(14.8, ["web": 1])
    #expect(story.kind() == .unknown)
  }

  @Test func `a count that fell once and then stood still had no pace, and is not clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 20, elapsed: 0.5, limit: 25)
    for second in 12...20 {
      story.status(Double(second), .draining, 5, elapsed: Double(second) - 10.5, limit: 25)
    }
    story.end(20.8, ["web": 0])
    #expect(story.kind() == .unknown)
  }

  @Test func `the same at the own limit is not clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5, limit: 20)
    story.status(30, .draining, 2, elapsed: 19.5, limit: 20)
    story.end(30.8, ["web": 0])
    #expect(story.kind() == .unknown)
  }

  @Test func `one task is never seen to fall: below the own limit it has ended`() {
    for (limit, kind) in [(20.0, Verdict.Kind.clean), (4.0, .unknown)] {
      var story = Story.ofRunningPod()
      story.delete(10)
      story.status(11, .draining, 1, elapsed: 0.5, limit: limit)
      story.status(14, .draining, 1, elapsed: 3.5, limit: limit)
      story.end(14.8, ["web": 0])
      #expect(story.kind() == kind)
    }
  }

  @Test func `the reason names the age of the last look`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 5, elapsed: 0.5)
    story.status(14, .draining, 0, elapsed: 3.5)
    story.end(16.5, ["web": 0])
    #expect(
      story.verdict()?.reason
        == "web ended with exit code 0 and nothing in flight (seen 2.5 s before)")
    #expect(story.verdict()?.inFlightAgeSeconds == 2.5)
  }

  // MARK: ended and unknown

  @Test(arguments: [0, 143])
  func `a good code before the deadline without a measure is ended`(code: Int) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(14.3, ["web": code])
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.reason == "ended in 4.0 s, exit \(code); its work was not measured")
    #expect(story.verdict()?.signalSeen == nil)
  }

  @Test(arguments: [1, 2, 129, 255])
  func `another code without a measure is unknown`(code: Int) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(14.3, ["web": code])
    #expect(story.kind() == .unknown)
  }

  @Test func `a good code after the deadline without a measure is unknown`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.end(45.3, ["web": 0], finished: 45)
    #expect(story.kind() == .unknown)
  }

  @Test func `a count from long before the deletion is no measure`() {
    for (look, kind) in [(4.0, Verdict.Kind.ended), (6.0, .unknown)] {
      var story = Story.ofRunningPod()
      story.status(look, .running, 5)
      story.delete(10)
      story.end(16, ["web": 0])
      #expect(story.kind() == kind)
    }
  }

  @Test func `an answer that is not valid is no measure`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.answer(11, .malformed(reason: "no phase"))
    story.answer(12, .timedOut)
    story.answer(13, .failed("500"))
    story.end(14, ["web": 0])
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.inFlightAtEnd == nil)
  }
}
