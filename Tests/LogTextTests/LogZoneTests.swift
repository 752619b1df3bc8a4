import ShutdownModel
import Testing
import Time

@testable import LogText

/// What stands behind a time, and dates of which each number may be another part.
struct LogZoneTests {
  private static func moment(
    _ line: String, notAfter: String? = nil
  ) throws -> LogMoment? {
    let reader = LogFieldReader(
      forms: try ShippedPatterns.forms.get(), year: 2026,
      notAfter: notAfter.flatMap { Instant(rfc3339: $0) })
    return Array(line.utf8).withUnsafeBufferPointer { reader.fields(of: $0) }.moment
  }

  @Test(arguments: [
    "2026-11-23 04:29:35 UTC", "2026-11-23 04:29:35 (UTC)", "2026-11-23 06:29:35 UTC+2",
    "2026-11-23 06:29:35 UTC+02", "2026-11-23 06:29:35 GMT+02:00", "2026-11-23 01:29:35 GMT-3",
    "2026-11-22 23:29:35 EST", "2026-11-22 20:29:35 PST", "2026-11-23 05:29:35 CET",
    "2026-11-23 05:29:35 MEZ", "2026-11-23 06:29:35 EET", "2026-11-23 13:29:35 JST",
    "2026-11-23 15:29:35 AEDT", "2026-11-23 13:59:35 ACST", "2026-11-23 05:29:35 +0100 CET",
    "2026-11-23T05:29:35+01:00[Europe/Paris]", "2026-11-23T05:29:35[Europe/Paris]",
    "[23-Nov-2026 05:29:35 Europe/Berlin]", "[23-Nov-2026 04:29:35 Zulu]",
    "2026-11-22 23:29:35 America/New_York", "2026-11-23 09:59:35 Asia/Kolkata",
    "2026-11-23 04:29:35 Coordinated Universal Time", "Sun Nov 22 20:29:35 PST 2026",
    "Mon Nov 23 2026 05:29:35 GMT+0100 (Central European Standard Time)",
    "Nov 23, 2026, 5:29:35,000 AM CET", "11/23/26 04:29:35", "23.11.2026 4:29:35 a. m.",
    "Monday, November 23, 2026 4:29:35 AM",
  ])
  func `a zone that means one offset is understood`(time: String) throws {
    let moment = try #require(try Self.moment("\(time) draining"))
    #expect(moment.kind == .exact)
    #expect(moment.instant.rfc3339 == "2026-11-23T04:29:35.000Z")
  }

  @Test(arguments: [
    "CST", "IST", "BST", "AST", "+01:00:00", "UTC+05:30:15", "EST5EDT", "CET-1CEST",
    "Africa/Casablanca", "Etc/GMT-2", "W. Europe Standard Time", "Local Time", "Eastern Time",
    "(Central European Standard Time)", "[Asia/Gaza]",
  ])
  func `a zone that is not known makes the line no point in time`(zone: String) throws {
    let moment = try #require(try Self.moment("2026-11-23 04:29:35 \(zone) draining"))
    #expect(moment.kind == .unknownZone)
    #expect(moment.time == nil)
  }

  @Test(arguments: [
    "GET /api 200", "INFO draining", "SET x", "[main] INFO draining", "Start Time: 12 ms",
    "Europe is down", "-17 items", "(main) draining", "LOG:  draining",
  ])
  func `what is no zone takes nothing from the time`(text: String) throws {
    let moment = try #require(try Self.moment("2026-11-23 04:29:35 \(text)"))
    #expect(moment.kind == .exact)
    #expect(moment.instant.rfc3339 == "2026-11-23T04:29:35.000Z")
  }

  @Test(arguments: [
    ("2026-03-29 01:59:59 Europe/Berlin", "2026-03-29T00:59:59.000Z"),
    ("2026-03-29 02:30:00 Europe/Berlin", nil),
    ("2026-03-29 03:00:00 Europe/Berlin", "2026-03-29T01:00:00.000Z"),
    ("2026-10-25 01:59:59 Europe/Berlin", "2026-10-24T23:59:59.000Z"),
    ("2026-10-25 02:30:00 Europe/Berlin", nil),
    ("2026-10-25 03:00:00 Europe/Berlin", "2026-10-25T02:00:00.000Z"),
    ("2026-03-08 03:00:00 America/New_York", "2026-03-08T07:00:00.000Z"),
    ("2026-03-08 02:00:00 America/New_York", nil),
    ("2026-11-01 00:59:59 America/New_York", "2026-11-01T04:59:59.000Z"),
    ("2026-11-01 01:00:00 America/New_York", nil),
    ("2026-11-01 02:00:00 America/New_York", "2026-11-01T07:00:00.000Z"),
    ("2026-07-14 21:29:35 Europe/London", "2026-07-14T20:29:35.000Z"),
  ])
  func `a region's summer time is known, and the hours that are twice or never are not`(
    time: String, utc: String?
  ) throws {
    #expect(try Self.moment("\(time) draining")?.time?.rfc3339 == utc)
  }

  @Test(arguments: [
    ("26/11/23 04:29:35", "2026-11-24T00:00:00Z", "2026-11-23T04:29:35.000Z"),
    ("23/11/26 04:29:35", "2026-11-24T00:00:00Z", "2026-11-23T04:29:35.000Z"),
    ("261123  4:29:35", "2026-11-24T00:00:00Z", "2026-11-23T04:29:35.000Z"),
    // Both of two days may be that of the file, or none.
    ("11/10/26 04:29:35", "2026-11-24T00:00:00Z", nil),
    ("26/11/23 04:29:35", "2029-11-24T00:00:00Z", nil),
    ("26/11/23 04:29:35", nil, nil),
    ("11/12/2026 04:29:35", "2026-12-24T00:00:00Z", nil),
  ])
  func `a date of two readings is none unless only one can be the file's`(
    time: String, notAfter: String?, utc: String?
  ) throws {
    let moment = try #require(try Self.moment("\(time) INFO draining", notAfter: notAfter))
    #expect(moment.time?.rfc3339 == utc)
    if utc == nil { #expect(moment.kind == .timeOfDay) }
  }

  @Test(arguments: [
    #"{"time":"2026-11-23 05:29:35","timezone":"Europe/Berlin","msg":"draining"}"#,
    #"{"datetime":{"date":"2026-11-23 05:29:35.000000","timezone_type":3,"timezone":"Europe/Berlin"},"message":"draining"}"#,
    #"{"time":"2026-11-23T04:29:35Z","tz":"Europe/Berlin","msg":"draining"}"#,
    #"{"time" => "2026-11-23T04:29:35Z", "message" => "draining", "x" => nil}"#,
    #"[0] kube.web: [[1795408175.0, {}], {"stream"=>"stdout", "log"=>"draining"}]"#,
    #"[0] kube.web: [1795408175.000000000, {"log"=>"draining\n"}]"#,
    #"data: {"time":"2026-11-23T04:29:35Z","msg":"draining"}"#,
    "I0000 00:00:1795408175.000000 12 main.cc:94] draining",
    "[1795408175000] INFO  (12 on web-1): draining", "INFO [1795408175000000000] draining",
    "[I 2026-11-23 04:29:35 web:2246] draining",
    "I261123 04:29:35.000000 1 1@cli/start.go:12 ⋮ [n1] draining",
    "1 2026-11-23T04:29:35Z node-1 web 12 - - draining",
    "<6>2026-11-23T04:29:35+00:00 Shop.Program[0] draining",
    "│ app 2026-11-23T04:29:35Z draining            │",
    "EVENTS\t1795408182000\tdraining\t1795408175000",
    "2026/11/23 4:29:35 上午 draining", "November 23rd 2026, 04:29:35.000\tdraining",
  ])
  func `a record says its time and its message`(text: String) throws {
    let line = try ShippedPatterns.line(text)
    #expect(line.sign == .draining)
    #expect(line.time?.rfc3339 == "2026-11-23T04:29:35.000Z")
  }

  @Test(arguments: [
    #"{"time":"23 nov. 2026 à 05:29:35","created":"2026-11-01T08:00:00Z","msg":"draining"}"#,
    #"{"msg":"draining","data":{"time":"2026-11-01T08:00:00Z"}}"#,
    #"{"msg":"draining","payload":{"timestamp":1795408175}}"#,
  ])
  func `the time of something else is not that of the line`(text: String) throws {
    #expect(try ShippedPatterns.line(text).time == nil)
  }
}
