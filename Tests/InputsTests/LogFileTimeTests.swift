import FoundationEssentials
import Inputs
import Settings
import ShutdownModel
import Testing

/// What the lines of a file say of one another's times.
@Suite struct LogFileTimeTests {
  private static let patterns = Result {
    try LoadedSettings(flags: [:], environment: [:]).logPatterns()
  }

  private static func told(_ text: String) throws -> (told: [String], notices: [String]) {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "time-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(text.utf8).write(to: path)
    let log = PlainLog(
      try FileBytes(path: path.path(percentEncoded: false)), pod: "web",
      recogniser: try LogRecogniser(patterns.get()))
    var told: [String] = []
    while let events = try log.next() {
      for event in events {
        guard case .log(let line) = event.observation, line.sign != nil else { continue }
        told.append("\(event.time.dated?.rfc3339.prefix(19) ?? "-") \(line.text)")
      }
    }
    return (told, log.notices)
  }

  @Test func `a begin that no later line bounds has no time`() throws {
    let (told, notices) = try Self.told(
      "2026-11-23T01:00:00Z up\nbusy\ndraining\nshutdown complete\n")
    #expect(told == ["- draining", "- shutdown complete"])
    #expect(notices == ["the lines about the shutdown have no times; only their order is known"])
  }

  @Test func `lines in a zone that is not known do not borrow the time of another`() throws {
    let (told, notices) = try Self.told(
      """
      2026-11-23T01:00:00Z up
      2026-11-22 22:29:35 CST draining
      2026-11-22 22:29:40 CST shutdown complete

      """)
    #expect(
      told == ["- 2026-11-22 22:29:35 CST draining", "- 2026-11-22 22:29:40 CST shutdown complete"])
    #expect(notices.count == 1)
  }

  @Test(arguments: [
    ("11/12/2026 23:59:57", "11/13/2026 00:00:02", "2026-11-12T23:59:57", "2026-11-13T00:00:02"),
    ("12/11/2026 23:59:57", "13/11/2026 00:00:02", "2026-11-12T23:59:57", "2026-11-13T00:00:02"),
    // Whichever came first, only by one of the orders it was five seconds.
    ("09/11/2026 23:59:57", "10/11/2026 00:00:02", "2026-11-09T23:59:57", "2026-11-10T00:00:02"),
    ("11/12/2026 04:29:35", "11/12/2026 04:29:40", "-", "-"),
  ])
  func `which number is the month is told by the file's other lines, or not at all`(
    first: String, second: String, begin: String, end: String
  ) throws {
    let (told, notices) = try Self.told("\(first) draining\n\(second) shutdown complete\n")
    #expect(told == ["\(begin) \(first) draining", "\(end) \(second) shutdown complete"])
    #expect(notices.count == (begin == "-" ? 1 : 0))
  }

  @Test(arguments: [
    """
    ---
    insertId: b
    resource:
      labels:
        pod_name: web
    textPayload: shutdown complete
    timestamp: '2026-11-23T04:29:40.123Z'
    ---
    insertId: a
    jsonPayload:
      message: draining
    receiveTimestamp: '2026-11-23T04:29:47.123Z'
    timestamp: '2026-11-23T04:29:35.123Z'

    """,
    """
    "TimeGenerated [UTC]",PodName_s,Log_s
    "11/23/2026, 4:29:40.123 AM",web,"shutdown complete"
    "11/23/2026, 4:29:35.123 AM",web,"draining"

    """,
    """
    {
        "@timestamp" => 2026-11-23T04:29:35.123Z,
           "message" => "draining"
    }
    {
        "@timestamp" => 2026-11-23T04:29:40.123Z,
           "message" => "shutdown complete"
    }

    """,
    """
    Sun Nov 22 20:29:35 PST 2026 com.example.App stop
    INFO: draining
    Sun Nov 22 20:29:40 PST 2026 com.example.App stop
    INFO: shutdown complete

    """,
  ])
  func `records of tools are read with their times`(text: String) throws {
    let (told, notices) = try Self.told(text)
    #expect(
      told.map { $0.replacing("INFO: ", with: "") } == [
        "2026-11-23T04:29:35 draining", "2026-11-23T04:29:40 shutdown complete",
      ])
    #expect(notices == [])
  }

  @Test func `a column of local times tells no point in time`() throws {
    let (told, notices) = try Self.told(
      """
      "TimeGenerated [Local Time]",LogMessage
      "11/23/2026, 4:29:40.123 AM","shutdown complete"
      "11/23/2026, 4:29:35.123 AM","draining"

      """)
    #expect(told == ["- draining", "- shutdown complete"])
    #expect(notices.count == 1)
  }
}
