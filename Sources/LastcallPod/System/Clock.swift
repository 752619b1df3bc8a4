import Processes
import Synchronization

/// The clock of a drain: the system's, or one that a test moves.
final class DrainClock: Sendable {
  /// Nil is the system's.
  private let reading: (@Sendable () -> UInt64)?
  private let sleep: (@Sendable (UInt64) async -> Void)?
  private let alarm = Mutex<Task<Void, Never>?>(nil)

  init(_ clock: any Clock<Duration>) {
    guard !(clock is ContinuousClock) else {
      (reading, sleep) = (nil, nil)
      return
    }
    func parts<C: Clock<Duration>>(of clock: C) -> (
      @Sendable () -> UInt64, @Sendable (UInt64) async -> Void
    ) {
      let start = clock.now
      // 0 means that something has not been.
      let reading: @Sendable () -> UInt64 = { start.duration(to: clock.now).nanoseconds + 1 }
      let sleep: @Sendable (UInt64) async -> Void = { reading in
        let end = start.advanced(by: .nanoseconds(Int64(clamping: reading) - 1))
        try? await clock.sleep(until: end, tolerance: nil)
      }
      return (reading, sleep)
    }
    (reading, sleep) = parts(of: clock)
  }

  deinit { alarm.withLock { $0?.cancel() } }

  /// Nanoseconds since some moment in the past.
  var now: UInt64 { reading?() ?? monotonicNanoseconds() }

  /// For how many milliseconds `poll` may wait, a minute at most; -1 where the pipe is woken instead.
  ///
  /// - Parameter nanoseconds: until when there is nothing to do; nil is for ever.
  func pollTime(_ nanoseconds: UInt64?, waking pipe: WakePipe) -> Int32 {
    guard let sleep else {
      return nanoseconds.map { Int32(min($0 / 1_000_000 + 1, 60_000)) } ?? -1
    }
    let end = nanoseconds.map { now &+ $0 }
    alarm.withLock { alarm in
      alarm?.cancel()
      alarm = end.map { end in
        Task {
          await sleep(end)
          pipe.wake()
        }
      }
    }
    return -1
  }
}

extension UInt64 {
  /// Nanoseconds as a length of time, at most some centuries.
  var asDuration: Duration { .nanoseconds(Int64(clamping: self)) }
}

extension Duration {
  /// This length in seconds, to the millisecond.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
  }

  /// This length in nanoseconds, at most a century; what is negative is none.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(Swift.min(seconds, 3_155_760_000)) * 1_000_000_000
      + UInt64(attoseconds / 1_000_000_000)
  }

  /// Seconds as text has them, at most a century.
  package init(inSeconds seconds: Double) {
    self = .seconds(seconds > 0 ? Swift.min(seconds, 3_155_760_000) : 0)
  }
}
