import HarmlessText
import ShutdownModel
import Time

/// When a person is told by a notification: at once, and then no more often than every two seconds.
struct NotificationPace {
  private static let interval = TimeSpan.seconds(2)
  /// Room is left in a notification for how many more there are.
  private static let messageLimit = 160

  private var first: String?
  private var count = 0
  private var shownAt: Instant?

  /// Takes what is to be told.
  mutating func add(_ message: String) {
    first = first ?? message
    count += 1
  }

  /// The notification to show now; nil when there is none, or it is too soon.
  mutating func next(at now: Instant) -> String? {
    guard let message = first, shownAt.map({ now - $0 >= Self.interval }) ?? true else {
      return nil
    }
    defer {
      first = nil
      count = 0
      shownAt = now
    }
    if count == 1 { return message.harmless(limit: 400) }
    let start = message.harmless(limit: 400)
    let shown = start.count > Self.messageLimit ? start.prefix(Self.messageLimit) + "…" : start[...]
    return "\(shown) (and \(count - 1) more)"
  }
}
