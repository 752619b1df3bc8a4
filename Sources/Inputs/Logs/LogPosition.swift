import ShutdownModel
import Time

/// Where a log stream stands, so that it goes on without losing or repeating a line.
///
/// The API takes `sinceTime` in whole seconds and then repeats that second's lines. They carry
/// nanoseconds: whatever is not newer than the newest line read was read before, except for further
/// lines of that very nanosecond, which are counted.
struct LogPosition: Equatable, Sendable {
  private var newest: Instant?
  private var countAtNewest = 0
  private var toSkip = 0

  /// The query that opens the stream from here on.
  var query: String {
    guard let newest else { return "&tailLines=\(LogPosition.firstLines)" }
    return "&sinceTime=\(newest.rfc3339.percentEncoded)"
  }

  /// How much of a log that is already there is read.
  private static let firstLines = 100

  /// A stream was opened anew: it begins with lines that may have been read.
  mutating func reopen() {
    toSkip = countAtNewest
  }

  /// Whether a line has not been read before.
  mutating func isNew(_ time: Instant?) -> Bool {
    guard let time else { return true }
    guard let newest, time <= newest else {
      newest = time
      countAtNewest = 1
      toSkip = 0
      return true
    }
    guard time == newest else { return false }
    if toSkip > 0 {
      toSkip -= 1
      return false
    }
    countAtNewest += 1
    return true
  }
}
