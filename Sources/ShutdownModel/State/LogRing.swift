public import DequeModule
public import LogText
public import Time

/// One entry of the log pane.
public struct LogEntry: Equatable, Sendable {
  /// What it is.
  public enum Content: Equatable, Sendable {
    case line(text: String, sign: LogSign?, inFlight: Int?)
    /// Lines were thrown away unread, and where they came from.
    case dropped(count: Int, source: String)
    /// A remark of lastcall's own: a stream was lost, a right is missing.
    case note(String)
    /// An alert was raised.
    case alert(Alert.Level, String)
    /// A shutdown is over.
    case verdict(Verdict)
  }

  /// Its place in the whole stream, from 0; never used again.
  public var number: Int
  /// On the cluster's clock: the line's own time if it has one.
  public var time: Instant
  /// The pod's UID, if the line belongs to one.
  public var podUID: String?
  public var podName: String?
  public var container: String?
  public var content: Content
}

/// The newest log lines, bounded in number and in size.
public struct LogRing: Sendable {
  /// Oldest first.
  public private(set) var entries: Deque<LogEntry> = []
  /// How many lines were thrown away unread since the start.
  public private(set) var droppedCount = 0
  /// How many entries were ever appended.
  public private(set) var appendedCount = 0
  private var byteCount = 0
  private let entryLimit: Int
  private let byteLimit: Int

  /// Makes an empty ring; older entries go when it holds more entries or more bytes of text.
  public init(entryLimit: Int = 20_000, byteLimit: Int = 8_000_000) {
    self.entryLimit = max(entryLimit, 1)
    self.byteLimit = max(byteLimit, 1)
  }

  /// The numbers of the entries that are kept: one after the other.
  public var numbers: Range<Int> { appendedCount - entries.count..<appendedCount }

  /// The entry of a number that is kept.
  public subscript(number: Int) -> LogEntry { entries[number - numbers.lowerBound] }

  mutating func append(
    time: Instant, podUID: String?, podName: String?, container: String?,
    _ content: LogEntry.Content
  ) {
    if case .dropped(let count, _) = content { droppedCount += count }
    let entry = LogEntry(
      number: appendedCount, time: time, podUID: podUID, podName: podName, container: container,
      content: content)
    appendedCount += 1
    byteCount += entry.byteCount
    entries.append(entry)
    while entries.count > entryLimit || (byteCount > byteLimit && entries.count > 1) {
      byteCount -= entries.removeFirst().byteCount
    }
  }
}

extension LogEntry {
  fileprivate var byteCount: Int {
    switch content {
    case .line(let text, _, _), .note(let text), .alert(_, let text): text.utf8.count
    case .verdict(let verdict): verdict.reason.utf8.count
    case .dropped: 0
    }
  }
}
