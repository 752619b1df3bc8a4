import ShutdownModel
import Testing
import Time

@testable import Views

/// Times of day on the screen, and that it says in which zone they are.
struct ClockZoneTests {
  /// Central Europe: 2026-03-29T01:00Z and 2026-10-25T01:00Z are its changes.
  private static let europe = ClockZone(
    from: 1_767_225_600, to: 1_798_761_600,
    offset: { (1_774_746_000..<1_792_890_000).contains($0) ? 7200 : 3600 })

  @Test(arguments: [
    ("2026-01-15T14:02:31.100Z", "15:02:31", "15:02:31 +01:00", "15:02:31+01"),
    ("2026-03-29T00:59:59Z", "01:59:59", "01:59:59 +01:00", "01:59:59+01"),
    ("2026-03-29T01:00:00Z", "03:00:00", "03:00:00 +02:00", "03:00:00+02"),
    ("2026-10-25T00:59:59Z", "02:59:59", "02:59:59 +02:00", "02:59:59+02"),
    ("2026-10-25T01:00:00Z", "02:00:00", "02:00:00 +01:00", "02:00:00+01"),
    // Outside of the table the nearest offset holds.
    ("1999-07-01T23:30:00Z", "00:30:00", "00:30:00 +01:00", "00:30:00+01"),
    ("2099-07-01T12:00:00Z", "13:00:00", "13:00:00 +01:00", "13:00:00+01"),
  ])
  func `local time changes with the season, to the second`(
    time: String, clock: String, said: String, short: String
  ) throws {
    let instant = try #require(Instant(rfc3339: time))
    #expect(Self.europe.clock(instant) == clock)
    #expect(Self.europe.saidClock(instant, isShort: false) == said)
    #expect(Self.europe.saidClock(instant, isShort: true) == short)
  }

  @Test(arguments: [
    (0, "14:02:31Z", "14:02:31.5", "14:02:31.5Z", "14:02:31Z"),
    (19_800, "19:32:31", "19:32:31.5", "19:32:31.5", "19:32:31+05:30"),
    (-12_600, "10:32:31", "10:32:31.5", "10:32:31.5", "10:32:31-03:30"),
    (-18_000, "09:02:31", "09:02:31.5", "09:02:31.5", "09:02:31-05"),
  ])
  func `UTC has its Z wherever it stands`(
    offset: Int, clock: String, tenths: String, saidTenths: String, said: String
  ) throws {
    let instant = try #require(Instant(rfc3339: "2026-11-23T14:02:31.500Z"))
    let zone = ClockZone([.init(from: Instant(nanoseconds: 0), offsetSeconds: offset)])
    #expect(zone.clock(instant) == clock)
    #expect(zone.clockTenths(instant) == tenths)
    #expect(zone.saidTenths(instant) == saidTenths)
    #expect(zone.saidClock(instant, isShort: true) == said)
    // What is only a place in an order has no time of day, in no zone.
    #expect(zone.clock(Instant(nanoseconds: 5)) == ClockZone.utc.clock(Instant(nanoseconds: 5)))
  }

  @Test func `the header says the offset, and the log is in it`() throws {
    let state = Scene.rollout.state
    var context = try ScreenContext.shipped()
    let size = Frame.Size(rows: 36, columns: 120)
    let universal = frame(of: state, ScreenState(), context, size: size).text
    context.zone = ClockZone([.init(from: Instant(nanoseconds: 0), offsetSeconds: 19_800)])
    let local = frame(of: state, ScreenState(), context, size: size).text
    #expect(universal.contains(/LIVE \d\d:\d\d:\d\dZ/))
    #expect(local.contains(/LIVE \d\d:\d\d:\d\d \+05:30/))
    let time = try #require(
      state.log.entries.last.map { context.zone.clockTenths($0.time) })
    #expect(local.contains(" \(time) "))
    #expect(!universal.contains(" \(time) "))
  }
}
