public import Time

/// Times that only their place in a line shows to be some: numbers.
extension LineCursor {
  /// `1123 04:29:35.123456`, `20261123 04:29:35.123456`, `261123 04:29:35.123456`, `11-23 04:29:35`, `11-23|04:29:35`: the month
  /// first.
  mutating func monthAndDay(_ year: LogYear?) -> LogMoment? {
    var digits = self
    let count = digits.takeAll(of: .digits, atMost: 9)
    if count == 8 {
      guard let year = number(digits: 4), let month = number(digits: 2),
        let day = number(digits: 2), take(" ")
      else { return nil }
      return timeOfDay(year, month, day)
    }
    if count == 6 {
      guard let year = number(digits: 2), let month = number(digits: 2),
        let day = number(digits: 2), take(" ")
      else { return nil }
      return timeOfDay(2000 + year, month, day)
    }
    guard let year, let month = number(digits: 2), count == 4 || take("-"),
      let day = number(digits: 2), take(" ", or: "|")
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `327/042935`: the day of the year.
  mutating func dayOfYear(_ year: LogYear?) -> LogMoment? {
    guard let year, let day = number(digits: 3), (1...366).contains(day), take("/"),
      let hour = number(digits: 2), let minute = number(digits: 2),
      let second = number(digits: 2)
    else { return nil }
    return year.moment { year in
      Instant(year: year, month: 1, day: 1, hour: hour, minute: minute, second: second)
        .map { $0 + TimeSpan(nanoseconds: Int64(day - 1) * 86_400_000_000_000) }
    }
  }

  /// `1795408175`, `1795408175.123`, `1795408175123`: since 1970 in seconds, milliseconds, microseconds
  /// or nanoseconds.
  mutating func epoch() -> LogMoment? {
    let start = position
    let count = takeAll(of: .digits, atMost: 20)
    guard [10, 13, 16, 19].contains(count), let whole = Int64(text(start..<position)) else {
      return nil
    }
    let scales: [Int: Int64] = [10: 1_000_000_000, 13: 1_000_000, 16: 1000, 19: 1]
    let (nanoseconds, isTooLate) = whole.multipliedReportingOverflow(by: scales[count] ?? 1)
    guard !isTooLate, nanoseconds > Instant.leastDated.nanoseconds else { return nil }
    var below: Int64 = 0
    if count == 10, next == UInt8(ascii: "."), ByteSet.digits.contains(peek(1)) {
      skip(1)
      var scale: Int64 = 100_000_000
      while ByteSet.digits.contains(next) {
        below += Int64(next - 0x30) * scale
        scale /= 10
        skip(1)
      }
    }
    let (sum, isTooFar) = nanoseconds.addingReportingOverflow(below)
    guard !isTooFar, !ByteSet.word.contains(next) else { return nil }
    return LogMoment(kind: .exact, instant: Instant(nanoseconds: sum))
  }

  /// `12.345678` or `12.345s`: seconds since the start.
  mutating func uptime() -> LogMoment? {
    takeSpaces()
    let start = position
    guard (1...9).contains(takeAll(of: .digits, atMost: 10)), take("."),
      (2...9).contains(takeAll(of: .digits, atMost: 10)),
      let seconds = Double(text(start..<position))
    else { return nil }
    _ = take("s")
    guard !ByteSet.word.contains(next), next != UInt8(ascii: ".") else { return nil }
    return LogMoment(kind: .sinceStart, instant: Instant(seconds: seconds))
  }

  /// `0012`: whole seconds since the start.
  mutating func wholeSeconds() -> LogMoment? {
    let start = position
    guard (1...9).contains(takeAll(of: .digits, atMost: 10)),
      let seconds = Double(text(start..<position))
    else { return nil }
    return LogMoment(kind: .sinceStart, instant: Instant(seconds: seconds))
  }
}

extension Instant {
  /// What is earlier is no time of a cluster's, but only counts from a zero of its own.
  static let leastDated = Instant(nanoseconds: 315_532_800_000_000_000)

  /// It is a point in time, and not only a place in an order: before 1980 there was no pod.
  public var isDated: Bool { self >= Instant.leastDated }

  /// The last place in an order that is no point in time.
  public static let latestUndated = Instant(nanoseconds: leastDated.nanoseconds - 1)

  /// The point in time, if it is one; what has no date must not be told as if it had.
  public var dated: Instant? { isDated ? self : nil }
}
