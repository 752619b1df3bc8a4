import ShutdownModel
import Testing
import Time

@testable import Recording

/// What is written is read back as it was.
@Suite struct RoundTripTests {
  @Test func `the random runs have every case of an observation`() {
    let seen = RandomRun.events(seed: 1).map(\.observation.caseNumber)
    #expect(seen.sorted() == Array(Observation.cases.indices))
  }

  @Test(arguments: 0..<60)
  func `a header and every kind of event come back exactly`(seed: Int) {
    var random = RandomRun(seed: seed)
    let header = random.header()
    let events = RandomRun.events(seed: seed)
    let text = Lines.text(header, events)
    #expect(text.utf8.count { $0 == 0x0A } == events.count + 1)
    let recording = Lines.read(text)
    #expect(recording.damage == [])
    #expect(recording.header == header)
    #expect(recording.unknownCount == 0)
    #expect(recording.events.count == events.count)
    for (read, written) in zip(recording.events, events) { #expect(read == written) }
  }

  @Test(
    arguments: [
      0, 1, -1, 999_999_999, -999_999_999, -1_000_000_000, 1_795_500_000_123_456_789,
      4_700_000_000_000_000_000, 9_000_000_000_000_000_001, .max, .max - 854_775_807,
      -9_223_372_036_000_000_000,
    ] as [Int64])
  func `a time is exact to the nanosecond`(nanoseconds: Int64) throws {
    let event = Event(time: Instant(nanoseconds: nanoseconds), .tick)
    #expect(try Record(line: Record.event(event).line.utf8) == .event(event))
  }

  @Test func `what is before every time that can be written becomes the first that can`() throws {
    let first = Instant(nanoseconds: -9_223_372_036_000_000_000)
    let line = Record.event(Event(time: Instant(nanoseconds: .min), .tick)).line
    #expect(try Record(line: line.utf8) == .event(Event(time: first, .tick)))
  }

  @Test(arguments: [
    "2262-04-11T23:47:16.854775808Z", "2262-04-11T23:47:17Z", "9999-12-31T23:59:59Z",
  ])
  func `a time too late to be counted in nanoseconds is no time`(text: String) {
    #expect(Instant(rfc3339: text) == nil)
    #expect(throws: RecordError("time is not an RFC 3339 time")) {
      try Record(line: #"{"kind":"tick","time":"\#(text)"}"#.utf8)
    }
  }
}
