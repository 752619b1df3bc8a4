import CLibrary

/// Nanoseconds since some moment in the past; it never goes back and is not set.
///
/// `ContinuousClock` costs about twice as much, and a task is timed twice.
func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

extension UInt64 {
  /// Nanoseconds as seconds, to the millisecond.
  var nanosecondsInSeconds: Double { Double(self / 1_000_000) / 1000 }

  /// Seconds as nanoseconds, at most a century; what is no number is none.
  init(nanosecondsOf seconds: Double) {
    self = seconds > 0 ? UInt64(Swift.min(seconds, 3_155_760_000) * 1_000_000_000) : 0
  }
}

extension Duration {
  /// This length in seconds, to the millisecond.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
  }
}
