import KubernetesObjects
import ShutdownModel

/// What was found to be wrong and which alerts were raised, as the findings view shows them.
struct FindingList {
  let entries: [FindingGroup]
  /// Alerts that were raised, the newest first, with the name of whom each is about.
  let alerts: [(alert: Alert, name: String)]

  /// - Parameter filter: in lower case; only what contains it in a name or a text is kept.
  init(_ state: State, filter: String = "") {
    entries = state.findings { name, diagnosis in
      FindingList.matches(filter, [name, diagnosis.rule, diagnosis.sentence])
    }
    var alerts: [(alert: Alert, name: String)] = []
    func add(_ alert: Alert, _ name: String) {
      guard FindingList.matches(filter, [name, alert.rule.rawValue, alert.message]) else { return }
      alerts.append((alert, name))
    }
    for workload in state.workloads {
      for alert in workload.alerts { add(alert, workload.id.text) }
    }
    for index in state.pods.indices where !state.pods[index].alerts.isEmpty {
      for alert in state.pods[index].alerts { add(alert, state.pods[index].object.name) }
    }
    self.alerts = alerts.sorted { ($1.alert.raisedAt, $0.name) < ($0.alert.raisedAt, $1.name) }
  }

  private static func matches(_ filter: String, _ texts: [String]) -> Bool {
    filter.isEmpty || texts.contains { $0.lowercased().contains(filter) }
  }
}
