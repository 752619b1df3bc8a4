import ShutdownModel

/// What was found to be wrong, rule by rule, worst first: a rule that holds for thirty pods is one
/// finding, not thirty.
struct FindingList {
  /// One rule that holds.
  struct Entry {
    /// That of the pod for which it is worst.
    var diagnosis: Diagnosis
    /// Whom it is about, as names: pods, or the workload.
    var names: [String]
    var workload: WorkloadID
  }

  let entries: [Entry]
  /// Alerts that were raised, the newest first, with the name of whom each is about.
  let alerts: [(alert: Alert, name: String)]

  /// - Parameter filter: in lower case; only what contains it in a name or a text is kept.
  init(_ state: State, filter: String = "") {
    var entries: [Entry] = []
    var places: [String: Int] = [:]
    var alerts: [(alert: Alert, name: String)] = []
    func add(_ diagnosis: Diagnosis, _ name: String, _ workload: WorkloadID) {
      guard FindingList.matches(filter, [name, diagnosis.rule, diagnosis.sentence]) else { return }
      let key = "\(workload.namespace)/\(workload.text)/\(diagnosis.rule)"
      guard let place = places[key] else {
        places[key] = entries.count
        entries.append(Entry(diagnosis: diagnosis, names: [name], workload: workload))
        return
      }
      entries[place].names.append(name)
      if diagnosis.level > entries[place].diagnosis.level { entries[place].diagnosis = diagnosis }
    }
    func add(_ alert: Alert, _ name: String) {
      guard FindingList.matches(filter, [name, alert.rule.rawValue, alert.message]) else { return }
      alerts.append((alert, name))
    }
    for workload in state.workloads {
      for diagnosis in workload.diagnoses { add(diagnosis, workload.id.text, workload.id) }
      for alert in workload.alerts { add(alert, workload.id.text) }
    }
    for index in state.pods.indices {
      guard !state.pods[index].diagnoses.isEmpty || !state.pods[index].alerts.isEmpty else {
        continue
      }
      let pod = state.pods[index]
      for diagnosis in pod.diagnoses { add(diagnosis, pod.object.name, pod.workload) }
      for alert in pod.alerts { add(alert, pod.object.name) }
    }
    let order = entries.indices.sorted { left, right in
      (entries[right].diagnosis.level, left) < (entries[left].diagnosis.level, right)
    }
    self.entries = order.map { entries[$0] }
    self.alerts = alerts.sorted { ($1.alert.raisedAt, $0.name) < ($0.alert.raisedAt, $1.name) }
  }

  private static func matches(_ filter: String, _ texts: [String]) -> Bool {
    filter.isEmpty || texts.contains { $0.lowercased().contains(filter) }
  }
}
