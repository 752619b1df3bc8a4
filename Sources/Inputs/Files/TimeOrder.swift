public import ShutdownModel
internal import Time

/// The events of several files in the order of their times.
///
/// The order is exact as long as no event stands further behind its place than ``window`` others; one
/// that does takes the time of those it comes behind. So memory is bounded, however long the files.
public struct TimeOrder {
  private struct Pending {
    var event: Event
    var number: Int
  }

  private struct Source {
    var events: any EventSource
    /// How far it has been read; nil before its first event.
    var reached: Instant?
  }

  private var sources: [Source]
  private var pending: [Pending] = []
  private var isSorted = true
  private var count = 0
  private var last: Instant?
  /// How many events came too late for their place.
  public private(set) var lateCount = 0
  private let window: Int

  /// So many events are held back to find their order.
  public static let window = 200_000

  /// Merges sources.
  public init(_ sources: [any EventSource], window: Int = TimeOrder.window) {
    self.sources = sources.map { Source(events: $0) }
    self.window = max(window, 1)
  }

  /// The next events in order; nil when all sources have ended.
  public mutating func next() throws(FileError) -> [Event]? {
    while let index = hindmost {
      guard let batch = try sources[index].events.next() else {
        sources.remove(at: index)
        continue
      }
      take(batch, from: index)
      if pending.count >= 2 * window { return release(pending.count - window) }
    }
    return pending.isEmpty ? nil : release(pending.count)
  }

  /// The source that has been read least far.
  private var hindmost: Int? {
    sources.indices.min {
      (sources[$0].reached?.nanoseconds ?? .min) < (sources[$1].reached?.nanoseconds ?? .min)
    }
  }

  private mutating func take(_ batch: [Event], from index: Int) {
    for event in batch {
      if let newest = pending.last?.event.time, event.time < newest { isSorted = false }
      pending.append(Pending(event: event, number: count))
      count += 1
    }
    guard let time = batch.last?.time else { return }
    sources[index].reached = max(sources[index].reached ?? time, time)
  }

  private mutating func release(_ number: Int) -> [Event] {
    if !isSorted {
      pending.sort { ($0.event.time, $0.number) < ($1.event.time, $1.number) }
      isSorted = true
    }
    let events = pending[..<number].map { pending in
      var event = pending.event
      if let last, event.time < last {
        event.time = last
        lateCount += 1
      }
      last = event.time
      return event
    }
    pending.removeFirst(number)
    return events
  }
}
