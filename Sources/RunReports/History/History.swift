public import ShutdownModel
public import Time

/// What a run has seen, so that any moment of it can be looked at again.
///
/// States are kept every so many events, and a moment between them is reached by applying the few
/// events from there on: the reducer is exact, so that it is the very state that was.
public struct History: Sendable {
  /// A moment worth jumping to.
  public struct Mark: Equatable, Sendable {
    /// On the local clock, as events are.
    public var time: Instant
    /// Something was lost, or is about to be.
    public var isBad: Bool
  }

  private struct Snapshot {
    /// How many of the run's events it has seen.
    var count: Int
    var state: State
  }

  private var events: [Event] = []
  /// The newest of the ticks, which are not kept: time passed up to here.
  private var lastTick: Event?
  /// The one with which the run began, if nothing had come before it.
  private var firstTick: Event?
  /// Events that have been let go; the first of `events` has this number.
  private var droppedCount = 0
  private var letGo = LetGo()
  private var snapshots: [Snapshot]
  /// Alerts and verdicts, oldest first.
  public private(set) var marks: [Mark] = []
  private let spacing: Int
  private let limit: Int

  /// Begins with a state that has seen nothing.
  ///
  /// - Parameters:
  ///   - spacing: a state is kept every so many events.
  ///   - limit: the oldest events are let go when there are more.
  public init(initial: State, spacing: Int = 10_000, limit: Int = 500_000) {
    snapshots = [Snapshot(count: 0, state: initial)]
    self.spacing = max(spacing, 1)
    self.limit = max(limit, self.spacing * 4)
  }

  /// Adds an event that has been applied.
  ///
  /// - Parameter state: the state after it.
  public mutating func append(_ event: Event, _ outputs: [Output], state: @autoclosure () -> State)
  {
    let before = range.upperBound
    var earliest = before
    switch event.observation {
    case .tick:
      if lastTick == nil, events.isEmpty { firstTick = event }
      lastTick = event
    case .serverDate:
      // A reading of the cluster's clock moves time itself: what had passed before counts.
      if let lastTick, let last = events.last, lastTick.time > last.time { events.append(lastTick) }
      earliest = event.time
      events.append(event)
    default: events.append(event)
    }
    let count = droppedCount + events.count
    if count - (snapshots.last?.count ?? 0) >= spacing {
      snapshots.append(Snapshot(count: count, state: state()))
    }
    if !outputs.isEmpty {
      mark(outputs, between: earliest, and: max(before, event.time), clock: state().clock)
    }
    if events.count > limit { dropOldest() }
  }

  /// What a recording of the run holds: applied to its initial state, they give the run again.
  ///
  /// Nil where too much has been let go for that.
  public var recorded: [Event]? {
    guard !letGo.isLost else { return nil }
    return [firstTick].compactMap(\.self) + letGo.events + events + [lastTick].compactMap(\.self)
  }

  /// How many lines that say nothing of a shutdown it lacks.
  public var lineCountLeftOut: Int { letGo.lineCount }

  /// Nothing has been seen yet.
  public var isEmpty: Bool { events.isEmpty }

  /// When the oldest event was seen, and until when time has passed since, on the local clock.
  public var range: ClosedRange<Instant> {
    let start = events.first?.time ?? Instant(nanoseconds: 0)
    guard let last = events.last?.time else { return start...start }
    return start...max(start, last, lastTick?.time ?? last)
  }

  /// The state at a moment of the local clock.
  public func state(at time: Instant) -> State {
    var cursor = cursor(before: time)
    return advance(&cursor, to: time)
  }

  /// The time of the next event after a moment, or of the last one before it; nil at the ends.
  public func event(from time: Instant, forward: Bool) -> Instant? {
    if forward {
      return events[countOfEvents(upTo: time)...].first { !$0.isTick }?.time
    }
    let index = events.partitioningIndex { $0.time >= time }
    return events[..<index].last { !$0.isTick }?.time
  }

  /// The next mark after a moment, or the last one before it; nil at the ends.
  public func mark(from time: Instant, forward: Bool) -> Mark? {
    forward ? marks.first { $0.time > time } : marks.last { $0.time < time }
  }

  /// A state on its way through the history.
  struct Cursor: Sendable {
    /// How many of the run's events it has seen.
    var count: Int
    var time: Instant
    var state: State
  }

  /// The newest kept state that is not later than a moment.
  func cursor(before time: Instant) -> Cursor {
    let count = droppedCount + countOfEvents(upTo: time)
    let snapshot = snapshots.last { $0.count <= count } ?? snapshots[0]
    return Cursor(
      count: snapshot.count, time: Instant(nanoseconds: .min), state: snapshot.state)
  }

  /// A cursor, or a kept state from which it is less far to a moment that is not before the cursor's.
  func nearest(_ cursor: Cursor?, to time: Instant) -> Cursor {
    let kept = self.cursor(before: time)
    guard let cursor, cursor.count >= kept.count else { return kept }
    return cursor
  }

  /// Lets a cursor see what came up to a moment that is not before its own.
  func advance(_ cursor: inout Cursor, to time: Instant) -> State {
    var index = max(cursor.count - droppedCount, 0)
    while index < events.count, events[index].time <= time {
      _ = cursor.state.apply(events[index])
      index += 1
    }
    cursor.count = droppedCount + index
    cursor.time = time
    // The cursor itself sees only what the run saw: it may have read the clock anew meanwhile.
    var state = cursor.state
    if cursor.count > 0 { _ = state.apply(Event(time: time, .tick)) }
    return state
  }

  /// Whether the events a cursor still needs are there.
  func has(_ cursor: Cursor) -> Bool { cursor.count >= droppedCount }

  private func countOfEvents(upTo time: Instant) -> Int {
    events.partitioningIndex { $0.time > time }
  }

  /// Marks what is worth it, at the moment it happened or, if the clock was wrong then, near it.
  private mutating func mark(
    _ outputs: [Output], between earliest: Instant, and latest: Instant, clock: ServerClock
  ) {
    for output in outputs {
      // Outputs carry the cluster's time.
      let time = min(max(output.time - clock.offset, earliest), latest)
      switch output.change {
      case .alert(_, let alert) where alert.isRaised: marks.append(Mark(time: time, isBad: false))
      case .verdict(_, let verdict):
        marks.append(Mark(time: time, isBad: !verdict.kind.isGood))
      default: break
      }
    }
  }

  /// Lets a quarter go, up to a kept state.
  private mutating func dropOldest() {
    let wanted = droppedCount + events.count / 4
    guard let first = snapshots.firstIndex(where: { $0.count >= wanted }) else { return }
    let count = snapshots[first].count
    letGo.add(events.prefix(count - droppedCount), limit: limit)
    events.removeFirst(count - droppedCount)
    droppedCount = count
    snapshots.removeFirst(first)
    let start = range.lowerBound
    marks.removeAll { $0.time < start }
  }
}

extension Event {
  fileprivate var isTick: Bool {
    if case .tick = observation { true } else { false }
  }
}

extension Array {
  /// The first index whose element and all behind it satisfy the predicate.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
