/// The time of day.
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
  mutating func fraction() -> Int {
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

  /// ` AM`, `pm` or `p. m.`, also behind the narrow space that newer locale data have.
  private mutating func halfOfDay() -> (isAfternoon: Bool, isInCapitals: Bool)? {
    attempt { cursor in
      cursor.takeNarrowSpace()
      if cursor.next >= 0x80 { return cursor.foreignHalf().map { ($0, false) } }
      let isAfternoon = cursor.take("P", or: "p")
      guard isAfternoon || cursor.take("A", or: "a") else { return nil }
      let isInCapitals = cursor.bytes[cursor.position - 1] < 0x60
      if cursor.take(".") { cursor.takeNarrowSpace() }
      guard isInCapitals ? cursor.take("M") : cursor.take("m") else { return nil }
      _ = cursor.take(".")
      return ByteSet.word.contains(cursor.next) ? nil : (isAfternoon, isInCapitals)
    }
  }

  /// The same in scripts that have no such letters.
  private mutating func foreignHalf() -> Bool? {
    if take("下午") || take("午後") || take("오후") || take("μ.μ.") || take("م") { return true }
    if take("上午") || take("午前") || take("오전") || take("π.μ.") || take("ص") { return false }
    return nil
  }

  private mutating func takeNarrowSpace() {
    if !take("\u{202F}"), !take("\u{A0}") { _ = take(" ") }
  }
}
