internal import CLibrary
import ShutdownModel
import Time

extension Instant {
  /// The machine's own time, which anyone may set at any moment.
  static var machineTime: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
