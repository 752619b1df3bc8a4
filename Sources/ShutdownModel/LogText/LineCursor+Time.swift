/// The ways programs write a date and a time.
extension LineCursor {
  /// A date and a time of any of the known forms; one without a zone counts as UTC.
  ///
  /// - Parameter year: of the forms that have none; without it they are not read.
  mutating func dateAndTime(year: Int?) -> Instant? {
    switch next {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      attempt { $0.yearFirst() } ?? attempt { $0.dayFirst() }
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      attempt { $0.weekdayFirst() } ?? attempt { $0.monthFirst(year: year) }
    default: nil
    }
  }

  /// `2026-11-23T04:29:35.123Z`, `2026/11/23 04:29:35`, `2026-11-23 04:29:35,123 +0100`.
  private mutating func yearFirst() -> Instant? {
    guard let year = number(digits: 4), next == UInt8(ascii: "-") || next == UInt8(ascii: "/")
    else { return nil }
    let separator = next
    guard take(byte: separator), let month = number(digits: 2), take(byte: separator),
      let day = number(digits: 2), take("T", or: " ")
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `23/Nov/2026:04:29:35 +0000`, `23-Nov-2026 10:00:00`, `23 Nov 2026 04:29:35.123`.
  mutating func dayFirst() -> Instant? {
    guard let day = number(digits: 2),
      next == UInt8(ascii: "/") || next == UInt8(ascii: "-") || next == UInt8(ascii: " ")
    else { return nil }
    let separator = next
    guard take(byte: separator), let month = month(), take(byte: separator),
      let year = number(digits: 4),
      take(":", or: " ")
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `Mon Nov 23 04:29:35.123456 2026`.
  private mutating func weekdayFirst() -> Instant? {
    guard takeAll(of: .word, atMost: 4) == 3, take(" "), let month = month(), take(" "),
      let day = paddedDay(), take(" "), let clock = clock(), take(" "),
      let year = number(digits: 4)
    else { return nil }
    return Instant(
      year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
      second: clock.second, nanosecond: clock.nanosecond)
  }

  /// `Nov 23 04:29:35`.
  private mutating func monthFirst(year: Int?) -> Instant? {
    guard let year, let month = month(), take(" "), let day = paddedDay(), take(" ") else {
      return nil
    }
    return timeOfDay(year, month, day)
  }

  /// `1123 04:29:35.123456` or `20261123 04:29:35.123456`.
  mutating func digitsOnly(year: Int?) -> Instant? {
    var digits = self
    let isWithYear = digits.takeAll(of: .digits, atMost: 9) == 8
    guard let year = isWithYear ? number(digits: 4) : year, let month = number(digits: 2),
      let day = number(digits: 2), take(" ")
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `11-23 04:29:35`.
  mutating func monthAndDay(year: Int?) -> Instant? {
    guard let year, let month = number(digits: 2), take("-"), let day = number(digits: 2),
      take(" ")
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `327/042935`: the day of the year.
  mutating func dayOfYear(year: Int?) -> Instant? {
    guard let year, let day = number(digits: 3), (1...366).contains(day), take("/"),
      let hour = number(digits: 2), let minute = number(digits: 2),
      let second = number(digits: 2),
      let first = Instant(
        year: year, month: 1, day: 1, hour: hour, minute: minute, second: second)
    else { return nil }
    return first + TimeSpan(nanoseconds: Int64(day - 1) * 86_400_000_000_000)
  }

  private mutating func timeOfDay(_ year: Int, _ month: Int, _ day: Int) -> Instant? {
    guard let clock = clock() else { return nil }
    return Instant(
      year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
      second: clock.second, nanosecond: clock.nanosecond, zone: zone())
  }

  /// `04:29:35`, with a fraction after a point or a comma.
  private mutating func clock() -> (hour: Int, minute: Int, second: Int, nanosecond: Int)? {
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2), take(":"),
      let second = number(digits: 2)
    else { return nil }
    var nanosecond = 0
    if next == UInt8(ascii: ".") || next == UInt8(ascii: ","), ByteSet.digits.contains(peek(1)) {
      skip(1)
      var scale = 100_000_000
      while ByteSet.digits.contains(next) {
        nanosecond += Int(next - 0x30) * scale
        scale /= 10
        skip(1)
      }
    }
    return ByteSet.digits.contains(next) ? nil : (hour, minute, second, nanosecond)
  }

  /// Seconds east of UTC: `Z`, `+01:00`, ` +0100`, ` UTC`; 0 when there is none.
  private mutating func zone() -> Int {
    if take("Z") { return 0 }
    let zone = attempt { cursor -> Int? in
      _ = cursor.take(" ")
      if cursor.take("UTC") || cursor.take("GMT") || cursor.take("Z") {
        return ByteSet.word.contains(cursor.next) ? nil : 0
      }
      let isWest = cursor.next == UInt8(ascii: "-")
      guard cursor.take("+", or: "-"), let hours = cursor.number(digits: 2) else { return nil }
      _ = cursor.take(":")
      guard let minutes = cursor.number(digits: 2), hours < 24, minutes < 60,
        !ByteSet.word.contains(cursor.next)
      else { return nil }
      return (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
    return zone ?? 0
  }

  /// ` 3` or `23`.
  private mutating func paddedDay() -> Int? {
    take(" ") ? number(digits: 1) : number(digits: 2)
  }

  /// `Nov`.
  private mutating func month() -> Int? {
    guard end - position >= 3 else { return nil }
    let name = (peek(0), peek(1), peek(2))
    let names: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
    for month in 0..<12 {
      let start = names.utf8Start + month * 3
      if name == (start[0], start[1], start[2]) {
        skip(3)
        return month + 1
      }
    }
    return nil
  }
}
