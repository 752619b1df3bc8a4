public import Time

/// How old a count of tasks may be before its age is told, or nothing rests on it any more.
///
/// Pods on their way out are asked twice a second, the others every two seconds.
public enum Freshness {
  /// On the screen, of a pod on its way out: two polls are missing.
  public static let onScreen = TimeSpan.milliseconds(1500)
  /// On the screen, of a pod that nobody asked to end.
  public static let onScreenWhileServing = TimeSpan.seconds(5)
  /// In a sentence, which may be read a while later.
  static let inSentence = TimeSpan.seconds(3)
  /// Of the count that a forecast rests on.
  public static let ofForecast = TimeSpan.seconds(5)
  /// At the end: after a longer gap the count may have fallen unseen.
  static let atEnd = TimeSpan.milliseconds(1800)
  /// Before the request to end, or before the end of a container that nobody asked to: what is older says
  /// nothing about the end.
  static let beforeEnd = TimeSpan.seconds(5)
}

extension Shutdown {
  /// What was seen before says nothing about this shutdown.
  var looksCountFrom: Instant { (asked ?? seenAt) - Freshness.beforeEnd }
}
