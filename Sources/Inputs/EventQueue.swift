public import ShutdownModel
internal import Synchronization

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
  }

  /// Signals that something is there; it may signal when nothing is.
  public let wakeups: AsyncStream<Void>

  private let content = Mutex(Content())
  private let alarm = Mutex<(at: Instant, task: Task<Void, Never>)?>(nil)
  private let wake: AsyncStream<Void>.Continuation
  private let clock: LocalClock
  private let limit: Int

  /// Makes an empty queue that holds `limit` events; times are read from `clock`.
  public init(clock: LocalClock, limit: Int = 16_384) {
    self.clock = clock
    self.limit = max(limit, 1)
    (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Adds an observation seen now; waits while the queue is full.
  public func send(_ observation: Observation) async {
    while true {
      let isAdded = content.withLock { content in
        guard content.events.count < limit || content.isClosed else { return false }
        content.events.append(Event(time: clock.now, observation))
        return true
      }
      if isAdded { break }
      await room()
    }
    wake.yield()
  }

  /// Adds an observation that is rare and must not wait: a signal, a lost connection.
  public func post(_ observation: Observation) {
    content.withLock { $0.events.append(Event(time: clock.now, observation)) }
    wake.yield()
  }

  /// Adds a log line, or drops and counts it under the source's name when the queue is full.
  public func offer(_ line: LogLine, source: String) {
    content.withLock { content in
      if content.events.count < limit {
        content.events.append(Event(time: clock.now, .log(line)))
      } else {
        content.droppedLines[source, default: 0] += 1
      }
    }
    wake.yield()
  }

  /// Wakes the reader now: something came that is no observation, such as a key.
  public func wakeUp() {
    wake.yield()
  }

  /// Wakes the reader at an instant of the clock, in the place of any wake scheduled before.
  public func scheduleWake(at instant: Instant) {
    alarm.withLock { alarm in
      guard alarm?.at != instant else { return }
      alarm?.task.cancel()
      let task = Task { [clock, wake] in
        try? await Task.sleep(for: clock.wait(until: instant))
        if !Task.isCancelled { wake.yield() }
      }
      alarm = (instant, task)
    }
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

  /// Lets every sender go; nothing is taken out any more.
  public func close() {
    let waiting = content.withLock { content in
      content.isClosed = true
      let waiting = content.waiting
      content.waiting.removeAll()
      return waiting
    }
    for continuation in waiting { continuation.resume() }
    alarm.withLock { $0?.task.cancel() }
    wake.finish()
  }

  /// Waits until something was taken out.
  private func room() async {
    await withCheckedContinuation { continuation in
      let isFull = content.withLock { content in
        guard content.events.count >= limit, !content.isClosed else { return false }
        content.waiting.append(continuation)
        return true
      }
      if !isFull { continuation.resume() }
    }
  }
}
