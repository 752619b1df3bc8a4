/// The parts of a time: the time of day and the zone.
extension LineCursor {
  struct Clock {
    var hour: Int
    var minute: Int
    var second: Int
    var nanosecond: Int
    /// It was told with AM or PM, in capitals.
    var isTwelveHours = false
    var isInCapitals = false

    var nanoseconds: Int64 {
      Int64((hour * 60 + minute) * 60 + second) * 1_000_000_000 + Int64(nanosecond)
    }
  }

  enum Zone: Equatable {
    case offset(Int)
    /// An abbreviation that does not say how far from UTC it is.
    case unknown
  }

  /// `04:29:35`, with a fraction after a point or a comma, or `4:29:35 PM`.
  mutating func clock() -> Clock? {
    attempt { cursor in
      guard let hour = cursor.shortNumber(), cursor.take(":"),
        let minute = cursor.number(digits: 2), cursor.take(":"),
        let second = cursor.number(digits: 2)
      else { return nil }
      var clock = Clock(
        hour: hour, minute: minute, second: second, nanosecond: cursor.fraction())
      guard !ByteSet.digits.contains(cursor.next), hour < 24, minute < 60, second <= 60 else {
        return nil
      }
      if let half = cursor.halfOfDay() {
        guard (1...12).contains(hour) else { return nil }
        clock.hour = hour % 12 + (half.isAfternoon ? 12 : 0)
        clock.isTwelveHours = true
        clock.isInCapitals = half.isInCapitals
      }
      return clock
    }
  }

  /// Nanoseconds after `.`, `,` or, of exactly three digits, `:`.
  private mutating func fraction() -> Int {
    let isPoint = next == UInt8(ascii: ".") || next == UInt8(ascii: ",")
    let isColon =
      next == UInt8(ascii: ":") && (1...3).allSatisfy { ByteSet.digits.contains(peek($0)) }
      && !ByteSet.digits.contains(peek(4)) && peek(4) != UInt8(ascii: ":")
    guard isPoint || isColon, ByteSet.digits.contains(peek(1)) else { return 0 }
    skip(1)
    var (nanosecond, scale) = (0, 100_000_000)
    while ByteSet.digits.contains(next) {
      nanosecond += Int(next - 0x30) * scale
      scale /= 10
      skip(1)
    }
    return nanosecond
  }

  /// ` AM` or `pm`, also behind the narrow space that newer locale data have.
  private mutating func halfOfDay() -> (isAfternoon: Bool, isInCapitals: Bool)? {
    attempt { cursor in
      if !cursor.take("\u{202F}"), !cursor.take("\u{A0}") { _ = cursor.take(" ") }
      let half: (Bool, Bool)? =
        if cursor.take("AM") {
          (false, true)
        } else if cursor.take("PM") {
          (true, true)
        } else if cursor.take("am") {
          (false, false)
        } else if cursor.take("pm") {
          (true, false)
        } else {
          nil
        }
      return ByteSet.word.contains(cursor.next) ? nil : half
    }
  }

  /// `Z`, `+01:00`, ` +0100`, `+01`, ` UTC`, ` EST`; an offset of 0 when there is none.
  mutating func zone() -> Zone {
    if take("Z") || take("z") { return .offset(0) }
    let offset = attempt { $0.offset() }
    let hasBrackets = next == UInt8(ascii: "[") && attempt { $0.region() } != nil
    if let offset { return .offset(offset) }
    if hasBrackets { return .unknown }
    let name = attempt { cursor -> Zone? in
      _ = cursor.take(" ")
      let start = cursor.position
      guard (1...5).contains(cursor.takeAll(of: ByteSet(0x41...0x5A), atMost: 6)),
        !ByteSet.word.contains(cursor.next)
      else { return nil }
      switch cursor.text(start..<cursor.position) {
      case "UTC", "GMT", "UCT", "Z":
        return cursor.attempt { $0.offset() }.map { .offset($0) } ?? .offset(0)
      case let name: return Self.zoneNames.contains(name) ? .unknown : nil
      }
    }
    return name ?? .offset(0)
  }

  /// `+01:00`, ` +0100`, ` -05`: seconds east of UTC.
  private mutating func offset() -> Int? {
    _ = take(" ")
    let isWest = next == UInt8(ascii: "-")
    guard take("+", or: "-"), let hours = number(digits: 2) else { return nil }
    let hasColon = take(":")
    let minutes = number(digits: 2)
    guard minutes != nil || !hasColon, hours < 24, minutes ?? 0 < 60,
      !ByteSet.word.contains(next), next != UInt8(ascii: "."), next != UInt8(ascii: "-")
    else { return nil }
    return (hours * 60 + (minutes ?? 0)) * (isWest ? -60 : 60)
  }

  /// `[Europe/Berlin]`.
  private mutating func region() -> Void? {
    guard 0x41...0x5A ~= peek(1), take("["), (2...16).contains(takeAll(of: .word, atMost: 17)),
      take("/"),
      (2...32).contains(takeAll(of: .word.union(ByteSet(0x2D...0x2F)), atMost: 33)), take("]")
    else { return nil }
    return ()
  }

  /// Abbreviations of the tz database, most of which mean several zones.
  private static let zoneNames: Set<String> = [
    "ACDT", "ACST", "AEDT", "AEST", "AKDT", "AKST", "ART", "AST", "ADT", "AWST", "BRT", "BRST",
    "BST", "CAT", "CDT", "CEST", "CET", "CLT", "CLST", "COT", "CST", "EAT", "EDT", "EEST", "EET",
    "EST", "GST", "HKT", "HST", "ICT", "IDT", "IRST", "IST", "JST", "KST", "MDT", "MSK", "MSD",
    "MST", "MEZ", "MESZ", "NDT", "NPT", "NST", "NZDT", "NZST", "PDT", "PET", "PHT", "PKT", "PST",
    "SAST", "SGT", "TRT", "WAT", "WEST", "WET", "WIB", "WIT",
  ]
}
