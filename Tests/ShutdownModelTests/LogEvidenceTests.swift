import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import LogText

/// What log lines tell of a shutdown.
@Suite struct LogEvidenceTests {
  @Test(arguments: [LogSign.signal, .draining, .waiting])
  func `a line about the signal begins the drain`(sign: LogSign) {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, sign, written: 10.1)
    #expect(story.pod().phase == .draining)
    #expect(story.pod().shutdown?.signalAt == .at(10.1))
  }

  @Test func `a line that came before the deletion was seen counts`() {
    var story = Story.ofRunningPod()
    story.log(9.9, .signal)
    story.delete(10)
    #expect(story.phases() == [.ready, .preStop, .draining])
  }

  @Test func `a line from long before the deletion does not`() {
    var story = Story.ofRunningPod()
    story.log(5, .signal)
    story.delete(10)
    #expect(story.phases() == [.ready, .preStop])
  }

  @Test func `what carried the log said does not`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal, written: 10.1)
    story.log(11, .finished)
    let before = story.pod()
    var line = LogLine(
      pod: .uid("web-1"), container: "web",
      text: "unable to retrieve container logs for containerd://daeae7dcaf4d")
    line.isNotice = true
    story.feed(20, .log(line))
    #expect(story.pod().logs == before.logs)
    #expect(story.pod().phase == before.phase)
    // It stands in the log all the same, for whoever wonders where that is.
    #expect(story.state.log.entries.last?.time == .at(20))
  }

  @Test func `a line of a sidecar does not`() {
    var story = Story.ofRunningPod([.running("mesh", .sidecar), .running("web")])
    story.delete(10)
    story.log(10.5, .draining, container: "mesh")
    #expect(story.pod().phase == .preStop)
  }

  @Test func `a finished line is clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.log(14, .finished)
    #expect(story.pod().phase == .drained)
    story.end(14.5)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.evidence == .log)
    #expect(story.verdict()?.signalSeen == true)
  }

  @Test func `a finished line from before the deletion is not`() {
    var story = Story.ofRunningPod()
    story.log(3, .finished)
    story.delete(10)
    story.end(14.5)
    #expect(story.kind() == .ended)
  }

  @Test func `one container's finished line does not drain the other`() {
    var story = Story.ofRunningPod([.running("web"), .running("worker")])
    story.delete(10)
    story.log(10.2, .signal, container: "web")
    story.log(10.3, .signal, container: "worker")
    story.log(12, .finished, container: "web")
    #expect(story.pod().phase == .draining)
    story.log(13, .finished, container: "worker")
    #expect(story.pod().phase == .drained)
  }

  @Test func `a time-out after the signal is timed-out`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.log(20, .timedOut)
    #expect(story.pod().phase == .timedOut)
    story.end(20.5, ["web": 0])
    #expect(story.kind() == .timedOut)
    #expect(story.verdict()?.evidence == .log)
  }

  @Test func `a time-out without a signal is a request's and means nothing`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.3, .timedOut)
    #expect(story.pod().phase == .preStop)
    story.end(14.5)
    #expect(story.kind() == .ended)
  }

  @Test func `a finished line behind a time-out does not undo it`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.status(19, .draining, 3, elapsed: 9)
    story.log(20, .timedOut)
    story.log(21, .finished)
    story.end(21.5)
    #expect(story.kind() == .timedOut)
    #expect(story.verdict()?.inFlightAtEnd == 3)
  }

  @Test func `a time-out that is followed by a count of zero is clean`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .signal)
    story.log(20, .timedOut)
    story.log(21, .finished, 0)
    story.end(21.5)
    #expect(story.kind() == .clean)
  }

  @Test func `a log that says it cut, with work at the last look, is cut`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .waiting, 3)
    story.log(16, .cut)
    story.end(16.5)
    #expect(story.kind() == .cut)
  }

  @Test func `the last words after a cut do not say that the work was done`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .waiting, 3)
    story.log(16, .cut)
    story.log(16.1, .finished)
    #expect(story.pod().phase == .draining)
    story.end(16.5)
    #expect(story.kind() == .cut)
  }

  @Test func `work that was done before the process was told to end at once was done`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .waiting, 3)
    story.log(14, .finished)
    story.log(16, .cut)
    story.end(16.5)
    #expect(story.kind() == .clean)
    // The reason says "nothing in flight", so does the number.
    #expect(story.verdict()?.inFlightAtEnd == 0)
  }

  @Test func `counts in the log are measures like those of the endpoint`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.2, .waiting, 3)
    story.log(12, .waiting, 0)
    story.end(12.5)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.inFlightAtEnd == 0)
  }

  @Test func `an older line that comes late does not outweigh a newer look`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 3, elapsed: 0.9)
    story.status(12, .draining, 0, elapsed: 1.9)
    story.log(12.3, .waiting, 3, written: 11.5)
    story.end(12.5)
    #expect(story.kind() == .clean)
    #expect(story.pod().samples.map(\.inFlight) == [3, 3, 0])
  }

  @Test func `a node's clock that runs ahead makes no line of the future`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(11, .signal, written: 500)
    #expect(story.pod().shutdown?.signalAt == .at(11))
  }

  // MARK: The verdict waits for the logs

  @Test func `the verdict is held until the log has ended`() {
    var story = Story.ofRunningPod()
    story.logBegins(1)
    story.delete(10)
    story.log(10.2, .signal)
    story.exit(14)
    #expect(story.verdict() == nil)
    story.log(14.3, .finished, written: 13.9)
    #expect(story.verdict() == nil)
    story.logEnds(14.4)
    #expect(story.verdicts().map(\.seconds) == [14.4])
    #expect(story.kind() == .clean)
  }

  @Test func `it is held for two seconds at most`() {
    var story = Story.ofRunningPod()
    story.logBegins(1)
    story.delete(10)
    story.log(10.2, .signal)
    story.end(14)
    story.log(16.5, .finished)
    story.logEnds(17)
    #expect(story.verdicts().map(\.seconds) == [16])
    #expect(story.kind() == .ended)
  }

  @Test func `it waits for the logs of all containers`() {
    var story = Story.ofRunningPod([.running("web"), .running("worker")])
    story.logBegins(1)
    story.logBegins(1, container: "worker")
    story.delete(10)
    story.exit(14)
    story.logEnds(14.2)
    #expect(story.verdict() == nil)
    story.logEnds(14.5, container: "worker")
    #expect(story.verdicts().map(\.seconds) == [14.5])
  }

  @Test func `without a log it comes with the end`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.exit(14)
    #expect(story.verdicts().map(\.seconds) == [14])
  }

  @Test func `a verdict that is being held is given before the last word`() {
    var story = Story.ofRunningPod()
    story.logBegins(1)
    story.delete(10)
    story.exit(14)
    story.feed(14.5, .stop(.interrupted))
    #expect(story.kind() == .ended)
    #expect(story.summary?.verdicts == [.ended: 1])
  }

  @Test func `a log that says it cut is not made clean by a look long before`() {
    var story = Story.ofRunningPod()
    story.status(8.4, .running, 0)
    story.delete(10)
    story.log(10.1, .cut)
    story.end(10.3, finished: 10)
    #expect(story.kind() == .ended)

    // The nearest case: somebody looked just before.
    var seen = Story.ofRunningPod()
    seen.status(9.8, .running, 0)
    seen.delete(10)
    seen.log(10.1, .cut)
    seen.end(10.3, finished: 10)
    #expect(seen.kind() == .clean)
  }

  @Test func `an answer that says it runs is older than the log's word that it drained`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.log(10.1, .draining, 1)
    story.log(10.25, .finished)
    story.status(10.3, .running, 1)
    story.end(10.5, finished: 10)
    #expect(story.kind() == .clean)
    #expect(story.verdict()?.evidence == .log)

    // The nearest case: an answer that tells of the drain is newer.
    var newer = Story.ofRunningPod()
    newer.delete(10)
    newer.log(10.1, .draining, 3)
    newer.log(10.25, .finished)
    newer.status(10.3, .draining, 3, elapsed: 0.2)
    newer.end(10.5, finished: 10)
    #expect(newer.kind() != .clean)
  }
}
