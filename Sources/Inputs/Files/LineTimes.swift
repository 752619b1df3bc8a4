internal import ShutdownModel

/// Gives every line of a file its time.
struct LineTimes {
  private var waiting: [LogLine] = []
  private var hasNoTimes = false
  private var last: Instant?
  private var count = 0

  /// So many lines at the beginning wait for the first one with a time.
  private static let patience = 10_000

  /// The lines as events; some of the first may come with a later call.
  mutating func place(_ lines: [LogLine]) -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(lines.count)
    for line in lines {
      if hasNoTimes {
        events.append(ordered(line))
      } else if let time = line.time ?? last {
        if last == nil { events += waiting.map { timed($0, time) } }
        waiting = []
        last = time
        events.append(timed(line, time))
      } else {
        waiting.append(line)
        if waiting.count >= LineTimes.patience { events += finish() }
      }
    }
    return events
  }

  /// The lines that still wait, of a file that has no times.
  mutating func finish() -> [Event] {
    guard !waiting.isEmpty else { return [] }
    hasNoTimes = true
    defer { waiting = [] }
    return waiting.map { ordered($0) }
  }

  private func timed(_ line: LogLine, _ time: Instant) -> Event {
    var line = line
    line.time = time
    return Event(time: time, .log(line))
  }

  /// A line of a file without times: a millisecond behind the one before, and none of its own.
  private mutating func ordered(_ line: LogLine) -> Event {
    var line = line
    line.time = nil
    count += 1
    return Event(time: Instant(nanoseconds: Int64(count) * 1_000_000), .log(line))
  }
}
