import LogText
import Time

/// Times of day as the screen shows them: UTC has its `Z` everywhere, local time its offset in the header.
extension ClockZone {
  /// `14:02:31Z`, or `15:02:31` of local time.
  func clock(_ instant: Instant) -> String {
    guard instant.isDated, offsetSeconds(at: instant) != 0 else { return instant.clock }
    return String(shifted(instant).clock.dropLast())
  }

  /// `14:02:31.1`, or `15:02:31.1` of local time.
  func clockTenths(_ instant: Instant) -> String {
    instant.isDated ? shifted(instant).clockTenths : instant.clockTenths
  }

  /// `14:02:31.1Z`, or `15:02:31.1` of local time.
  func saidTenths(_ instant: Instant) -> String {
    clockTenths(instant) + (instant.isDated && offsetSeconds(at: instant) != 0 ? "" : "Z")
  }

  /// `14:02:31Z`, or `15:02:31 +01:00`: what all other times of the screen are in.
  ///
  /// - Parameter isShort: `15:02:31+01`, where the room is for names.
  func saidClock(_ instant: Instant, isShort: Bool) -> String {
    let minutes = offsetSeconds(at: instant) / 60
    guard instant.isDated, minutes != 0 else { return clock(instant) }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = abs(minutes) % 60
    let offset =
      (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60)
      + (isShort && rest == 0 ? "" : ":\(two(rest))")
    return "\(clock(instant))\(isShort ? "" : " ")\(offset)"
  }

  private func shifted(_ instant: Instant) -> Instant {
    instant + .seconds(Double(offsetSeconds(at: instant)))
  }
}
