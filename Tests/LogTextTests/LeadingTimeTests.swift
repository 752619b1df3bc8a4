import LogText
import Testing

/// A line without the time it begins with, for where that stands in a column of its own.
struct LeadingTimeTests {
  @Test(arguments: [
    ("2026/11/23 04:57:58 start", "start"),
    ("2026-11-23T04:57:58.123Z INFO draining", "INFO draining"),
    ("[2026-11-23 04:57:58] worker exiting", "worker exiting"),
  ])
  func `date and time go`(line: String, rest: String) {
    #expect(line.withoutLeadingTime == rest)
  }

  @Test(arguments: [
    "start", "", "2026/11/23 04:57:58", "2026/11/23 04:57:58 ", "04:57:58 start", "12 in flight",
    "2026-13-45T99:00:00Z x",
  ])
  func `what has no date and time before a text stays as it is`(line: String) {
    #expect(line.withoutLeadingTime == line)
  }
}
