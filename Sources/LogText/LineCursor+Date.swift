/// Dates of numbers, of which each may be another part.
extension LineCursor {
  /// `11/23/2026, 4:29:35 AM`, `23-11-2026 04:29:35`, `26/11/23 04:29:35`: what each number is, is
  /// certain only where another could not be it.
  mutating func numbered(_ year: LogYear?) -> LogMoment? {
    guard let first = shortNumber() else { return nil }
    let separator = next
    guard take(byte: separator), let second = shortNumber(), take(byte: separator) else {
      return nil
    }
    let full = number(digits: 4)
    guard let last = full ?? number(digits: 2), takeDateSeparator(), let clock = clock() else {
      return nil
    }
    let zone = zone()
    guard let full else { return short(first, second, last, clock, zone, year) }
    // Whoever writes AM with capitals and slashes is American.
    if clock.isInCapitals, separator == UInt8(ascii: "/"), first <= 12 {
      return exact(full, first, second, clock, zone)
    }
    return dated([(full, first, second), (full, second, first)], clock, zone, nil)
  }

  /// `261123  4:29:35`.
  mutating func sixDigits(_ year: LogYear?) -> LogMoment? {
    guard let first = number(digits: 2), let second = number(digits: 2),
      let last = number(digits: 2), takeDateSeparator(), let clock = clock()
    else { return nil }
    return short(first, second, last, clock, zone(), year)
  }

  /// A date with a year of two digits, which may stand first or last.
  private func short(
    _ first: Int, _ second: Int, _ last: Int, _ clock: Clock, _ zone: Zone, _ year: LogYear?
  ) -> LogMoment? {
    dated(
      [
        (2000 + first, second, last), (2000 + last, second, first), (2000 + last, first, second),
      ], clock, zone, year)
  }

  /// A date that can be read in several ways: exact where only one of them is a date, or only one can be
  /// that of the file; else a time of day, and what its date might be.
  func dated(
    _ readings: [(year: Int, month: Int, day: Int)], _ clock: Clock, _ zone: Zone,
    _ year: LogYear?
  ) -> LogMoment? {
    let moments = readings.map { exact($0.year, $0.month, $0.day, clock, zone) }
    guard let first = moments.lazy.compactMap({ $0 }).first else { return nil }
    let instants = moments.map { $0?.instant }
    if Set(instants.compactMap { $0 }).count == 1 { return first }
    guard first.kind == .exact else { return alone(clock) }
    if let only = year?.only(of: instants) { return LogMoment(kind: .exact, instant: only) }
    var moment = alone(clock)
    moment.readings = instants
    return moment
  }
}
