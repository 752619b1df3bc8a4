import Time

/// A pod at the instant at which the alert rules look at it.
struct AlertMoment {
  /// On the cluster's clock.
  var now: Instant
  var thresholds: Thresholds
  /// The pods' watch is lost: what became of the pod since is not seen.
  var isBlind: Bool
}

/// Something about a pod that a person should look at now.
///
/// It looks at the pod and the instant alone, so that the same events give the same alerts.
protocol PodAlertRule: SendableMetatype {
  static var rule: Alert.Rule { get }
  /// A few words, for lists of rules.
  static var title: String { get }
  /// Once SIGKILL may have come nothing new is told of it: that decided it.
  static var endsWithKill: Bool { get }
  /// It can say something about a pod on its way out.
  static func applies(to pod: Pod) -> Bool
  /// Its level; nil where it does not hold.
  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level?
  /// One sentence with the pod's own numbers at an instant.
  static func message(of pod: Pod, at now: Instant) -> String
  /// The instants at which time alone may change what it says.
  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant]
}

extension PodAlertRule {
  static var endsWithKill: Bool { true }
  static func applies(to pod: Pod) -> Bool { pod.isProgramKnown }
  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant] { [] }
}

/// Something about a workload that a person should look at now.
protocol WorkloadAlertRule: SendableMetatype {
  static var rule: Alert.Rule { get }
  /// A few words, for lists of rules.
  static var title: String { get }
  /// Its level; nil where it does not hold.
  static func level(of workload: Workload, _ state: State) -> Alert.Level?
  /// One sentence with the workload's own numbers at an instant.
  static func message(of workload: Workload, at now: Instant) -> String
  /// The next instant at which time alone may change what it says.
  static func due(of workload: Workload, _ thresholds: Thresholds) -> Instant?
}

extension WorkloadAlertRule {
  static func due(of workload: Workload, _ thresholds: Thresholds) -> Instant? { nil }
}

/// The rules, in the order in which they are told where several hold.
enum AlertRules {
  static let ofPods: [any PodAlertRule.Type] = [
    DeadlineAlert.self, ForecastAlert.self, NoSignalAlert.self, OverdueAlert.self,
    GrowingAlert.self, StatusLostAlert.self, ShortGraceAlert.self,
  ]

  static let ofWorkloads: [any WorkloadAlertRule.Type] = [
    RolloutStalledAlert.self, ManyTerminatingAlert.self,
  ]

  /// What every rule is called, in the order of ``Alert/Rule``.
  static let titles: [(rule: Alert.Rule, title: String)] =
    ofPods.map { ($0.rule, $0.title) } + ofWorkloads.map { ($0.rule, $0.title) }
}
