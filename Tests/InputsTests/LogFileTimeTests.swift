import FoundationEssentials
import Inputs
import Settings
import ShutdownModel
import Testing
import Time

@testable import LogText

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
    #expect(
      notices == ["the lines about the shutdown have no timestamps; only their order is known"])
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

  @Test func `a time of day between two near dates is of that day`() throws {
    let (told, notices) = try Self.told(
      """
      2026-11-23T04:29:35.402Z received SIGTERM
      [04:29:37] draining
      2026-11-23T04:29:40Z shutdown complete

      """)
    #expect(
      told
        == [
          "2026-11-23T04:29:35 received SIGTERM", "2026-11-23T04:29:37 draining",
          "2026-11-23T04:29:40 shutdown complete",
        ].map { $0.replacing("draining", with: "[04:29:37] draining") })
    #expect(notices == [])
  }

  @Test func `what another pod writes tells nothing of a pod's times`() throws {
    let (_, days) = try Self.told(
      """
      [pod/web-1/app] 10/11/2026 04:29:35 received SIGTERM
      [pod/web-1/app] 10/11/2026 04:29:37 shutdown complete
      [pod/other/app] 2026-10-11T04:29:35Z x

      """)
    #expect(days.count == 1)
    let (told, years) = try Self.told(
      """
      [pod/other/app] 2019-01-01T00:00:00Z x
      [pod/web-1/app] Nov 23 04:29:35 received SIGTERM
      [pod/web-1/app] Nov 23 04:29:37 shutdown complete

      """)
    #expect(!told.contains { $0.hasPrefix("2018") || $0.hasPrefix("2019") })
    #expect(years == ["the lines have no year; the year of the file is used"])
  }

  @Test(arguments: [
    "2262-04-11T23:47:00Z received SIGTERM\n23:50:00 x\n2262-04-11T23:47:16Z shutdown complete\n",
    "1677-09-21T00:12:44Z received SIGTERM\n00:12:44 x\n1677-09-21T00:12:45Z shutdown complete\n",
    "1700-01-02 00:12:44 CST received SIGTERM\n2200-04-11 23:47:16 CST shutdown complete\n",
  ])
  func `times at either end of time are read`(text: String) throws {
    #expect(try Self.told(text).told.count == 2)
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
