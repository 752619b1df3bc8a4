import PodStatus
import ShutdownModel
import Testing

@testable import LogText

/// What a log says of an end is provisional, and says nothing of a pod whose deletion nobody asked for.
@Suite struct LogProvisionalTests {
  private func notices(of story: Story) -> [String] {
    story.outputs.compactMap { output in
      if case .notice(let text) = output.change { text } else { nil }
    }
  }

  @Test func `a time-out that only the log tells has its number`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.status(19.7, .draining, 3, elapsed: 9)
    story.log(20.1, .timedOut, 3)
    story.end(20.4, ["web": 1])
    #expect(story.kind() == .timedOut)
    #expect(story.verdict()?.inFlightAtEnd == 3)
  }

  @Test func `a finished line is taken back by one that shows it at work`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.log(11, .finished)
    story.log(14, nil)
    story.end(14.5)
    #expect(story.kind() == .ended)
  }

  @Test func `a log that says it finished silences no alert while its stream is open`() {
    var story = Story.ofRunningPod()
    story.logBegins(1)
    story.delete(10)
    story.log(10.2, .signal)
    story.log(11, .finished)
    story.tick(38)
    #expect(story.pod().alert?.rule == .deadline)
    #expect(story.pod().alert?.level == .critical)
    #expect(story.pod().alert?.message.contains("it reported that it finished") == true)
  }

  @Test func `without a deletion a log word is a notice and no shutdown`() {
    var story = Story.ofRunningPod()
    story.log(10, .signal)
    story.log(12, .finished)
    story.tick(30)
    #expect(story.pod().shutdown == nil)
    #expect(story.pod().phase == .ready)
    #expect(story.pod().alerts.isEmpty)
    #expect(notices(of: story).count == 1)
    #expect(notices(of: story).first?.contains("is stopping") == true)
  }

  @Test(arguments: [LogSign.weak, .part, .reloaded, .finished, .timedOut])
  func `a weak word without a deletion is not even that`(sign: LogSign) {
    var story = Story.ofRunningPod()
    story.log(10, sign)
    story.tick(30)
    #expect(notices(of: story).isEmpty)
  }
}
