import CLibrary
import Time

extension ClockZone {
  /// The zone of this machine and this user (`TZ`, else `/etc/localtime`), for times from 2000 to 2060.
  static var local: ClockZone {
    tzset()
    return ClockZone(from: 946_684_800, to: 2_840_140_800) { second in
      var time = time_t(second)
      var parts = tm()
      guard localtime_r(&time, &parts) != nil else { return 0 }
      // The day of the zone and the day of UTC differ by one at most; more is a broken file.
      return parts.tm_gmtoff.magnitude <= 86_400 ? Int(parts.tm_gmtoff) : 0
    }
  }
}
