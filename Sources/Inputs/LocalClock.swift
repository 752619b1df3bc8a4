internal import ShutdownModel
public import Time

/// This machine's time, as events carry it: read once at the start, then counted on.
///
/// Setting the machine's clock while lastcall runs moves nothing; sleep of the machine counts.
public struct LocalClock: Sendable {
  private let start: Instant
  private let startTick: ContinuousClock.Instant

  /// Makes a clock that shows the given time now.
  public init(start: Instant) {
    self.start = start
    startTick = ContinuousClock.now
  }

  /// Makes a clock from the machine's own.
  public init() {
    self.init(start: Instant.machineTime)
  }

  /// The time now.
  public var now: Instant {
    let elapsed = ContinuousClock.now - startTick
    let (seconds, attoseconds) = elapsed.components
    return start + TimeSpan(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// How long it is from now to an instant of this clock; zero for the past.
  public func wait(until instant: Instant) -> Duration {
    .nanoseconds(max((instant - now).nanoseconds, 0))
  }
}
