import LogText
import Time

extension Instant {
  /// `14:02:31Z`: the cluster's clock, UTC.
  var clock: String {
    isDated ? String(rfc3339.dropFirst("2026-11-23T".count).prefix(8)) + "Z" : "--:--:-- "
  }

  /// `14:02:31.1`.
  var clockTenths: String {
    isDated ? String(rfc3339.dropFirst("2026-11-23T".count).prefix(10)) : "--:--:--.-"
  }
}
