/// A length of time in nanoseconds; negative when it runs backwards.
///
/// The reducer handles a million events a second; `Duration` with its 128 bits is several times
/// slower to compare and add.
public struct TimeSpan: Comparable, Hashable, Sendable {
  /// Length in nanoseconds.
  public var nanoseconds: Int64

  /// Makes a span from nanoseconds.
  @inlinable public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A span of whole or fractional seconds; what does not fit becomes the longest span.
  public static func seconds(_ seconds: Double) -> TimeSpan {
    let nanoseconds = (seconds * 1e9).rounded()
    guard nanoseconds.magnitude < 9e18 else {
      return TimeSpan(nanoseconds: nanoseconds < 0 ? -Int64.max : Int64.max)
    }
    return TimeSpan(nanoseconds: Int64(nanoseconds))
  }

  /// A span of milliseconds.
  public static func milliseconds(_ milliseconds: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: milliseconds * 1_000_000)
  }

  /// No time at all.
  public static let zero = TimeSpan(nanoseconds: 0)

  /// The length in seconds.
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

  @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  @inlinable public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.plus(right.nanoseconds))
  }
  @inlinable public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds.minus(right.nanoseconds))
  }
}

extension Int64 {
  /// The sum, or the nearest there is: a time from outside may lie at the edge of the range, and a
  /// sum that wraps would put a deadline into the past.
  @inlinable func plus(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest there is.
  @inlinable func minus(_ other: Int64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? (other < 0 ? .max : .min) : difference
  }
}

extension Int {
  /// A length in whole seconds that can be reckoned with: from 0 to a century.
  ///
  /// The API allows 64 bits, and nobody waits that long.
  package var withinCentury: Int { Swift.min(Swift.max(self, 0), 100 * 365 * 86_400) }
}
