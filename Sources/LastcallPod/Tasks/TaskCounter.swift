import PodStatus
import Synchronization

/// Counts the work a process has accepted and not finished, and remembers how long each piece took.
///
/// Exact under any concurrency: one lock is held for some nanoseconds at each begin and each end, never
/// while a task runs.
public final class TaskCounter: Sendable {
  /// One piece of work between its begin and its end; it ends with ``end()``, or when nobody holds the ticket any
  /// more, so that no way out of a function forgets it.
  ///
  /// What outlives a function holds it in a property: that of a channel's handler, of a `Mutex`.
  public struct Ticket: ~Copyable, Sendable {
    private let counter: TaskCounter
    private let place: Place

    init(_ place: Place, of counter: TaskCounter) {
      self.place = place
      self.counter = counter
    }

    deinit { counter.leave(place) }

    /// Says that the task has finished, whatever its outcome.
    public consuming func end() {}
  }

  /// One piece of work for code that sees to its end by itself.
  package struct Place: Hashable, Sendable {
    fileprivate let slot: Int32
    /// Which use of the slot it is: one that is left twice ends no other task.
    fileprivate let turn: UInt32
  }

  /// Upper bounds of the histogram, in seconds; longer tasks are in the last.
  static let bounds: [Double] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120, 600]
  private static let boundsInNanoseconds = bounds.map { UInt64($0 * 1_000_000_000) }

  /// What has become of a task, for who observes them all.
  enum Event: Sendable {
    case begun(TaskKind)
    case changed(from: TaskKind, to: TaskKind)
    case ended(TaskKind, nanoseconds: UInt64)
  }

  private struct Slot {
    /// By the counter's clock, in nanoseconds; 0 while the slot is free.
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
    /// When the newest task began.
    var newest: UInt64 = 0
    /// New work is refused.
    var isClosed = false
    /// Called at each moment nothing is in flight.
    var onEmpty: (@Sendable () -> Void)?
    var observer: (@Sendable (Event) -> Void)?

    /// The slot of a task that has not ended; nil also for a place of another counter.
    func index(of place: Place) -> Int? {
      let index = Int(place.slot)
      guard index < slots.count, slots[index].turn == place.turn, slots[index].begun > 0 else {
        return nil
      }
      return index
    }

    mutating func begin(_ kind: TaskKind, at now: UInt64) -> Place {
      inFlight += 1
      newest = max(newest, now)
      let slot = free.popLast() ?? Int32(slots.count)
      if Int(slot) == slots.count { slots.append(Slot()) }
      slots[Int(slot)].begun = now
      slots[Int(slot)].kind = kind
      return Place(slot: slot, turn: slots[Int(slot)].turn)
    }
  }

  private let state = Mutex(State())
  private let clock: DrainClock

  /// Makes a counter with nothing in flight.
  ///
  /// - Parameter clock: by which tasks are timed; a test has one that it moves.
  public init(clock: any Clock<Duration> = ContinuousClock()) {
    self.clock = DrainClock(clock)
  }

  init(clock: DrainClock) {
    self.clock = clock
  }

  /// Counts a task that has been accepted, whatever the process is about to do.
  ///
  /// Where a task can be refused, ``admit(_:)`` is the better question.
  public func begin(_ kind: TaskKind = .request) -> Ticket {
    Ticket(enter(kind), of: self)
  }

  /// Counts a task unless new work is refused, as it is when the drain and its delay have begun.
  public func admit(_ kind: TaskKind = .request) throws(WorkRefused) -> Ticket {
    guard let place = enterUnlessRefused(kind) else { throw WorkRefused() }
    return Ticket(place, of: self)
  }

  /// Counts body as one task while it runs.
  public func withTask<Result, Failure: Error>(
    _ kind: TaskKind = .request, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let place = enter(kind)
    defer { leave(place) }
    return try await body()
  }

  /// Counts body as one task while it runs.
  public func withTask<Result, Failure: Error>(
    _ kind: TaskKind = .request, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let place = enter(kind)
    defer { leave(place) }
    return try body()
  }

  /// Counts body as one task while it runs, unless new work is refused: then it does not run.
  ///
  /// - Throws: ``WorkRefused``, and what body throws.
  public func withAdmittedTask<Result>(
    _ kind: TaskKind = .request, _ body: () async throws -> Result
  ) async throws -> Result {
    guard let place = enterUnlessRefused(kind) else { throw WorkRefused() }
    defer { leave(place) }
    return try await body()
  }

  /// Counts a task; whoever calls it sees to ``leave(_:)``.
  package func enter(_ kind: TaskKind = .request) -> Place {
    let now = clock.now
    let (place, observer) = state.withLock { ($0.begin(kind, at: now), $0.observer) }
    observer?(.begun(kind))
    return place
  }

  /// Counts a task unless new work is refused.
  package func enterUnlessRefused(_ kind: TaskKind = .request) -> Place? {
    let now = clock.now
    let (place, observer) = state.withLock {
      ($0.isClosed ? nil : $0.begin(kind, at: now), $0.observer)
    }
    if place != nil { observer?(.begun(kind)) }
    return place
  }

  /// Says that a task has finished; a second time changes nothing.
  package func leave(_ place: Place) {
    let now = clock.now
    let (onEmpty, tell) = state.withLock { state -> ((@Sendable () -> Void)?, (() -> Void)?) in
      guard let index = state.index(of: place) else { return (nil, nil) }
      let length = now - min(now, state.slots[index].begun)
      state.slots[index].begun = 0
      state.slots[index].turn &+= 1
      state.free.append(place.slot)
      let bounds = Self.boundsInNanoseconds
      state.counts[bounds.firstIndex { length <= $0 } ?? bounds.count - 1] += 1
      state.completed += 1
      state.nanoseconds &+= length
      state.inFlight -= 1
      let kind = state.slots[index].kind
      let tell = state.observer.map { observer in
        { observer(.ended(kind, nanoseconds: length)) }
      }
      return (state.inFlight == 0 ? state.onEmpty : nil, tell)
    }
    tell?()
    onEmpty?()
  }

  /// Says that a task that has not finished has turned out to be of another kind.
  package func change(_ place: Place, to kind: TaskKind) {
    let tell = state.withLock { state -> (() -> Void)? in
      guard let index = state.index(of: place), state.slots[index].kind != kind else { return nil }
      let before = state.slots[index].kind
      state.slots[index].kind = kind
      return state.observer.map { observer in { observer(.changed(from: before, to: kind)) } }
    }
    tell?()
  }

  /// How many tasks are in flight at this moment.
  public var inFlight: Int { state.withLock { $0.inFlight } }

  /// Everything that is known at this moment.
  public var snapshot: TaskSnapshot {
    let now = clock.now
    // Sorting thousands of ages must not hold up a task.
    let state = state.withLock { $0 }
    let open = state.slots.filter { $0.begun > 0 }
    var inFlightByKind: [TaskKind: Int] = [:]
    for slot in open { inFlightByKind[slot.kind, default: 0] += 1 }
    let oldest = open.map(\.begun).sorted().prefix(ShutdownStatus.maximumAges)
    return TaskSnapshot(
      inFlight: state.inFlight, inFlightByKind: inFlightByKind, completed: state.completed,
      oldest: oldest.map { (max(now, $0) - $0).asDuration },
      durations: zip(Self.bounds, state.counts).map {
        TaskSnapshot.Bucket(upperBound: .seconds($0), count: $1)
      },
      completedDuration: state.nanoseconds.asDuration)
  }

  /// For how long no task has begun, in nanoseconds.
  var quietNanoseconds: UInt64 {
    let newest = state.withLock { $0.newest }
    let now = clock.now
    return now - min(now, newest)
  }

  /// Calls body for each task from now on, outside of every lock; it must be quick.
  func observe(_ body: @escaping @Sendable (Event) -> Void) {
    state.withLock { $0.observer = body }
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
