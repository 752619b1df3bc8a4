public import PodStatus
import Synchronization

/// Counts the work a process has accepted and not finished, and remembers how long each piece took.
public final class TaskCounter: Sendable {
  /// One piece of work between its begin and its end.
  public struct Ticket: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  /// What the counter knows at one moment.
  public struct Snapshot: Equatable, Sendable {
    public var inFlight: Int
    public var completed: Int
    /// Ages in seconds, oldest first, at most ``ShutdownStatus/maximumAges``.
    public var oldestSeconds: [Double]
    /// Finished tasks by duration; nothing while none has finished.
    public var durations: [ShutdownStatus.DurationBucket]
  }

  /// Upper bounds of the histogram, in seconds; longer tasks are in the last.
  static let bounds: [Double] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120, 600]

  private struct State {
    var lastNumber: UInt64 = 0
    var open: [UInt64: ContinuousClock.Instant] = [:]
    var completed = 0
    var counts = Array(repeating: 0, count: TaskCounter.bounds.count)
    var whenEmpty: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Makes a counter with nothing in flight.
  public init() {}

  /// Says that a task was accepted.
  public func begin() -> Ticket {
    let now = ContinuousClock.now
    return state.withLock { state in
      state.lastNumber += 1
      state.open[state.lastNumber] = now
      return Ticket(number: state.lastNumber)
    }
  }

  /// Says that a task has finished, whatever its outcome; a second time changes nothing.
  public func end(_ ticket: Ticket) {
    let now = ContinuousClock.now
    let whenEmpty = state.withLock { state -> [@Sendable () -> Void] in
      guard let begun = state.open.removeValue(forKey: ticket.number) else { return [] }
      let seconds = (now - begun).inSeconds
      let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count - 1
      state.counts[bucket] += 1
      state.completed += 1
      guard state.open.isEmpty else { return [] }
      defer { state.whenEmpty = [] }
      return state.whenEmpty
    }
    for body in whenEmpty { body() }
  }

  /// Counts body as one task while it runs.
  public func withTask<Result, Failure: Error>(
    _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let ticket = begin()
    defer { end(ticket) }
    return try await body()
  }

  /// The count and the ages at this moment.
  public var snapshot: Snapshot {
    let now = ContinuousClock.now
    return state.withLock { state in
      // Numbers are given in the order of the begins.
      let oldest = state.open.sorted { $0.key < $1.key }.prefix(ShutdownStatus.maximumAges)
      let durations =
        state.completed == 0
        ? []
        : zip(Self.bounds, state.counts).map {
          ShutdownStatus.DurationBucket(upperBoundSeconds: $0, count: $1)
        }
      return Snapshot(
        inFlight: state.open.count, completed: state.completed,
        oldestSeconds: oldest.map { (now - $0.value).inSeconds }, durations: durations)
    }
  }

  /// How many tasks are in flight at this moment.
  public var inFlight: Int { state.withLock { $0.open.count } }

  /// Calls body once, at the next moment nothing is in flight, which may be now.
  func notifyWhenEmpty(_ body: @escaping @Sendable () -> Void) {
    let isEmpty = state.withLock { state in
      if !state.open.isEmpty { state.whenEmpty.append(body) }
      return state.open.isEmpty
    }
    if isEmpty { body() }
  }
}

extension Duration {
  /// This length in seconds, to the millisecond.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
  }
}
