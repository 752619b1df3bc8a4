import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import LogText

/// Shutdowns that only a log shows.
@Suite struct LogOnlyTests {
  private var state: State
  private var outputs: [Output] = []

  init() {
    state = State(scope: .logs(["web.log"], grace: .seconds(30)), diagnosing: DiagnosisRules())
  }

  private mutating func say(
    _ seconds: Double, _ text: String = "", _ sign: LogSign? = nil, _ inFlight: Int? = nil,
    pod: String = "web", container: String = "app", isOfPart: Bool = false,
    tellsShutdown: Bool = false
  ) {
    let time = Instant(seconds: 1_795_600_800 + seconds)
    outputs += state.apply(
      Event(
        time: time,
        .log(
          LogLine(
            pod: .name(pod), container: container, time: time, text: text, sign: sign,
            isOfPart: isOfPart, tellsShutdown: tellsShutdown, inFlight: inFlight))))
  }

  private mutating func end(pod: String = "web", container: String = "app") {
    outputs += state.apply(
      Event(time: state.now, .logEnded(pod: .name(pod), container: container)))
  }

  private var verdicts: [Verdict] {
    outputs.compactMap { output in
      if case .verdict(_, let verdict) = output.change { verdict } else { nil }
    }
  }

  @Test mutating func `a finished line ends clean, as long as it took`() {
    say(0, "got SIGTERM", .signal)
    say(1, "2 in flight", .waiting, 2)
    say(4, "all done", .finished)
    say(4.5, "bye")
    end()
    #expect(verdicts.map(\.kind) == [.clean])
    #expect(verdicts.first?.usedSeconds == 4.5)
    #expect(verdicts.first?.isAssumed == true)
  }

  @Test mutating func `work left when the log ends is unknown before the grace, a kill at its end`()
  {
    say(0, "", .signal)
    say(10, "", .waiting, 3)
    end()
    say(100, "", .signal, pod: "other")
    say(129.2, "", .waiting, 3, pod: "other")
    end(pod: "other")
    #expect(verdicts.map(\.kind) == [.unknown, .killed])
    #expect(verdicts.map(\.usedSeconds) == [nil, 30])
    #expect(verdicts.map(\.inFlightAtEnd) == [3, 3])
  }

  @Test
  mutating func `a kill is said only of work in flight at the very end, with which it fell silent`()
  {
    say(0, "", .signal)
    say(5, "", .waiting, 2)
    say(29.5, "an ordinary line")
    end()
    say(100, "", .signal, pod: "goes-on")
    say(129.2, "", .waiting, 3, pod: "goes-on")
    say(134, "an ordinary line", pod: "goes-on")
    end(pod: "goes-on")
    say(200, "", .signal, pod: "long-after")
    say(229.2, "", .waiting, 3, pod: "long-after")
    say(300, "an ordinary line", pod: "long-after")
    end(pod: "long-after")
    #expect(verdicts.map(\.kind) == [.unknown, .unknown, .unknown])
  }

  @Test mutating func `a line long after the grace takes back what was said of the end`() {
    say(0, "", .signal)
    say(5, "", .finished)
    say(90, "an ordinary line")
    end()
    #expect(verdicts.map(\.kind) == [.unknown])
  }

  @Test mutating func `what was forced while work was in flight is cut, whatever follows`() {
    say(0, "", .signal)
    say(5, "", .waiting, 2)
    say(8, "", .forced)
    say(8.1, "", .finished)
    end()
    say(20, "", .signal, pod: "other")
    say(28, "", .forced, pod: "other")
    say(28.1, "", .finished, pod: "other")
    end(pod: "other")
    #expect(verdicts.map(\.kind) == [.cut, .unknown])
  }

  @Test mutating func `a start behind a hangup and a shutdown is the same process anew`() {
    say(0, "hangup", .weak)
    say(0.1, "", .draining)
    say(1, "", .finished)
    say(1.1, "", .started)
    say(60, "an ordinary line")
    end()
    #expect(verdicts.isEmpty)
  }

  @Test mutating func `a time-out and a cut are what the log says they are`() {
    say(0, "", .signal)
    say(10, "", .timedOut)
    end()
    say(20, "", .cut, pod: "nginx", tellsShutdown: true)
    end(pod: "nginx")
    #expect(verdicts.map(\.kind) == [.timedOut, .cut])
  }

  @Test mutating func `a name that shuts down again long after is another process`() {
    say(0, "", .signal)
    say(3, "", .finished)
    say(3600, "", .signal)
    say(3602, "", .finished)
    end()
    #expect(verdicts.map(\.kind) == [.clean, .clean])
    #expect(Set(state.pods.map(\.uid)).count == 2)
  }

  @Test(arguments: [LogSign.part, .weak, .reloaded])
  mutating func `a word that need not mean the end begins nothing`(sign: LogSign) {
    say(0, "draining the queue", sign)
    say(600, "still at work")
    end()
    #expect(verdicts.isEmpty)
    #expect(state.workloads.map(\.shutdownCount) == [0])
    #expect(state.pods.first?.shutdown == nil)
  }

  @Test mutating func `a word about the whole process is not refuted by later lines`() {
    say(0, "shutting down", .draining)
    for second in 1...20 { say(Double(second), "request done") }
    end()
    #expect(verdicts.map(\.kind) == [.unknown])
  }

  @Test mutating func `a finished line alone begins nothing`() {
    say(0, "all jobs finished", .finished)
    say(1, "0 in flight", nil, 0)
    end()
    #expect(verdicts.isEmpty)
  }

  @Test mutating func `the worst of the containers gives the verdict`() {
    say(0, "", .signal)
    say(1, "", .cut, container: "proxy", tellsShutdown: true)
    say(3, "", .finished)
    end()
    #expect(verdicts.isEmpty)
    end(container: "proxy")
    #expect(verdicts.map(\.kind) == [.cut])
    #expect(verdicts.first?.container == "proxy")
  }

  @Test mutating func `the end of the input is the end of the run`() {
    say(0, "", .signal)
    say(2, "", .finished)
    end()
    outputs += state.apply(Event(time: state.now, .stop(.inputEnded)))
    #expect(state.run.summary?.result == .elapsed)
    #expect(state.run.summary?.exitCode == 0)
  }
}
