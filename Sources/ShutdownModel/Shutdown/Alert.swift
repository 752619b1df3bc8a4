/// Something a person should look at now.
public struct Alert: Equatable, Sendable {
  /// How urgent it is.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    case notice
    case warning
    case critical

    public static func < (left: Level, right: Level) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// Which rule raised it.
  public enum Rule: String, CaseIterable, Sendable {
    /// SIGKILL comes near with work left, or with no signal seen.
    case deadline
  }

  public var rule: Rule
  public var level: Level
  /// The pod it is about.
  public var podUID: String
  /// When this level was raised, on the cluster's clock.
  public var raisedAt: Instant
  /// One sentence with the pod's own numbers, as they were when it was raised.
  public var message: String

  /// Makes an alert.
  public init(rule: Rule, level: Level, podUID: String, raisedAt: Instant, message: String) {
    self.rule = rule
    self.level = level
    self.podUID = podUID
    self.raisedAt = raisedAt
    self.message = message
  }
}
