public import KubernetesObjects

/// One rule that holds for a workload or pods of it: thirty pods with one cause are one finding.
public struct FindingGroup: Equatable, Sendable {
  /// What makes two findings the same, whatever their numbers are meanwhile.
  public struct ID: Hashable, Sendable {
    public var workload: WorkloadID
    public var rule: String

    /// Makes the identity of a rule that holds for a workload.
    public init(workload: WorkloadID, rule: String) {
      self.workload = workload
      self.rule = rule
    }
  }

  /// That of the pod for which it is worst.
  public var diagnosis: Diagnosis
  /// Whom it is about, those first for whom it is worst: pods by their names, or the workload.
  public var names: [String]
  /// How many of them it is as bad for as the diagnosis says.
  public var worstCount: Int
  public var workload: WorkloadID

  /// What it stays while its numbers change.
  public var id: ID { ID(workload: workload, rule: diagnosis.rule) }
}

extension State {
  /// What was found to be wrong, worst first.
  ///
  /// - Parameter isWanted: by a pod's or a workload's name and the diagnosis.
  public func findings(
    where isWanted: (String, Diagnosis) -> Bool = { _, _ in true }
  ) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var places: [FindingGroup.ID: Int] = [:]
    func add(_ diagnosis: Diagnosis, _ name: String, _ workload: WorkloadID) {
      guard isWanted(name, diagnosis) else { return }
      let key = FindingGroup.ID(workload: workload, rule: diagnosis.rule)
      guard let place = places[key] else {
        places[key] = groups.count
        groups.append(
          FindingGroup(diagnosis: diagnosis, names: [name], worstCount: 1, workload: workload))
        return
      }
      groups[place].add(diagnosis, name)
    }
    for workload in workloads {
      for diagnosis in workload.diagnoses { add(diagnosis, workload.id.text, workload.id) }
    }
    for level in [Alert.Level.critical, .warning, .notice] {
      for index in pods.indices where !pods[index].diagnoses.isEmpty {
        for diagnosis in pods[index].diagnoses where diagnosis.level == level {
          add(diagnosis, pods[index].object.name, pods[index].workload)
        }
      }
    }
    let order = groups.indices.sorted {
      (groups[$1].diagnosis.level, $0) < (groups[$0].diagnosis.level, $1)
    }
    return order.map { groups[$0] }
  }
}

extension FindingGroup {
  /// Adds a pod for which it is at most as bad.
  fileprivate mutating func add(_ diagnosis: Diagnosis, _ name: String) {
    names.append(name)
    if diagnosis.level == self.diagnosis.level { worstCount += 1 }
  }
}
