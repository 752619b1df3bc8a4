import FoundationEssentials
import Inputs
import Settings
import ShutdownModel
import Testing
import Time

@testable import LogText

/// How lines stand in a file, and what that says of their times.
@Suite struct LogFileFormTests {
  private static let patterns = Result {
    try LoadedSettings(flags: [:], environment: [:]).logPatterns()
  }

  private static func read(
    _ text: String, modifiedAt: String? = nil
  ) throws -> (lines: [LogLine], times: [Instant], notices: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "form-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "web.log").path(percentEncoded: false)
    try Data(text.utf8).write(to: URL(filePath: path))
    let log = PlainLog(
      try FileBytes(path: path), pod: nil, recogniser: try LogRecogniser(patterns.get()))
    var order = TimeOrder([log])
    var lines: [LogLine] = []
    var times: [Instant] = []
    while let events = try order.next() {
      for event in events {
        guard case .log(let line) = event.observation else { continue }
        lines.append(line)
        times.append(event.time)
      }
    }
    return (lines, times, log.notices)
  }

  private static func told(_ text: String) throws -> [String] {
    try read(text).lines.filter(isTold).map { line in
      "\(line.time?.dated?.rfc3339.dropFirst(11).prefix(12) ?? "-") \(line.text)"
    }
  }

  private static func isTold(_ line: LogLine) -> Bool {
    line.sign == .draining || line.sign == .finished
  }

  @Test func `a begin without a time lies before its later neighbour, an end behind its earlier`()
    throws
  {
    let text = """
      2026-11-23T04:29:00Z up
      draining
      2026-11-23T04:29:30Z closed a listener
        at shop.Main
      shutdown complete
      2026-11-23T04:31:00Z up again
      """
    #expect(
      try Self.told(text) == ["04:29:30.000 draining", "04:29:30.000 shutdown complete"])
    let notices = try Self.read(text).notices
    #expect(
      notices == [
        "'draining' has no timestamp; it was written between 2026-11-23T04:29:00.000Z and "
          + "2026-11-23T04:29:30.000Z",
        "'shutdown complete' has no timestamp; it was written between "
          + "2026-11-23T04:29:30.000Z and 2026-11-23T04:31:00.000Z",
      ])
  }

  @Test func `near neighbours tell the time well enough`() throws {
    #expect(
      try Self.read("2026-11-23T04:29:00Z a\ndraining\n2026-11-23T04:29:01.5Z b\n").notices == [])
  }

  @Test func `a line of another container bounds nothing where the own one has times`() throws {
    let text = """
      [pod/a/app] 2026-11-23T04:29:00Z up
      [pod/b/app] 2026-11-23T04:20:00Z up
      [pod/a/app] draining
      [pod/b/app] 2026-11-23T04:21:00Z busy
      [pod/a/app] 2026-11-23T04:29:01Z closed a listener
      """
    #expect(try Self.told(text) == ["04:29:01.000 draining"])
  }

  @Test func `lines under a head are of its time`() throws {
    let erlang = """
      =NOTICE REPORT==== 23-Nov-2026::04:29:35.123000 ===
      draining
      =NOTICE REPORT==== 23-Nov-2026::04:29:55.123000 ===
      shutdown complete
      """
    let java = """
      Nov 23, 2026 4:29:35 AM shop.Main stop
      INFO: draining
      Nov 23, 2026 4:29:55 AM shop.Main stop
      INFO: shutdown complete
      """
    for (text, level) in [(erlang, ""), (java, "INFO: ")] {
      let told = try Self.told(text)
      #expect(told.map { $0.prefix(8) } == ["04:29:35", "04:29:55"])
      #expect(told.map { $0.dropFirst(13) } == ["\(level)draining", "\(level)shutdown complete"])
    }
  }

  @Test(arguments: [
    ("23:59:58.0 draining\n00:00:03.0 shutdown complete\n", 5.0, "no date"),
    ("[  900.25] draining\n[  905.25] shutdown complete\n", 5.0, "from a start"),
    ("[  900.25] draining\n[    0.25] up\n[    5.25] shutdown complete\n", 5.001, "from a start"),
    (
      "2026-11-22 23:59:58 CST draining\n2026-11-23 00:00:03 CST shutdown complete\n", 5.0,
      "time zone"
    ),
  ])
  func `what has no date tells durations, and no point in time`(
    text: String, seconds: Double, notice: String
  ) throws {
    let (lines, times, notices) = try Self.read(text)
    let signed = zip(lines, times).filter { Self.isTold($0.0) }.map(\.1)
    let first = try #require(signed.first)
    let last = try #require(signed.last)
    #expect(abs((last - first).seconds - seconds) < 0.01)
    #expect(times.allSatisfy { !$0.isDated })
    #expect(lines.allSatisfy { $0.time != nil })
    #expect(notices.count == 1)
    #expect(notices.first?.contains(notice) == true, "\(notices)")
  }

  @Test func `one date in a file makes the times of day no times`() throws {
    let text = "04:29:30 up\n2026-11-23T04:29:35Z draining\n04:29:36 x\n"
    #expect(try Self.told(text) == ["04:29:35.000 draining"])
    #expect(try Self.read(text).times.allSatisfy { $0.isDated })
  }

  @Test func `of a line without a year the others tell it`() throws {
    let text = """
      I1231 23:59:59.000000       1 main.go:12] up
      {"ts":"2024-01-01T00:00:05Z","msg":"draining"}
      Jan  1 00:00:07 node-1 app[1]: shutdown complete
      """
    let (lines, _, notices) = try Self.read(text)
    #expect(
      lines.map { $0.time?.rfc3339 } == [
        "2023-12-31T23:59:59.000Z", "2024-01-01T00:00:05.000Z", "2024-01-01T00:00:07.000Z",
      ])
    #expect(notices == [])
  }

  @Test func `a file without times keeps its order and says so`() throws {
    let (lines, times, notices) = try Self.read("draining\nshutdown complete\n")
    #expect(lines.map(\.text) == ["draining", "shutdown complete"])
    #expect(lines.allSatisfy { $0.time == nil })
    #expect(times.allSatisfy { !$0.isDated })
    #expect(notices == ["the lines have no timestamps; only their order is known"])
    #expect(try Self.read("up\nbusy\n").notices == [])
  }

  private static let both = ["04:29:35.123 draining", "04:29:40.123 shutdown complete"]

  @Test(arguments: [
    // Newest first, as searches answer.
    """
    [
      {"textPayload": "shutdown complete", "timestamp": "2026-11-23T04:29:40.123Z"},
      {
        "textPayload": "draining",
        "timestamp": "2026-11-23T04:29:35.123Z"
      }
    ]
    """,
    """
    {
      "msg": "draining",
      "time": "2026-11-23T04:29:35.123Z"
    }
    {
      "msg": "shutdown complete",
      "time": "2026-11-23T04:29:40.123Z"
    }
    """,
    """
    starting
    {
      "msg": "draining",
      "time": "2026-11-23T04:29:35.123Z"
    }
    {
      "msg": "shutdown complete",
      "time": "2026-11-23T04:29:40.123Z"
    }

    """,
    """
    {"events": [{"timestamp": 1795408175123, "message": "draining"},
      {"timestamp": 1795408180123, "message": "shutdown complete"}], "nextToken": "x"}
    """,
    #"{"events":[{"timestamp":1795408175123,"message":"draining"},{"timestamp":1795408180123,"message":"shutdown complete"}]}"#
      + "\n",
    """
    {"hits":{"total":2,"hits":[
    {"_source":{"@timestamp":"2026-11-23T04:29:35.123Z","message":"draining"}},
    {"_source":{"@timestamp":"2026-11-23T04:29:40.123Z","message":"shutdown complete"}}]}}
    """,
    """
    {"status":"success","data":{"resultType":"streams","result":[{"stream":{"pod":"web"},"values":[
    ["1795408180123000000","shutdown complete"],["1795408175123000000","draining"]]}]}}
    """,
    #"{"results":[[{"field":"@timestamp","value":"2026-11-23 04:29:35.123"},{"field":"@message","value":"draining"}],[{"field":"@timestamp","value":"2026-11-23 04:29:40.123"},{"field":"@message","value":"shutdown complete"}]]}"#,
    #"{"resourceLogs":[{"resource":{"attributes":[{"key":"k8s.pod.name","value":{"stringValue":"web"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795408175123000000","body":{"stringValue":"draining"}},{"timeUnixNano":"1795408180123000000","body":{"stringValue":"shutdown complete"}}]}]}]}"#
      + "\n",
    """
    {"data":[{"id":"x","attributes":{"timestamp":"2026-11-23T04:29:35.123Z","message":"draining"}},
    {"id":"y","attributes":{"timestamp":"2026-11-23T04:29:40.123Z","message":"shutdown complete"}}]}
    """,
    // Tables.
    """
    "Date","Host","Service","Message"
    "2026-11-23T04:29:40.123Z","node","web","shutdown complete"
    "2026-11-23T04:29:35.123Z","node","web","draining"
    """,
    """
    _time;host;_raw
    2026-11-23T04:29:35.123+0000;node;draining
    2026-11-23T04:29:40.123+0000;node;"shutdown complete"
    """,
    """
    \u{FEFF}@timestamp,message
    "Nov 23, 2026 @ 04:29:35.123","draining"
    "Nov 23, 2026 @ 04:29:40.123","shutdown complete"
    """,
    // The journal.
    """
    __CURSOR=s=1
    __REALTIME_TIMESTAMP=1795408175123000
    MESSAGE=draining

    __CURSOR=s=2
    __REALTIME_TIMESTAMP=1795408180123000
    MESSAGE=shutdown complete

    """,
    """
    Mon 2026-11-23 04:29:35.123000 UTC [s=1;i=1;b=1;m=1;t=1;x=1]
        PRIORITY=6
        MESSAGE=draining
    Mon 2026-11-23 04:29:40.123000 UTC [s=1;i=2;b=1;m=1;t=1;x=1]
        MESSAGE=shutdown complete
    """,
  ])
  func `lines are found in whatever holds them`(text: String) throws {
    let (lines, _, _) = try Self.read(text)
    let told = lines.filter(Self.isTold)
    #expect(
      told.map { "\($0.time?.rfc3339.dropFirst(11).prefix(12) ?? "-") \($0.text)" } == Self.both)
    #expect(told.allSatisfy { $0.pod == .name("web") })
  }

  @Test func `a line that tells is given its neighbours far into a large file`() throws {
    let filler = (0..<220_000).map { number in
      "2026-11-23T04:0\(number / 44_000):00.000000000Z a line of no weight, number \(number), and somewhat more of it\n"
    }
    let text =
      filler.joined()
      + "2026-11-23T04:29:00Z up\ndraining\n2026-11-23T04:29:30Z closed a listener\n"
      + "2026-11-23T04:29:31Z shutdown complete\n"
    #expect(text.utf8.count > 17 << 20)
    #expect(
      try Self.told(text) == ["04:29:30.000 draining", "04:29:31.000 shutdown complete"])
  }
}
