extension Instant {
  /// Reads an RFC 3339 time from its bytes: `2026-11-23T14:02:31.123456789Z` or with `+01:00`.
  ///
  /// Strict: anything else, a date that does not exist included, gives nil. A fraction is cut to
  /// nanoseconds; a leap second counts as the second after it.
  @inlinable public init?(rfc3339 bytes: some Sequence<UInt8>) {
    let read = bytes.withContiguousStorageIfAvailable { Instant(rfc3339Bytes: $0) }
    let instant = read ?? Array(bytes).withUnsafeBufferPointer { Instant(rfc3339Bytes: $0) }
    guard let instant else { return nil }
    self = instant
  }

  @usableFromInline init?(rfc3339Bytes bytes: UnsafeBufferPointer<UInt8>) {
    var reader = Reader(bytes: bytes.makeIterator())
    guard let year = reader.number(digits: 4), reader.take(UInt8(ascii: "-")),
      let month = reader.number(digits: 2), reader.take(UInt8(ascii: "-")),
      let day = reader.number(digits: 2), let separator = reader.next(),
      [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(separator),
      let hour = reader.number(digits: 2), reader.take(UInt8(ascii: ":")),
      let minute = reader.number(digits: 2), reader.take(UInt8(ascii: ":")),
      let second = reader.number(digits: 2),
      let (fraction, zone) = reader.fractionAndZone()
    else { return nil }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      nanosecond: fraction, zone: zone)
  }

  /// A date and a time of day, `zone` seconds east of UTC; nil when there is none such.
  ///
  /// A leap second counts as the second after it.
  package init?(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int = 0,
    zone: Int = 0
  ) {
    guard (0...9999).contains(year), (1...12).contains(month),
      (1...Instant.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = Instant.daysSince1970(year: year, month: month, day: day)
    let wholeSeconds = ((days * 24 + hour) * 60 + minute) * 60 + second - zone
    let (nanoseconds, overflows) = Int64(wholeSeconds).multipliedReportingOverflow(
      by: 1_000_000_000)
    let (sum, isTooLate) = nanoseconds.addingReportingOverflow(Int64(nanosecond))
    guard !overflows, !isTooLate else { return nil }
    self.init(nanoseconds: sum)
  }

  /// Reads an RFC 3339 time from a text.
  public init?(rfc3339 text: String) {
    self.init(rfc3339: text.utf8)
  }

  /// `2026-11-23T14:02:31.123Z`: UTC with milliseconds, cut and not rounded.
  public var rfc3339: String {
    let parts = calendar
    return "\(parts.year.padded(4))-\(parts.month.padded(2))-\(parts.day.padded(2))T"
      + "\(parts.hour.padded(2)):\(parts.minute.padded(2)):\(parts.second.padded(2))"
      + ".\(parts.millisecond.padded(3))Z"
  }

  /// The parts of a UTC date and time.
  public struct Calendar: Equatable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int
    public var millisecond: Int
  }

  /// Its date and time in UTC, Gregorian calendar.
  public var calendar: Calendar {
    var seconds = Int(nanoseconds / 1_000_000_000)
    var below = Int(nanoseconds % 1_000_000_000)
    if below < 0 {
      below += 1_000_000_000
      seconds -= 1
    }
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    let date = Instant.date(daysSince1970: days)
    return Calendar(
      year: date.year, month: date.month, day: date.day, hour: rest / 3600,
      minute: rest / 60 % 60, second: rest % 60, millisecond: below / 1_000_000)
  }

  /// Days from 1970-01-01, negative before.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The inverse, `civil_from_days` of the same source.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Takes a time apart byte by byte; nothing is copied.
private struct Reader {
  var bytes: UnsafeBufferPointer<UInt8>.Iterator

  mutating func next() -> UInt8? { bytes.next() }

  mutating func take(_ expected: UInt8) -> Bool { bytes.next() == expected }

  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let byte = bytes.next(), let digit = byte.digit else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Nanoseconds of the fraction and seconds east of UTC, to the last byte.
  mutating func fractionAndZone() -> (fraction: Int, zone: Int)? {
    var fraction = 0
    guard var byte = bytes.next() else { return nil }
    if byte == UInt8(ascii: ".") {
      var scale = 100_000_000
      var count = 0
      while let following = bytes.next() {
        byte = following
        guard let digit = following.digit else { break }
        fraction += digit * scale
        scale /= 10
        count += 1
      }
      guard count > 0, byte.digit == nil else { return nil }
    }
    if byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "z") {
      return bytes.next() == nil ? (fraction, 0) : nil
    }
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"),
      let hours = number(digits: 2), take(UInt8(ascii: ":")), let minutes = number(digits: 2),
      hours < 24, minutes < 60, bytes.next() == nil
    else { return nil }
    let zone = (hours * 60 + minutes) * 60
    return (fraction, byte == UInt8(ascii: "-") ? -zone : zone)
  }
}

extension UInt8 {
  fileprivate var digit: Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int(self - UInt8(ascii: "0")) : nil
  }
}

extension Int {
  fileprivate func padded(_ width: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(width - text.count, 0)) + text
  }
}
