import RunReports
import ShutdownModel
import Testing
import Time

@Suite struct PlaybackTests {
  @Test(arguments: 0..<20)
  func `wherever it jumps and plays, it shows the state that was`(seed: Int) {
    let story = RecordedStory(seed: seed)
    var random = SeededGenerator(seed: seed)
    var playback = Playback(position: story.history.range.lowerBound, isPlaying: true)
    for time in story.times(20, &random) {
      if random.percent(40) {
        playback.seek(to: time, in: story.history)
      } else {
        if random.percent(30) { playback.changeSpeed(faster: random.percent(60)) }
        playback.isPlaying = true
        playback.advance(by: .milliseconds(700), in: story.history)
      }
      let look = Look(playback.state(in: story.history))
      #expect(look.difference(from: story.look(at: playback.position)) == [])
    }
  }

  @Test func `a place that has been let go becomes the oldest there is`() {
    let all = RecordedStory(seed: 3)
    let long = RecordedStory(seed: 3, spacing: 10, limit: 60)
    #expect(long.history.range.lowerBound > all.history.range.lowerBound)
    var playback = Playback(position: all.history.range.lowerBound, isPlaying: false)
    _ = playback.state(in: all.history)
    let oldest = Look(playback.state(in: long.history))
    #expect(oldest.difference(from: long.look(at: long.history.range.lowerBound)) == [])
    #expect(playback.position == long.history.range.lowerBound)
    let end = long.history.range.upperBound
    playback.seek(to: end, in: long.history)
    let newest = Look(playback.state(in: long.history))
    #expect(newest.difference(from: long.look(at: end)) == [])
  }

  @Test func `a jump stops at both ends`() {
    let history = RecordedStory(seed: 2).history
    var playback = Playback(position: history.range.lowerBound, isPlaying: false)
    playback.seek(to: history.range.upperBound + .seconds(5), in: history)
    #expect(playback.position == history.range.upperBound)
    playback.seek(to: history.range.lowerBound - .seconds(5), in: history)
    #expect(playback.position == history.range.lowerBound)
  }

  @Test(arguments: Playback.speeds.filter(\.isFinite))
  func `it moves as fast as its speed says`(speed: Double) {
    let history = RecordedStory(seed: 2).history
    var playback = playback(at: speed, in: history)
    playback.advance(by: .milliseconds(500), in: history)
    #expect(playback.position == history.range.lowerBound + .seconds(speed / 2))
    #expect(playback.isPlaying)
  }

  @Test func `as fast as the screen can is the whole in some fifty pictures`() {
    let history = RecordedStory(seed: 2).history
    var playback = playback(at: .infinity, in: history)
    var pictures = 0
    while playback.isPlaying, pictures < 1000 {
      playback.advance(by: .milliseconds(1), in: history)
      pictures += 1
    }
    #expect((40...60).contains(pictures))
    #expect(playback.position == history.range.upperBound)
  }

  @Test func `it stops at the end, and stands still while it is paused`() {
    let history = RecordedStory(seed: 2).history
    var playback = playback(at: 64, in: history)
    playback.advance(by: .seconds(100_000), in: history)
    #expect(playback.position == history.range.upperBound)
    #expect(!playback.isPlaying)
    playback.seek(to: history.range.lowerBound, in: history)
    playback.advance(by: .seconds(1), in: history)
    #expect(playback.position == history.range.lowerBound)
  }

  @Test func `the slowest and the fastest speed are the last`() {
    var playback = Playback(position: Story.start, isPlaying: false)
    for _ in 0..<20 { playback.changeSpeed(faster: true) }
    #expect(playback.speed == .infinity)
    for _ in 0..<20 { playback.changeSpeed(faster: false) }
    #expect(playback.speed == 0.25)
  }

  private func playback(at speed: Double, in history: History) -> Playback {
    var playback = Playback(position: history.range.lowerBound, isPlaying: true)
    while playback.speed < speed { playback.changeSpeed(faster: true) }
    while playback.speed > speed { playback.changeSpeed(faster: false) }
    return playback
  }
}
