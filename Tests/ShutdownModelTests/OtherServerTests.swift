import PodStatus
import ShutdownModel
import Testing

/// Pods whose server tells less than the contract: no phase, or no count.
@Suite struct OtherServerTests {
  /// A server that stays up through its drain and tells its count alone, as Caddy does.
  private func countsOnly(_ counts: [(Double, Int)]) -> Story {
    var story = Story.ofRunningPod()
    story.delete(10)
    for (time, count) in counts {
      story.answer(time, .report(ShutdownStatus(phase: nil, inFlight: count)))
    }
    return story
  }

  @Test func `a server that tells no phase is never said to have missed its signal`() {
    var story = countsOnly((0...38).map { (10.5 + Double($0) * 0.5, 5 - $0 / 10) })
    #expect(story.alerts("web-1", .noSignal).isEmpty)
    #expect(story.phases().contains(.draining))
    #expect(story.pod().samples.last?.isDraining == true)
    #expect(story.pod().shutdown?.signalAt == nil)
    story.answer(30, .report(ShutdownStatus(phase: nil, inFlight: 0)))
    story.end(30.3)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.signalSeen == nil)

    // The nearest case: it says that it runs.
    var deaf = Story.ofRunningPod()
    deaf.delete(10)
    for step in 1...20 { deaf.status(10 + Double(step) / 2, .running, 5) }
    #expect(!deaf.alerts("web-1", .noSignal).isEmpty)
  }

  @Test(arguments: [0, 143])
  func `a count that is not known is no count, no forecast and no cut`(code: Int) {
    var story = Story.ofRunningPod()
    func draining(_ elapsed: Double) -> StatusObservation.Answer {
      .report(
        ShutdownStatus(
          phase: .draining, inFlight: nil, drainElapsedSeconds: elapsed, signal: "SIGTERM"))
    }
    story.answer(9.8, .report(ShutdownStatus(phase: .running, inFlight: nil)))
    story.delete(10)
    for step in 1...12 { story.answer(10 + Double(step) / 2, draining(Double(step) / 2)) }
    #expect(story.pod().phase == .draining)
    #expect(story.pod().samples.isEmpty)
    #expect(story.pod().forecast == nil)
    story.end(16.4, ["web": code])
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.inFlightAtEnd == nil)
    #expect(story.verdict()?.signalSeen == true)
  }

  /// As lastcall-init answers when its program's own server has closed.
  @Test(arguments: [ShutdownStatus.Phase.draining, .drained, .timedOut])
  func `a count that is not known any more is none, and the last one says nothing`(
    phase: ShutdownStatus.Phase
  ) {
    var story = Story.ofRunningPod()
    story.delete(10)
    for (time, count) in [(10.5, 9), (11, 5), (11.5, 5)] { story.status(time, .draining, count) }
    #expect(story.pod().forecast != nil)
    for time in [12, 12.5] {
      story.answer(
        time,
        .report(
          ShutdownStatus(
            phase: phase, inFlight: nil, drainElapsedSeconds: time - 10, signal: "SIGTERM")))
    }
    #expect(story.pod().inFlight == nil)
    #expect(story.pod().forecast == nil)
    story.end(13)
    #expect(story.kind() == (phase == .timedOut ? .timedOut : .ended))
    #expect(story.verdict()?.inFlightAtEnd == nil)

    // The nearest case: it knows that nothing is left.
    var known = Story.ofRunningPod()
    known.delete(10)
    for (time, count) in [(10.5, 9), (11, 5)] { known.status(time, .draining, count) }
    known.status(12, .drained, 0)
    known.end(13)
    #expect(known.kind() == .clean)
  }

  @Test func `a short drain that nobody told of is not called a cut`() {
    var story = countsOnly([(9.9, 2)])
    story.end(10.9, finished: 10)
    #expect(story.kind() == .unknown)
    #expect(story.verdict()?.inFlightAtEnd == 2)

    // The nearest case: it would have said that it drains.
    var told = Story.ofRunningPod()
    told.delete(10)
    told.status(10.2, .running, 2)
    told.end(10.9, finished: 10)
    #expect(told.kind() == .cut)
  }

  @Test func `a port that closes is taken for the drain, and the last count is kept`() {
    var story = Story.ofRunningPod()
    story.status(9.8, .running, 3)
    story.delete(10)
    story.status(10.3, .running, 3)
    for step in 0...8 { story.answer(10.8 + Double(step) / 2, .refused) }
    #expect(story.pod().phase == .draining)
    #expect(story.times("unreachable+") != [])
    #expect(story.pod().samples.last?.inFlight == 3)
    story.end(16)
    #expect(story.kind() == .unknown)
    #expect(story.verdict()?.inFlightAtEnd == 3)
    #expect(story.verdict()?.inFlightAgeSeconds ?? 0 > 4)
  }

  @Test func `a drain without a count shows no number and measures no work`() {
    var story = Story.ofRunningPod()
    story.answer(9, .report(ShutdownStatus(phase: .running, inFlight: nil)))
    story.delete(10)
    story.answer(11, .report(ShutdownStatus(phase: .draining, inFlight: nil)))
    story.answer(12, .report(ShutdownStatus(phase: .draining, inFlight: nil)))
    #expect(story.pod().phase == .draining)
    #expect(story.pod().shutdown?.signalAt == .at(11))
    #expect(story.pod().samples.isEmpty)
    #expect(story.pod().drainObservations == nil)
    story.end(14)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.inFlightAtEnd == nil)
    #expect(story.verdict()?.signalSeen == true)
  }

  /// As nginx answers, which closes its status when it begins to drain.
  private func untilDrain(_ count: Int) -> StatusObservation.Answer {
    var status = ShutdownStatus(phase: .running, inFlight: count)
    status.closesOnDrain = true
    return .report(status)
  }

  @Test func `what drains behind a closed status has ended, and nobody measured its work`() {
    var story = Story.ofRunningPod()
    story.answer(9.8, untilDrain(3))
    story.delete(10)
    for step in 1...8 { story.answer(10 + Double(step) / 2, .refused) }
    story.end(14.6, finished: 14)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.inFlightAtEnd == 3)
    #expect(
      story.verdict()?.reason.contains("not measured after its status endpoint closed") == true)

    // The nearest cases: it ended within a second, when the work may be cut as well as done; another code.
    var short = Story.ofRunningPod()
    short.answer(9.8, untilDrain(3))
    short.delete(10)
    short.answer(10.3, .refused)
    short.end(10.9, finished: 10)
    #expect(short.kind() == .unknown)
    var failed = Story.ofRunningPod()
    failed.answer(9.8, untilDrain(3))
    failed.delete(10)
    for step in 1...8 { failed.answer(10 + Double(step) / 2, .refused) }
    failed.end(14.6, ["web": 1], finished: 14)
    #expect(failed.kind() == .unknown)
  }

  @Test func `a server that still answers has not begun to drain, and missed its signal`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    for step in 1...20 { story.answer(10 + Double(step) / 2, untilDrain(5)) }
    #expect(!story.alerts("web-1", .noSignal).isEmpty)
  }

  @Test func `counts that fell to the end of a server that tells no drain are an end in time`() {
    var story = countsOnly([(9.9, 4), (11, 4), (12, 3), (13, 2), (14, 1)])
    story.end(14.6, finished: 14)
    #expect(story.kind() == .ended)
    #expect(story.verdict()?.inFlightAtEnd == 1)

    // The nearest case: they did not fall.
    var level = countsOnly([(9.9, 4), (11, 4), (12, 4), (13, 4), (14, 4)])
    level.end(14.6, finished: 14)
    #expect(level.kind() == .unknown)
  }
}
