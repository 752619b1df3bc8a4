public import Time

/// A time as a line tells it, which may be less than a point in time.
public struct LogMoment: Equatable, Sendable {
  /// How much of a time it is.
  public enum Kind: Equatable, Sendable {
    /// Date, time and zone; what names no zone counts as UTC.
    case exact
    /// The year is that of the file.
    case withoutYear
    /// The time of a day that is not named, in whatever zone.
    case timeOfDay
    /// Counted from the start of a program or of a machine.
    case sinceStart
    /// A date and a time in a zone such as `CST`, which several parts of the world call theirs, or in one
    /// that is not known.
    case unknownZone
  }

  public var kind: Kind
  /// The point in time; of the kinds that tell none, what has passed since their own zero, as if that
  /// were 1970.
  public var instant: Instant
  /// Of a time of day whose date can be read in several ways: each of them, always in the same order, nil
  /// where it is no date.
  public var readings: [Instant?] = []

  init(kind: Kind, instant: Instant) {
    self.kind = kind
    self.instant = instant
  }

  /// The point in time, if it is one.
  public var time: Instant? {
    switch kind {
    case .exact, .withoutYear: instant
    case .timeOfDay, .sinceStart, .unknownZone: nil
    }
  }

  /// A time that names no year, in the one that brings it nearest to another time.
  public func nearest(to other: Instant) -> Instant? {
    guard kind == .withoutYear else { return time }
    let parts = instant.calendar
    let below = instant.nanoseconds % 1_000_000_000
    let year = other.calendar.year
    return [year - 1, year, year + 1].compactMap { year in
      Instant(
        year: year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute,
        second: parts.second, nanosecond: Int(max(below, 0)))
    }
    .min { ($0 - other).nanoseconds.magnitude < ($1 - other).nanoseconds.magnitude }
  }

  /// A time of day on the day that puts it between two points in time.
  ///
  /// They have to be so near that it would not lie between them in any other zone.
  public func instant(between earlier: Instant, and later: Instant) -> Instant? {
    guard kind == .timeOfDay, readings.isEmpty, later - earlier < Self.leastZoneStep else {
      return nil
    }
    let day: Int64 = 86_400_000_000_000
    let ofDay = instant.nanoseconds % day
    let times = [earlier, later].compactMap { near in
      let (start, isTooEarly) = near.nanoseconds.subtractingReportingOverflow(
        near.nanoseconds % day)
      let (time, isTooLate) = start.addingReportingOverflow(ofDay)
      return isTooEarly || isTooLate ? nil : Instant(nanoseconds: time)
    }
    // It may be told in whole seconds.
    return times.first { $0 <= later && ($0 >= earlier || earlier - $0 < .seconds(1)) }
      .map { max($0, earlier) }
  }

  private static let leastZoneStep = TimeSpan.seconds(15 * 60)

  /// Whether this says more than another one of the same line that stands further out.
  func isBetter(than outer: LogMoment) -> Bool {
    outer.kind != .exact && (kind == .exact || outer.time == nil && time != nil)
  }
}

/// What is known of the year of times that name none.
struct LogYear: Equatable, Sendable {
  var year: Int
  /// Nothing is later; a time that would be is of the year before.
  var notAfter: Instant?

  private static let slack = TimeSpan.seconds(86_400)

  /// The time in the year that is right, or nil when there is no such day.
  func moment(_ read: (Int) -> Instant?) -> LogMoment? {
    guard var instant = read(year) else { return nil }
    if let notAfter, instant > notAfter + Self.slack, let before = read(year - 1) {
      instant = before
    }
    return LogMoment(kind: .withoutYear, instant: instant)
  }

  /// The one of several times that can be of the file: not after it, and at most some months before.
  func only(of readings: [Instant?]) -> Instant? {
    guard let notAfter else { return nil }
    let slack = Self.slack
    let possible = Set(
      readings.compactMap { $0 }.filter {
        $0 <= notAfter + slack && notAfter - $0 <= Self.longestAgo
      })
    return possible.count == 1 ? possible.first : nil
  }

  private static let longestAgo = TimeSpan.seconds(200 * 86_400)
}
