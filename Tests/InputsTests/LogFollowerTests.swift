import ShutdownModel
import Testing
import Time

@testable import Inputs
@testable import LogText

/// Logs that are followed through the API: reconnects, repeats, loss, order, and whose they are.
@Suite(.timeLimit(.minutes(5))) struct LogFollowerTests {
  @Test func `a log is told in its order, between its beginning and its end`() async throws {
    let log = ScriptedLog(openings: [
      [.streamHead(), .line(1, "one"), .line(2, "two"), .line(3, "three"), .streamEnd],
      [.answer("{}", status: 404)],
    ])
    let (words, opened) = try await log.follow {
      if case .logEnded = $0 { true } else { false }
    }
    #expect(words == ["began", "one", "two", "three", "ended"])
    let first = try #require(opened.first)
    #expect(first.path == "/api/v1/namespaces/shop/pods/store-1/log")
    #expect(first.query("container") == "web")
    #expect(first.query("follow") == "true")
    #expect(first.query("timestamps") == "true")
    #expect(first.query("tailLines") == "100")
    #expect(first.query("sinceTime") == nil)
  }

  @Test func `what is repeated after a broken connection is told once`() async throws {
    let log = ScriptedLog(openings: [
      [.streamHead(), .line(1, "one"), .line(1_000_000_002, "two"), .close],
      // The API takes whole seconds: that second's lines come again.
      [.streamHead(), .line(1_000_000_002, "two"), .line(1_000_000_003, "three"), .hang],
    ])
    let (words, opened) = try await log.follow(untilSaid: "three")
    // The break is no end of the log: a verdict would rest on it.
    #expect(words == ["began", "one", "two", "three"])
    #expect(opened.count == 2)
    #expect(opened[1].query("tailLines") == nil)
    #expect(opened[1].query("sinceTime")?.hasPrefix("2026-11-23T12%3A00%3A01") == true)
  }

  @Test func `equal lines of one nanosecond are all told, and none of them twice`() async throws {
    let log = ScriptedLog(openings: [
      [.streamHead(), .line(5, "tick"), .line(5, "tick"), .close],
      [.streamHead(), .line(5, "tick"), .line(5, "tick"), .line(5, "tick"), .close],
      [
        .streamHead(), .line(5, "tick"), .line(5, "tick"), .line(5, "tick"), .line(6, "tock"),
        .hang,
      ],
    ])
    let (words, opened) = try await log.follow(untilSaid: "tock")
    #expect(words == ["began", "tick", "tick", "tick", "tock"])
    #expect(opened.count == 3)
  }

  @Test func `a line that broke off is told whole, once`() async throws {
    let log = ScriptedLog(openings: [
      [
        .streamHead(), .line(1, "one"), .chunk(ScriptedServer.Move.stamp(2) + " half of "), .close,
      ],
      [.streamHead(), .line(1, "one"), .line(2, "half of it"), .line(3, "three"), .hang],
    ])
    let (words, _) = try await log.follow(untilSaid: "three")
    #expect(words == ["began", "one", "half of it", "three"])
  }

  @Test func `what was written while nobody was connected is not lost`() async throws {
    let log = ScriptedLog(openings: [
      [.streamHead(), .line(1, "one"), .close],
      [.answer("{}", status: 500)],
      [.close],
      [.streamHead(), .line(1, "one"), .line(2, "two"), .line(3, "three"), .hang],
    ])
    let (words, opened) = try await log.follow(untilSaid: "three")
    #expect(words == ["began", "one", "two", "three"])
    #expect(opened.count == 4)
  }

  @Test func `a container that starts anew goes on in the same log`() async throws {
    let log = ScriptedLog(openings: [
      [.streamHead(), .line(1, "first run"), .streamEnd],
      [.answer("{}", status: 400)],
      [.streamHead(), .line(1, "first run"), .line(2, "second run"), .hang],
    ])
    let (words, _) = try await log.follow(untilSaid: "second run")
    #expect(words == ["began", "first run", "ended", "began", "second run"])
  }

  @Test func `the log of the next pod of the name is not the pod's`() async throws {
    let log = ScriptedLog(
      openings: [
        [.streamHead(), .line(1, "mine"), .streamEnd],
        [.streamHead(), .line(2, "of the next"), .hang],
        [.streamHead(), .line(2, "of the next"), .hang],
      ], owners: ["uid-a", "uid-b"])
    let (words, _) = try await log.follow {
      if case .logEnded = $0 { true } else { false }
    }
    #expect(words == ["began", "mine", "ended"])
    let later = try await ScriptedLog(openings: log.openings, owners: ["uid-b"])
      .followUntilGone()
    #expect(later == [])
  }

  @Test func `the log that broke and belongs to the next pod ends`() async throws {
    let log = ScriptedLog(
      openings: [
        [.streamHead(), .line(1, "mine"), .close],
        [.streamHead(), .line(1, "mine"), .line(2, "of the next"), .hang],
      ], owners: ["uid-a", "uid-b"])
    let (words, opened) = try await log.follow {
      if case .logEnded = $0 { true } else { false }
    }
    #expect(words == ["began", "mine", "ended"])
    #expect(opened.count == 2)
  }

  @Test func `the last lines of a pod that has just gone are its own`() async throws {
    let log = ScriptedLog(
      openings: [[.streamHead(), .line(1, "last words"), .hang]], owners: [nil])
    let (words, _) = try await log.follow(untilSaid: "last words")
    #expect(words == ["began", "last words"])
  }

  @Test(arguments: [500, 503, 429])
  func `while nobody can say whose the log is, none of it is told`(status: Int) async throws {
    let log = ScriptedLog(
      openings: [[.streamHead(), .line(1, "one"), .line(2, "two"), .hang]],
      failures: [status, status])
    let (words, opened) = try await log.follow(untilSaid: "two")
    #expect(words == ["began", "one", "two"])
    #expect(opened.count == 3)
  }

  @Test func `who may list no pods still follows the log`() async throws {
    let log = ScriptedLog(
      openings: [[.streamHead(), .line(1, "one"), .hang]],
      failures: Array(repeating: 403, count: 9))
    let (words, _) = try await log.follow(untilSaid: "one")
    #expect(words == ["began", "one"])
  }

  @Test func `a missing right is said once, and nothing is asked any more`() async throws {
    let log = ScriptedLog(openings: [[.answer("{}", status: 403)]])
    let (words, opened) = try await log.follow {
      guard case .input(let input) = $0 else { return false }
      return input.change == .following(0, notFollowed: 0)
    }
    #expect(words.count == 1)
    #expect(words.first?.hasPrefix("logs: needs permission to get pods/log") == true)
    #expect(opened.count == 1)
  }

  @Test(arguments: [
    "unable to retrieve container logs for containerd://daeae7dcaf4d",
    "failed to try resolving symlinks in path \"/var/log/pods/x/web/0.log\": no such file",
    "received SIGTERM, shutting down: 3 in flight",
  ])
  func `what stands in a log without the API's time is no word of the pod`(text: String)
    async throws
  {
    let log = ScriptedLog(openings: [
      [.streamHead(), .chunk(text + "\n"), .close],
      [.streamHead(), .chunk(text + "\n"), .line(1, "one"), .hang],
    ])
    let (words, _) = try await log.follow(untilSaid: "one")
    #expect(words == ["began", "notice \(text)", "one"])
  }

  @Test func `what was recognised in it is taken away`() async throws {
    let reading = LogReading(
      try LogRecogniser(
        LogPatterns(tiers: [
          .init(
            signs: [.signal: ["received sigterm"]],
            inFlight: [#"(\d+) in flight"#])
        ])))
    let text = "received SIGTERM, 3 in flight"
    let stamped = HTTPLine(bytes: Array("2026-11-23T12:00:00.1Z \(text)".utf8), isCut: false)
    let bare = HTTPLine(bytes: Array(text.utf8), isCut: false)
    #expect(LogReading.hasStamp(stamped) && !LogReading.hasStamp(bare))
    var line = reading.line(bare, pod: .uid("u"), container: "web")
    #expect(line.sign == .signal && line.inFlight == 3)
    line.becomeNotice()
    #expect(line.sign == nil && line.inFlight == nil && line.isNotice)
  }
}

extension ScriptedLog {
  /// What comes of a log that never is the pod's, up to when nobody opens it any more.
  fileprivate func followUntilGone() async throws -> [String] {
    let (openings, owners) = (openings, owners)
    return try await ScriptedServer.answering { request in
      if request.path.hasSuffix("/log") { return openings[0] }
      return [.answer(#"{"items":[{"metadata":{"uid":"\#(owners[0] ?? "")"}}]}"#)]
    }.run { server in
      let clock = LocalClock(start: Instant(seconds: 1000))
      let queue = EventQueue(clock: clock)
      let slot = ClientSlot()
      slot.set(HTTPClient(base: server.base, clock: clock))
      let log = ContainerLog(
        ScriptedLog.target, slot: slot, queue: queue,
        reading: LogReading(try LogRecogniser(LogPatterns())))
      #expect(await log.follow())
      return queue.drain().map { "\($0.observation)" }
    }
  }
}
