import Settings
import ShutdownModel
import Testing
import Time

struct DurationTextTests {
  @Test(arguments: [
    ("0", 0.0), ("90", 90), ("90s", 90), ("1m30s", 90), ("500ms", 0.5), ("1.5s", 1.5),
    ("2h", 7200), ("1h1m1s1ms", 3661.001), ("0.25", 0.25), ("1000h", 3_600_000),
  ])
  func `a duration is read as seconds`(text: String, seconds: Double) {
    #expect(TimeSpan(durationText: text) == .seconds(seconds))
  }

  @Test(arguments: [
    "", " ", "s", "-1s", "+1s", "1 s", "1s ", "1m30", "30s1m", "1s1s", "1d", "1e3", "nan", "inf",
    ".5s", "5.s", "1..5s", "1,5s", "0x10", "١s", "1001h", "9999999999999999999999999999h", "1ms1s",
    "1h 30m", "1s\0", String(repeating: "1", count: 1000),
  ])
  func `nonsense is no duration`(text: String) {
    #expect(TimeSpan(durationText: text) == nil)
  }

  @Test(arguments: 0..<200)
  func `the text of a duration reads back as the same duration`(seed: Int64) throws {
    let milliseconds = seed * seed * seed * 449 + seed
    let span = TimeSpan.milliseconds(milliseconds)
    #expect(TimeSpan(durationText: span.durationText) == span)
  }
}
