import PodStatus
import ShutdownModel
import Testing
import Time

/// The API server's clock is not ours.
@Suite struct ClockTests {
  @Test(arguments: [-3600.0, -0.7, 0.3, 3600])
  func `a wrong local clock moves no countdown and no verdict`(skew: Double) {
    var outputs: [[Output]] = []
    for skew in [0, skew] {
      var story = Story()
      story.clock(0, ahead: skew)
      story.pod(0.1, .ready("web-1"))
      story.delete(10)
      #expect(abs((story.left(20) ?? 0) - 20) <= 0.5)
      story.status(12, .draining, 4)
      story.end(40.2, ["web": 137])
      #expect(story.kind() == .killed)
      outputs.append(story.outputs)
    }
    // One reading leaves the middle of a second, whatever the local clock says.
    #expect(outputs.count == 2 && outputs[0] == outputs[1])
  }

  @Test func `many readings know the clock to a fraction of a second`() {
    var story = Story()
    for index in 0..<20 { story.clock(Double(index) * 1.05, ahead: -3600) }
    #expect(abs(story.state.clock.offset.seconds + 3600) < 0.06)
  }

  @Test func `the bounds of many readings are kept, a looser one changes nothing`() {
    var clock = ServerClock()
    clock.read(ServerDate(date: .at(100), sent: .at(0.9), received: .at(0.9)))
    clock.read(ServerDate(date: .at(101), sent: .at(1), received: .at(1)))
    let offset = clock.offset
    clock.read(ServerDate(date: .at(110), sent: .at(9), received: .at(12)))
    #expect(clock.offset == offset)
    #expect(abs(offset.seconds - 100.05) < 0.051)
  }

  @Test func `a clock that was set replaces the bounds`() {
    var clock = ServerClock()
    clock.read(ServerDate(date: .at(100), sent: .at(0), received: .at(0)))
    clock.read(ServerDate(date: .at(9000), sent: .at(10), received: .at(10)))
    #expect(clock.offset == .seconds(8990.5))
  }

  @Test func `an answer that came before its question is left out`() {
    var clock = ServerClock()
    clock.read(ServerDate(date: .at(100), sent: .at(2), received: .at(1)))
    #expect(clock.offset == .zero)
    #expect(clock.readAt == nil)
  }

  @Test func `the cluster's time never runs backwards, though a reading says so`() {
    var story = Story()
    story.clock(0)
    story.tick(0.9)
    let before = story.state.now
    story.feed(
      1, .serverDate(ServerDate(date: .at(-100), sent: .at(1), received: .at(1))))
    #expect(story.state.now >= before)
  }

  @Test func `the first reading may take an hour off, and a timeout counts from there`() {
    var story = Story(goal: Goal(until: .drained, timeout: .seconds(60)))
    story.tick(0)
    story.feed(
      1, .serverDate(ServerDate(date: .at(-3600), sent: .at(1), received: .at(1))))
    story.tick(59)
    #expect(story.summary == nil)
    story.tick(62)
    #expect(story.summary?.result == .timeout)
  }
}
