import PodStatus
import Synchronization

/// Counts the work a process has accepted and not finished, and remembers how long each piece took.
///
/// Exact under any concurrency: one lock is held for some nanoseconds at each begin and each end, never
/// while a task runs.
public final class TaskCounter: Sendable {
  /// One piece of work between its begin and its end.
  public struct Ticket: Hashable, Sendable {
    fileprivate let slot: Int32
    /// Which use of the slot it is: a ticket that is ended twice ends no other task.
    fileprivate let turn: UInt32
  }

  /// Upper bounds of the histogram, in seconds; longer tasks are in the last.
  static let bounds: [Double] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120, 600]
  private static let boundsInNanoseconds = bounds.map { UInt64($0 * 1_000_000_000) }

  private struct Slot {
    /// Monotonic nanoseconds; 0 while the slot is free.
    var begun: UInt64 = 0
    var turn: UInt32 = 0
    var kind = TaskKind.request
  }

  private struct State {
    var slots: [Slot] = []
    var free: [Int32] = []
    var inFlight = 0
    var completed = 0
    var nanoseconds: UInt64 = 0
    var counts = Array(repeating: 0, count: TaskCounter.bounds.count)
    /// New work is refused.
    var isClosed = false
    /// Called at each moment nothing is in flight.
    var onEmpty: (@Sendable () -> Void)?

    mutating func begin(_ kind: TaskKind, at now: UInt64) -> Ticket {
      inFlight += 1
      let slot = free.popLast() ?? Int32(slots.count)
      if Int(slot) == slots.count { slots.append(Slot()) }
      slots[Int(slot)].begun = now
      slots[Int(slot)].kind = kind
      return Ticket(slot: slot, turn: slots[Int(slot)].turn)
    }
  }

  private let state = Mutex(State())

  /// Makes a counter with nothing in flight.
  public init() {}

  /// Counts a task that has been accepted, whatever the process is about to do.
  ///
  /// Where a task can be refused, ``admit(_:)`` is the better question.
  public func begin(_ kind: TaskKind = .request) -> Ticket {
    let now = monotonicNanoseconds()
    return state.withLock { $0.begin(kind, at: now) }
  }

  /// Counts a task unless new work is refused, as it is when the drain and its delay have begun; nil then.
  public func admit(_ kind: TaskKind = .request) -> Ticket? {
    let now = monotonicNanoseconds()
    return state.withLock { $0.isClosed ? nil : $0.begin(kind, at: now) }
  }

  /// Says that a task has finished, whatever its outcome; a second time changes nothing.
  public func end(_ ticket: Ticket) {
    let now = monotonicNanoseconds()
    let onEmpty = state.withLock { state -> (@Sendable () -> Void)? in
      let index = Int(ticket.slot)
      // A ticket of another counter.
      guard index < state.slots.count, state.slots[index].turn == ticket.turn,
        state.slots[index].begun > 0
      else { return nil }
      let length = now - state.slots[index].begun
      state.slots[index].begun = 0
      state.slots[index].turn &+= 1
      state.free.append(ticket.slot)
      let bounds = Self.boundsInNanoseconds
      state.counts[bounds.firstIndex { length <= $0 } ?? bounds.count - 1] += 1
      state.completed += 1
      state.nanoseconds &+= length
      state.inFlight -= 1
      return state.inFlight == 0 ? state.onEmpty : nil
    }
    onEmpty?()
  }

  /// Counts body as one task while it runs.
  public func withTask<Result, Failure: Error>(
    _ kind: TaskKind = .request, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let ticket = begin(kind)
    defer { end(ticket) }
    return try await body()
  }

  /// Counts body as one task while it runs.
  public func withTask<Result, Failure: Error>(
    _ kind: TaskKind = .request, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let ticket = begin(kind)
    defer { end(ticket) }
    return try body()
  }

  /// Counts body as one task while it runs, unless new work is refused: then it does not run, and the result is nil.
  public func withAdmittedTask<Result, Failure: Error>(
    _ kind: TaskKind = .request, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result? {
    guard let ticket = admit(kind) else { return nil }
    defer { end(ticket) }
    return try await body()
  }

  /// How many tasks are in flight at this moment.
  public var inFlight: Int { state.withLock { $0.inFlight } }

  /// Everything that is known at this moment.
  public var snapshot: TaskSnapshot {
    let now = monotonicNanoseconds()
    // Sorting thousands of ages must not hold up a task.
    let state = state.withLock { $0 }
    let open = state.slots.filter { $0.begun > 0 }
    var inFlightByKind: [TaskKind: Int] = [:]
    for slot in open { inFlightByKind[slot.kind, default: 0] += 1 }
    let oldest = open.map(\.begun).sorted().prefix(ShutdownStatus.maximumAges)
    let durations = zip(Self.bounds, state.counts).map {
      ShutdownStatus.DurationBucket(upperBoundSeconds: $0, count: $1)
    }
    return TaskSnapshot(
      inFlight: state.inFlight, inFlightByKind: inFlightByKind, completed: state.completed,
      oldestSeconds: oldest.map { (max(now, $0) - $0).nanosecondsInSeconds },
      durations: state.completed == 0 ? [] : durations,
      completedSeconds: state.nanoseconds.nanosecondsInSeconds)
  }

  /// Refuses new work from now on; what was accepted goes on.
  func close() {
    state.withLock { $0.isClosed = true }
  }

  /// Calls body at each moment nothing is in flight any more; it must be quick.
  func whenEmpty(_ body: @escaping @Sendable () -> Void) {
    state.withLock { $0.onEmpty = body }
  }
}
