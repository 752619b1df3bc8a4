import Time

/// How far from UTC the clocks of a region are, of those whose rule has not changed since 2015.
///
/// Source: the tz database. Any other region is not known: half a rule would give wrong times.
enum LogRegion {
  private enum Rule { case none, europe, northAmerica }

  /// Seconds east of UTC at a local time, told as if it were UTC; nil where the region is not known, and
  /// in the hour that comes twice or never.
  static func offset(of name: String, at local: Instant) -> Int? {
    guard let (hours, rule) = zone(name) else { return nil }
    let standard = Int(hours * 3600)
    let isSummer: Bool? =
      switch rule {
      case .none: false
      // The last Sundays of March and October, at 1:00 UTC.
      case .europe:
        isSummer(
          local, from: (3, 31, standard + 3600), to: (10, 31, standard + 3600))
      // The second Sunday of March and the first of November, at 2:00 of the local clock.
      case .northAmerica: isSummer(local, from: (3, 14, 7200), to: (11, 7, 3600))
      }
    return isSummer.map { $0 ? standard + 3600 : standard }
  }

  /// Whether a local time is between the Sundays on or before two days, with the seconds of the standard
  /// time at which the hour is skipped, and from which on it comes twice.
  private static func isSummer(
    _ local: Instant, from begin: (month: Int, day: Int, second: Int),
    to end: (month: Int, day: Int, second: Int)
  ) -> Bool? {
    let year = local.calendar.year
    guard let first = sunday(year, begin.month, begin.day),
      let last = sunday(year, end.month, end.day)
    else { return nil }
    let hour: Int64 = 3600
    let time = local.nanoseconds / 1_000_000_000
    let (skipped, repeated) = (first + Int64(begin.second), last + Int64(end.second))
    if skipped..<skipped + hour ~= time || repeated..<repeated + hour ~= time { return nil }
    return time >= skipped && time < repeated
  }

  /// The midnight of the Sunday on or before a day, in seconds.
  private static func sunday(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
    guard let instant = Instant(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
    else { return nil }
    let days = instant.nanoseconds / 86_400_000_000_000
    // 1970 began on a Thursday.
    return (days - (days + 4) % 7) * 86_400
  }

  private static func zone(_ name: String) -> (hours: Double, rule: Rule)? {
    if let hours = fixed[name] { return (hours, .none) }
    if let hours = european[name] { return (hours, .europe) }
    return american[name].map { ($0, .northAmerica) }
  }

  private static let fixed: [String: Double] = [
    "Etc/UTC": 0, "Etc/GMT": 0, "Etc/UCT": 0, "Etc/Universal": 0, "Etc/Zulu": 0, "Etc/Greenwich": 0,
    "Africa/Abidjan": 0, "Africa/Accra": 0, "Atlantic/Reykjavik": 0, "Africa/Lagos": 1,
    "Africa/Algiers": 1, "Africa/Johannesburg": 2, "Africa/Nairobi": 3, "Europe/Moscow": 3,
    "Europe/Minsk": 3, "Asia/Riyadh": 3, "Asia/Baghdad": 3, "Asia/Dubai": 4, "Asia/Karachi": 5,
    "Asia/Tashkent": 5, "Asia/Kolkata": 5.5, "Asia/Calcutta": 5.5, "Asia/Kathmandu": 5.75,
    "Asia/Dhaka": 6, "Asia/Bangkok": 7, "Asia/Jakarta": 7, "Asia/Ho_Chi_Minh": 7, "Asia/Saigon": 7,
    "Asia/Shanghai": 8, "Asia/Hong_Kong": 8, "Asia/Taipei": 8, "Asia/Singapore": 8,
    "Asia/Manila": 8,
    "Asia/Kuala_Lumpur": 8, "Australia/Perth": 8, "Asia/Tokyo": 9, "Asia/Seoul": 9,
    "Australia/Darwin": 9.5, "Australia/Brisbane": 10, "Pacific/Honolulu": -10, "US/Hawaii": -10,
    "America/Phoenix": -7, "US/Arizona": -7, "America/Bogota": -5, "America/Lima": -5,
    "America/Panama": -5, "America/Puerto_Rico": -4, "America/Argentina/Buenos_Aires": -3,
    "America/Buenos_Aires": -3,
  ]

  private static let european: [String: Double] = [
    "Europe/London": 0, "Europe/Dublin": 0, "Europe/Lisbon": 0, "Europe/Berlin": 1,
    "Europe/Paris": 1, "Europe/Madrid": 1, "Europe/Rome": 1, "Europe/Vienna": 1, "Europe/Zurich": 1,
    "Europe/Amsterdam": 1, "Europe/Brussels": 1, "Europe/Luxembourg": 1, "Europe/Copenhagen": 1,
    "Europe/Oslo": 1, "Europe/Stockholm": 1, "Europe/Prague": 1, "Europe/Bratislava": 1,
    "Europe/Warsaw": 1, "Europe/Budapest": 1, "Europe/Belgrade": 1, "Europe/Zagreb": 1,
    "Europe/Ljubljana": 1, "Europe/Sarajevo": 1, "Europe/Malta": 1, "Europe/Helsinki": 2,
    "Europe/Tallinn": 2, "Europe/Riga": 2, "Europe/Vilnius": 2, "Europe/Athens": 2,
    "Europe/Bucharest": 2, "Europe/Sofia": 2,
  ]

  private static let american: [String: Double] = [
    "America/New_York": -5, "US/Eastern": -5, "America/Detroit": -5, "America/Toronto": -5,
    "Canada/Eastern": -5, "America/Montreal": -5, "America/Chicago": -6, "US/Central": -6,
    "America/Winnipeg": -6, "America/Denver": -7, "US/Mountain": -7,
    "America/Boise": -7, "America/Los_Angeles": -8, "US/Pacific": -8,
    "America/Anchorage": -9, "US/Alaska": -9, "America/Halifax": -4,
  ]
}
