internal import Dispatch
public import LogText
public import ShutdownModel
internal import Synchronization
public import Time

/// The one way from the inputs to the model: bounded, in the order things were seen.
///
/// A full queue makes senders wait. Log lines do not wait, for a line that waits would hold up the
/// lines of every other container: they are dropped, counted, and the count is an observation.
public final class EventQueue: Sendable {
  private struct Content {
    var events: [Event] = []
    var droppedLines: [String: Int] = [:]
    var waiting: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
    /// Nobody takes anything out any more, but at the very end.
    var isReleased = false
    let alarm: any DispatchSourceTimer = DispatchSource.makeTimerSource(queue: .global())
    /// When the alarm goes off.
    var wakeAt = EventQueue.never
    /// Events wake nobody before it.
    var restUntil = Instant(nanoseconds: .min)
  }

  /// Signals that something is there; it may signal when nothing is.
  public let wakeups: AsyncStream<Void>

  private let content = Mutex(Content())
  private let wake: AsyncStream<Void>.Continuation
  private let clock: LocalClock
  private let limit: Int

  private static let never = Instant(nanoseconds: .max)

  /// Makes an empty queue that holds `limit` events; times are read from `clock`.
  public init(clock: LocalClock, limit: Int = 16_384) {
    self.clock = clock
    self.limit = max(limit, 1)
    (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    content.withLock { [wake] content in
      content.alarm.setEventHandler { wake.yield() }
      content.alarm.activate()
    }
  }

  deinit {
    content.withLock { $0.alarm.cancel() }
  }

  /// Adds an observation seen now; waits while the queue is full.
  public func send(_ observation: Observation) async {
    while true {
      let isAdded = content.withLock { content in
        if content.isReleased { return true }
        guard content.events.count < limit || content.isClosed else { return false }
        add(observation, to: &content)
        return true
      }
      if isAdded { return }
      await room()
    }
  }

  /// Adds an observation that cannot wait for room, being rare or bounded where it comes from: a lost
  /// connection, a poll's answer.
  ///
  /// - Parameter isUrgent: wakes a resting reader: a signal.
  public func post(_ observation: Observation, isUrgent: Bool = false) {
    content.withLock { add(observation, to: &$0) }
    if isUrgent { wake.yield() }
  }

  /// Adds a log line, or drops and counts it under the source's name when the queue is full.
  public func offer(_ line: LogLine, source: String) {
    content.withLock { content in
      if content.events.count < limit {
        add(.log(line), to: &content)
      } else {
        content.droppedLines[source, default: 0] += 1
      }
    }
  }

  /// Wakes the reader now: something came that is no observation, such as a key.
  public func wakeUp() {
    wake.yield()
  }

  /// Wakes the reader at an instant of the clock, in the place of any wake scheduled before.
  ///
  /// - Parameter rest: events that come before it wake the reader then, all together, for each waking
  ///   costs more than an event; nil to be woken by the next one.
  public func scheduleWake(at instant: Instant, restingUntil rest: Instant? = nil) {
    content.withLock { content in
      content.restUntil = rest ?? Instant(nanoseconds: .min)
      setAlarm(
        to: content.events.isEmpty ? instant : min(instant, content.restUntil), in: &content)
    }
  }

  private func add(_ observation: Observation, to content: inout Content) {
    guard !content.isClosed else { return }
    let now = clock.now
    content.events.append(Event(time: now, observation))
    if now >= content.restUntil {
      wake.yield()
    } else if content.wakeAt > content.restUntil {
      setAlarm(to: content.restUntil, in: &content)
    }
  }

  private func setAlarm(to instant: Instant, in content: inout Content) {
    guard !content.isClosed else { return }
    content.wakeAt = instant
    // Never at once: a reader that finds nothing due would ask again and again.
    let wait = min(max((instant - clock.now).nanoseconds, 1_000_000), 3_600_000_000_000)
    content.alarm.schedule(deadline: .now() + .nanoseconds(Int(wait)), leeway: .milliseconds(2))
  }

  /// Takes everything out; what was dropped since the last time comes last.
  public func drain() -> [Event] {
    let (events, waiting) = content.withLock { content in
      var events = content.events
      for (source, count) in content.droppedLines.sorted(by: { $0.key < $1.key }) {
        events.append(Event(time: clock.now, .logDropped(count: count, source: source)))
      }
      let waiting = content.waiting
      content.events.removeAll(keepingCapacity: true)
      content.droppedLines.removeAll()
      content.waiting.removeAll()
      return (events, waiting)
    }
    for continuation in waiting { continuation.resume() }
    return events
  }

  /// Lets every sender go; what is sent is dropped from now on, what is posted is kept.
  ///
  /// For a run that has ended: senders that wait for room would hold up its end.
  public func release() {
    let waiting = content.withLock { content in
      content.isReleased = true
      let waiting = content.waiting
      content.waiting.removeAll()
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Lets every sender go; nothing is taken in any more.
  public func close() {
    let waiting = content.withLock { content in
      content.isClosed = true
      content.alarm.cancel()
      let waiting = content.waiting
      content.waiting.removeAll()
      return waiting
    }
    for continuation in waiting { continuation.resume() }
    wake.finish()
  }

  /// Waits until something was taken out.
  private func room() async {
    await withCheckedContinuation { continuation in
      let isFull = content.withLock { content in
        guard content.events.count >= limit, !content.isClosed, !content.isReleased else {
          return false
        }
        content.waiting.append(continuation)
        return true
      }
      if !isFull { continuation.resume() }
    }
  }
}
