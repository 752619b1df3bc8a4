/// How far a clock on the wall is ahead of UTC, at each moment: a table, so that who uses it reads no
/// environment.
public struct ClockZone: Equatable, Sendable {
  /// From a moment on, and until the next change.
  public struct Change: Equatable, Sendable {
    public var from: Instant
    /// Seconds east of UTC, within a day.
    public var offsetSeconds: Int

    /// Makes a change of the offset.
    public init(from: Instant, offsetSeconds: Int) {
      self.from = from
      self.offsetSeconds = offsetSeconds
    }
  }

  public static let utc = ClockZone([])

  private let changes: [Change]

  /// Makes a zone of its changes, oldest first; the first offset holds before it, too.
  public init(_ changes: [Change]) {
    self.changes = changes
  }

  /// Seconds east of UTC at a moment.
  public func offsetSeconds(at instant: Instant) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = low + (high - low) / 2
      if changes[middle].from <= instant { low = middle + 1 } else { high = middle }
    }
    return changes.isEmpty ? 0 : changes[max(low - 1, 0)].offsetSeconds
  }

  /// Finds the changes between two moments by asking for the offset.
  ///
  /// - Parameters:
  ///   - step: no two changes are closer than this.
  ///   - offset: seconds east of UTC at a second since 1970.
  public init(
    from start: Int64, to end: Int64, step: Int64 = 7 * 86_400, offset: (Int64) -> Int
  ) {
    var changes: [Change] = []
    func append(_ second: Int64, _ offset: Int) {
      changes.append(
        Change(from: Instant(nanoseconds: second * 1_000_000_000), offsetSeconds: offset))
    }
    var last = offset(start)
    append(start, last)
    var time = start
    while time < end {
      let next = min(time + step, end)
      let there = offset(next)
      if there != last {
        var (before, after) = (time, next)
        while after - before > 1 {
          let middle = before + (after - before) / 2
          if offset(middle) == last { before = middle } else { after = middle }
        }
        append(after, there)
        last = there
      }
      time = next
    }
    self.init(changes)
  }
}
