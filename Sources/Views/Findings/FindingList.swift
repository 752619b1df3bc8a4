import KubernetesObjects
import ShutdownModel

/// What was found to be wrong and which alerts were raised, as the findings view shows them.
struct FindingList {
  let entries: [FindingGroup]
  /// Alerts that were raised, the newest first, with the name of whom each is about.
  let alerts: [(alert: Alert, name: String)]

  /// - Parameter filter: what it does not show, by a name or a text, is left out.
  init(_ state: State, filter: TextFilter = TextFilter("")) {
    var filter = filter
    entries = state.findings { name, diagnosis in
      filter.shows(name, diagnosis.rule, diagnosis.sentence)
    }
    var alerts: [(alert: Alert, name: String)] = []
    func add(_ alert: Alert, _ name: String) {
      guard filter.shows(name, alert.rule.rawValue, alert.message) else { return }
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
}
