import Time

/// The ways programs write a date and a time.
extension LineCursor {
  /// A date and a time of any of the known forms, or a time alone; one without a zone counts as UTC.
  ///
  /// - Parameter year: of the forms that have none; without it they are not read.
  mutating func moment(year: LogYear?) -> LogMoment? {
    switch next {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): attempt { $0.digitsFirst(year) }
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      attempt { $0.weekdayFirst(year) } ?? attempt { $0.monthFirst(year) }
    case UInt8(ascii: "@"): attempt { $0.tai64n() }
    default: nil
    }
  }

  private mutating func digitsFirst(_ year: LogYear?) -> LogMoment? {
    var ahead = self
    let count = ahead.takeAll(of: .digits, atMost: 9)
    let (separator, after) = (ahead.next, ahead.peek(1))
    let isLetter = ByteSet.word.contains(after) && !ByteSet.digits.contains(after)
    switch (count, separator) {
    case (4, UInt8(ascii: "-")), (4, UInt8(ascii: "/")), (4, UInt8(ascii: ".")): return yearFirst()
    case (8, _): return compact()
    case (1...2, UInt8(ascii: ":")): return timeAlone()
    case (1...2, UInt8(ascii: "/")) where !isLetter: return numbered(year)
    case (1...2, UInt8(ascii: "-")) where !isLetter: return numbered(year)
    case (2, UInt8(ascii: ".")): return attempt { $0.dotted() } ?? numbered(year)
    case (6, UInt8(ascii: " ")): return sixDigits(year)
    case (1...2, UInt8(ascii: "/")), (1...2, UInt8(ascii: "-")), (1...2, UInt8(ascii: " ")):
      return isLetter ? dayFirst(year) : nil
    default: return nil
    }
  }

  /// `2026-11-23T04:29:35.123Z`, `2026/11/23 04:29:35`, `2026-11-23_04:29:35.123`.
  private mutating func yearFirst() -> LogMoment? {
    guard let year = number(digits: 4) else { return nil }
    let separator = next
    guard take(byte: separator), let month = shortNumber(), take(byte: separator),
      let day = shortNumber(), takeDateSeparator()
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `20261123T042935Z`, `20261123 04:29:35`.
  private mutating func compact() -> LogMoment? {
    guard let year = number(digits: 4), let month = number(digits: 2), let day = number(digits: 2),
      (1970...2200).contains(year), take("T", or: " ") || take("-")
    else { return nil }
    if peek(2) == UInt8(ascii: ":") { return timeOfDay(year, month, day) }
    guard let hour = number(digits: 2), let minute = number(digits: 2),
      let second = number(digits: 2), !ByteSet.digits.contains(next)
    else { return nil }
    var clock = Clock(hour: hour, minute: minute, second: second, nanosecond: 0)
    clock.nanosecond = fraction()
    return exact(year, month, day, clock, zone())
  }

  /// `23/Nov/2026:04:29:35 +0000`, `23-Nov-2026::04:29:35`, `23 Nov 2026 04:29:35.123`,
  /// `23 Nov 04:29:35`.
  private mutating func dayFirst(_ year: LogYear?) -> LogMoment? {
    guard let day = shortNumber() else { return nil }
    let separator = next
    guard take(byte: separator), let month = month(), take(byte: separator) else { return nil }
    if let year, peek(2) == UInt8(ascii: ":") { return timeOfDay(year, month, day) }
    if let year = number(digits: 4) {
      return takeDateSeparator() ? timeOfDay(year, month, day) : nil
    }
    guard let short = number(digits: 2), takeDateSeparator(), let clock = clock() else {
      return nil
    }
    return dated([(2000 + short, month, day), (2000 + day, month, short)], clock, zone(), year)
  }

  /// `23.11.2026 04:29:35`: with points the day stands first.
  private mutating func dotted() -> LogMoment? {
    guard let day = number(digits: 2), take("."), let month = number(digits: 2), take("."),
      let year = number(digits: 4), takeDateSeparator()
    else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `Mon Nov 23 04:29:35.123456 2026`, `Mon Nov 23 04:29:35 UTC 2026`,
  /// `Mon Nov 23 2026 04:29:35 GMT+0100`, `Mon, 23 Nov 2026 04:29:35 GMT`,
  /// `Mon 2026-11-23 04:29:35 UTC`, `Monday, November 23, 2026 4:29:35 AM`.
  private mutating func weekdayFirst(_ year: LogYear?) -> LogMoment? {
    guard takeWeekday() else { return nil }
    let hasComma = take(",")
    guard take(" ") else { return nil }
    if ByteSet.digits.contains(next) {
      return hasComma ? attempt { $0.dayFirst(year) } : attempt { $0.yearFirst() }
    }
    let start = self
    if let month = month(), take(" "), let day = paddedDay(), take(" "), let clock = clock() {
      let zone = zone()
      if take(" "), let year = number(digits: 4) { return exact(year, month, day, clock, zone) }
    }
    self = start
    return monthFirst(nil)
  }

  /// `Mon`, `Monday`.
  private mutating func takeWeekday() -> Bool {
    let start = position
    guard 0x61...0x7A ~= peek(1), (3...9).contains(takeAll(of: Self.letters, atMost: 10)) else {
      return false
    }
    let name = text(start..<position)
    return Self.weekdays.contains { $0 == name || $0.prefix(3) == name }
  }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// `Nov 23 04:29:35`, as syslog writes it.
  mutating func stamp(_ year: LogYear?) -> LogMoment? {
    attempt { cursor in cursor.monthFirst(year).flatMap { $0.kind == .exact ? nil : $0 } }
  }

  /// `Nov 23, 2026 4:29:35 AM`, `Tue Jul 14 21:29:35 PDT 2026`.
  mutating func javaTime() -> LogMoment? {
    attempt { $0.monthFirst(nil) } ?? attempt { $0.weekdayFirst(nil) }
  }

  /// `Nov 23, 2026 4:29:35 AM`, `Nov 23 2026 04:29:35`, `Nov 23 04:29:35`.
  private mutating func monthFirst(_ year: LogYear?) -> LogMoment? {
    guard let month = month(), take(" "), let day = paddedDay() else { return nil }
    if Self.letters.contains(next) {
      guard take("st", or: "nd") || take("rd", or: "th") else { return nil }
    }
    let isFull = take(",")
    guard take(" ") else { return nil }
    let withYear = attempt { cursor -> LogMoment? in
      guard let year = cursor.number(digits: 4) else { return nil }
      // Kibana puts ` @ ` between them.
      guard cursor.take(" @ ") || cursor.takeDateSeparator() else { return nil }
      return cursor.timeOfDay(year, month, day)
    }
    if let withYear { return withYear }
    guard !isFull, let year else { return nil }
    return timeOfDay(year, month, day)
  }

  /// `04:29:35.123`, of whatever day.
  private mutating func timeAlone() -> LogMoment? {
    guard let clock = clock(), !ByteSet.word.contains(next),
      next != UInt8(ascii: ":") || !ByteSet.word.contains(peek(1)), next != UInt8(ascii: "-")
    else { return nil }
    _ = zone()
    return alone(clock)
  }

  /// `@400000006741e8ff07ca2e84`: seconds with ten leap seconds, and nanoseconds.
  ///
  /// Source: D. J. Bernstein, "TAI64, TAI64N, and TAI64NA".
  private mutating func tai64n() -> LogMoment? {
    skip(1)
    let start = position
    let hex = ByteSet.digits.union(ByteSet(0x61...0x66))
    guard takeAll(of: hex, atMost: 25) == 24,
      let seconds = UInt64(text(start..<start + 16), radix: 16),
      let nanoseconds = UInt32(text(start + 16..<position), radix: 16), nanoseconds < 1_000_000_000,
      seconds >= 1 << 62, seconds - 1 << 62 < 1 << 33
    else { return nil }
    let sinceEpoch = Int64(seconds - 1 << 62) - 10
    return LogMoment(
      kind: .exact, instant: Instant(nanoseconds: sinceEpoch * 1_000_000_000 + Int64(nanoseconds)))
  }

  /// What may stand between a date and a time.
  mutating func takeDateSeparator() -> Bool {
    if take("T", or: "_") || take("::") || take(":") || take("t") { return true }
    // Date and time in brackets of their own.
    if take("][") || take("] [") { return true }
    _ = take(",")
    let start = position
    takeSpaces()
    return position > start
  }

  mutating func timeOfDay(_ year: Int, _ month: Int, _ day: Int) -> LogMoment? {
    guard let clock = clock() else { return nil }
    return exact(year, month, day, clock, zone())
  }

  mutating func timeOfDay(_ year: LogYear, _ month: Int, _ day: Int) -> LogMoment? {
    guard let clock = clock() else { return nil }
    let zone = zone()
    var isUnknown = false
    var moment = year.moment { year in
      let moment = exact(year, month, day, clock, zone)
      isUnknown = moment?.kind == .unknownZone
      return moment?.instant
    }
    if isUnknown { moment?.kind = .unknownZone }
    return moment
  }

  func exact(_ year: Int, _ month: Int, _ day: Int, _ clock: Clock, _ zone: Zone)
    -> LogMoment?
  {
    let local = Instant(
      year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
      second: clock.second, nanosecond: clock.nanosecond)
    guard let local else { return nil }
    let offset: Int? =
      switch zone {
      case .offset(let offset): offset
      case .region(let name): LogRegion.offset(of: name, at: local)
      case .unknown: nil
      }
    guard let offset else { return LogMoment(kind: .unknownZone, instant: local) }
    let (utc, isTooFar) = local.nanoseconds.subtractingReportingOverflow(
      Int64(offset) * 1_000_000_000)
    return isTooFar ? nil : LogMoment(kind: .exact, instant: Instant(nanoseconds: utc))
  }

  func alone(_ clock: Clock) -> LogMoment {
    LogMoment(kind: .timeOfDay, instant: Instant(nanoseconds: clock.nanoseconds))
  }

  /// ` 3`, `3` or `23`.
  private mutating func paddedDay() -> Int? {
    take(" ") ? number(digits: 1) : shortNumber()
  }

  /// One digit or two.
  mutating func shortNumber() -> Int? {
    ByteSet.digits.contains(peek(1)) ? number(digits: 2) : number(digits: 1)
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
        guard Self.letters.contains(next) else { return month + 1 }
        let start = position - 3
        takeAll(of: Self.letters, atMost: 8)
        return Self.months[month] == text(start..<position) ? month + 1 : nil
      }
    }
    return nil
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October",
    "November", "December",
  ]
}
