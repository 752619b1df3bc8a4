import CLibrary

/// Nanoseconds since some moment in the past; it never goes back and is not set.
///
/// `ContinuousClock` costs about twice as much, and a task is timed twice.
package func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
