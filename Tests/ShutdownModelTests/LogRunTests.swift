import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import LogText

/// What a container's log says of its end is provisional, up to its last line.
@Suite struct LogRunTests {
  private var state: State
  private var outputs: [Output] = []

  init() {
    state = State(scope: .logs(["web.log"], grace: .seconds(30)), diagnosing: DiagnosisRules())
  }

  private mutating func say(
    _ seconds: Double, _ sign: LogSign? = nil, _ inFlight: Int? = nil, container: String = "app",
    isOfPart: Bool = false, tellsShutdown: Bool = false
  ) {
    let time = Instant(seconds: 1_795_600_800 + seconds)
    let line = LogLine(
      pod: .name("web"), container: container, time: time, text: "", sign: sign,
      isOfPart: isOfPart, tellsShutdown: tellsShutdown, inFlight: inFlight)
    outputs += state.apply(Event(time: time, .log(line)))
  }

  private mutating func end(_ containers: String...) -> [Verdict.Kind] {
    for container in containers.isEmpty ? ["app"] : containers {
      outputs += state.apply(
        Event(time: state.now, .logEnded(pod: .name("web"), container: container)))
    }
    return outputs.compactMap { output in
      if case .verdict(_, let verdict) = output.change { verdict.kind } else { nil }
    }
  }

  private var alertCount: Int {
    outputs.count { if case .alert = $0.change { true } else { false } }
  }

  // MARK: Finished is provisional

  @Test mutating func `a container that goes on had not finished`() {
    say(0, .signal)
    say(1, .finished)
    say(2.5)
    say(12)
    #expect(end() == [.unknown])
  }

  @Test mutating func `a last word within two seconds is one`() {
    say(0, .signal)
    say(10, .finished)
    say(11.9)
    #expect(end() == [.clean])
  }

  @Test mutating func `a word of waiting takes it back at once`() {
    say(0, .signal)
    say(1, .finished)
    say(1.1, .waiting)
    #expect(end() == [.unknown])
  }

  @Test mutating func `it may finish again`() {
    say(0, .signal)
    say(1, .finished)
    say(8)
    say(9, .finished)
    #expect(end() == [.clean])
  }

  // MARK: Parts

  @Test mutating func `one server of two is not the process`() {
    say(0, .draining, isOfPart: true)
    say(0.1, .draining, isOfPart: true)
    say(0.2, .finished, isOfPart: true)
    #expect(end() == [.unknown])
  }

  @Test mutating func `two servers of two are, when it falls silent`() {
    say(0, .draining, isOfPart: true)
    say(0.1, .draining, isOfPart: true)
    say(0.2, .finished, isOfPart: true)
    say(5, .finished, isOfPart: true)
    #expect(end() == [.clean])
  }

  @Test mutating func `one worker of two is not the process`() {
    say(0, .signal)
    say(0.1, .part, isOfPart: true)
    say(0.1, .part, isOfPart: true)
    say(0.2, .finished, isOfPart: true)
    #expect(end() == [.unknown])
  }

  @Test mutating func `the only worker that was named is`() {
    say(0, .signal)
    say(4, .finished, isOfPart: true)
    #expect(end() == [.clean])
  }

  @Test mutating func `the next server begins after the first is done`() {
    say(0, .draining, isOfPart: true)
    say(0.1, .finished, isOfPart: true)
    say(0.2, .draining, isOfPart: true)
    #expect(end() == [.unknown])
  }

  @Test mutating func `parts that stop as the log ends are a shutdown without a word of its end`() {
    say(0)
    say(60, .part)
    say(60.1, .part)
    #expect(end() == [.unknown])
    #expect(alertCount == 0)
  }

  @Test mutating func `one part is none`() {
    say(0)
    say(60, .part)
    #expect(end().isEmpty)
  }

  // MARK: What makes an end unclean

  @Test(arguments: [LogSign.forced, .cut, .timedOut])
  mutating func `an end word after force says nothing of the work`(sign: LogSign) {
    say(0, .signal)
    say(20, sign)
    say(20.1, .finished)
    let kinds = end()
    #expect(kinds.count == 1)
    #expect(kinds.first.map { $0 != .clean } ?? false)
  }

  @Test mutating func `work that was done before it came to force was done`() {
    say(0, .signal)
    say(10, .finished)
    say(10.1, .forced)
    say(10.2, .ended)
    #expect(end() == [.clean])
  }

  @Test mutating func `a time-out of a request is taken back when the process goes on`() {
    say(0, .signal)
    say(3, .timedOut, isOfPart: true)
    say(9)
    say(10, .finished)
    #expect(end() == [.clean])
  }

  @Test mutating func `a time-out as the last word is its own`() {
    say(0, .signal)
    say(30, .timedOut, 3, isOfPart: true)
    #expect(end() == [.timedOut])
  }

  @Test mutating func `it says that it ends, and nothing of its work`() {
    say(0, .signal)
    say(3, .ended)
    #expect(end() == [.ended])
  }

  @Test mutating func `it ends with work left`() {
    say(0, .signal)
    say(2, .waiting, 3)
    say(3, .ended)
    #expect(end() == [.unknown])
  }

  // MARK: No begin was told

  @Test mutating func `an end with which the log ends is a shutdown`() {
    say(0)
    say(60, .ended, tellsShutdown: true)
    #expect(end() == [.ended])
  }

  @Test mutating func `an end after which the process goes on is none`() {
    say(0)
    say(60, .ended, tellsShutdown: true)
    say(63)
    #expect(end().isEmpty)
  }

  @Test mutating func `giving up is the only word`() {
    say(0)
    say(60, .timedOut, tellsShutdown: true)
    #expect(end() == [.timedOut])
  }

  // MARK: Another process

  @Test mutating func `a start in its place ends the run`() {
    say(0, .signal)
    say(2, .finished)
    say(4, .started)
    say(6)
    say(60, .signal)
    #expect(end() == [.clean, .unknown])
  }

  @Test mutating func `what stops in a reload is replaced`() {
    say(0, .reloaded)
    say(0.1, .draining)
    say(0.2, .part)
    say(0.3, .part)
    say(0.4, .finished, isOfPart: true)
    #expect(end().isEmpty)
  }

  @Test mutating func `a signal in a reload is one`() {
    say(0, .reloaded)
    say(3, .signal)
    #expect(end() == [.unknown])
  }

  @Test mutating func `the temporary server of an entrypoint is no shutdown`() {
    say(0, .signal)
    say(0.5, .finished)
    say(1, .resumed)
    say(1.1, .started)
    say(300)
    #expect(end().isEmpty)
  }

  // MARK: Containers

  @Test mutating func `each container is judged to its last line, and the pod ends with the last`()
  {
    say(0, .signal)
    say(0, .signal, container: "proxy")
    say(1, .finished, container: "proxy")
    say(9, .finished)
    #expect(end("proxy", "app") == [.clean])
    let used = outputs.compactMap { output -> Double? in
      if case .verdict(_, let verdict) = output.change { verdict.usedSeconds } else { nil }
    }
    #expect(used == [9])
  }

  @Test mutating func `the lines of one container take nothing back of another`() {
    say(0, .signal)
    say(0, .signal, container: "proxy")
    say(1, .finished, container: "proxy")
    say(9)
    say(10, .finished)
    #expect(end("proxy", "app") == [.clean])
  }
}
