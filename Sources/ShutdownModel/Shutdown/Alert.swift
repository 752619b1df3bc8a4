public import Time

/// Something a person should look at now.
public struct Alert: Equatable, Sendable {
  /// How urgent it is.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    case notice
    case warning
    case critical

    private var rank: Int {
      switch self {
      case .notice: 0
      case .warning: 1
      case .critical: 2
      }
    }

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  /// Which rule raised it, in the order in which they are told where several hold; see ``AlertRules``.
  public enum Rule: String, CaseIterable, Sendable {
    case deadline
    case forecast
    case noSignal = "no-signal"
    case overdue
    case growing
    case statusLost = "status-lost"
    case shortGrace = "short-grace"
    case rolloutStalled = "rollout-stalled"
    case manyTerminating = "many-terminating"
  }

  public var rule: Rule
  /// The highest level that was reached since it holds.
  public var level: Level
  /// When this level was reached, on the cluster's clock.
  public var raisedAt: Instant
  /// When it ceased to hold; nil while it holds.
  public var clearedAt: Instant?
  /// One sentence with the pod's own numbers, as they were when it was raised.
  public var message: String
  /// The highest level that was ever told; each level is told once.
  var told: Level
  /// What was told of it last is that it holds.
  var isTold = true

  /// It holds now.
  public var isActive: Bool { clearedAt == nil }

  init(rule: Rule, level: Level, raisedAt: Instant, message: String) {
    self.rule = rule
    self.level = level
    self.raisedAt = raisedAt
    self.message = message
    told = level
  }
}

extension Array where Element == Alert {
  /// The most urgent that holds; of two alike the one that is told first.
  public var worst: Alert? {
    var worst: Alert?
    for alert in self where alert.isActive && (worst.map { alert.level > $0.level } ?? true) {
      worst = alert
    }
    return worst
  }

  /// What was told of a rule, if anything.
  public subscript(rule: Alert.Rule) -> Alert? { first { $0.rule == rule } }

  /// The level of a rule that holds; nil where it does not.
  func activeLevel(of rule: Alert.Rule) -> Alert.Level? {
    self[rule].flatMap { $0.isActive ? $0.level : nil }
  }

  /// Takes over what a rule says now, and returns what is to be told of it.
  ///
  /// A level that was reached is not taken back while the alert holds, and none is told twice.
  ///
  /// - Parameter now: the level and its sentence; nil where the rule does not hold.
  mutating func update(
    _ rule: Alert.Rule, to wanted: Alert.Level?, at now: Instant, message: () -> String
  ) -> Alert? {
    guard let index = firstIndex(where: { $0.rule == rule }) else {
      guard let wanted else { return nil }
      let alert = Alert(rule: rule, level: wanted, raisedAt: now, message: message())
      let place = firstIndex { $0.rule.rank > rule.rank } ?? endIndex
      insert(alert, at: place)
      return alert
    }
    guard let wanted else {
      guard self[index].isActive else { return nil }
      self[index].clearedAt = now
      defer { self[index].isTold = false }
      return self[index].isTold ? self[index] : nil
    }
    guard !self[index].isActive || wanted > self[index].level else { return nil }
    self[index].clearedAt = nil
    self[index].level = wanted
    self[index].raisedAt = now
    self[index].message = message()
    guard wanted > self[index].told else { return nil }
    self[index].told = wanted
    self[index].isTold = true
    return self[index]
  }
}

extension Alert.Rule {
  fileprivate var rank: Int { Alert.Rule.allCases.firstIndex(of: self) ?? 0 }
}
