/// A point in time: nanoseconds since 1970-01-01T00:00:00Z.
///
/// Which clock it is read from (this machine's or the cluster's) is said where it is used.
public struct Instant: Comparable, Hashable, Sendable {
  /// Nanoseconds since 1970, UTC.
  public var nanoseconds: Int64

  /// Makes an instant from nanoseconds since 1970.
  @inlinable public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Makes an instant from seconds since 1970.
  ///
  /// What does not fit becomes the first or the last instant.
  public init(seconds: Double) {
    nanoseconds = TimeSpan.seconds(seconds).nanoseconds
  }

  /// Seconds since 1970.
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

  @inlinable public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  @inlinable public static func + (instant: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: instant.nanoseconds.plus(span.nanoseconds))
  }

  @inlinable public static func - (instant: Instant, span: TimeSpan) -> Instant {
    Instant(nanoseconds: instant.nanoseconds.minus(span.nanoseconds))
  }

  @inlinable public static func - (left: Instant, right: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.minus(right.nanoseconds))
  }
}
