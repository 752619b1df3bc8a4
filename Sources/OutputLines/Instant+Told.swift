internal import LogText
package import Time

extension Instant {
  /// `2026-11-23T14:02:31.123Z`; nil for what is only a place in an order.
  package var told: String? { dated?.rfc3339 }
}
