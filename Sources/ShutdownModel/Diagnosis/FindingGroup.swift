/// One rule that holds for a workload or pods of it: thirty pods with one cause are one finding.
public struct FindingGroup: Equatable, Sendable {
  /// That of the pod for which it is worst.
  public var diagnosis: Diagnosis
  /// Whom it is about: pods by their names, or the workload.
  public var names: [String]
  public var workload: WorkloadID
}

extension State {
  /// What was found to be wrong, worst first.
  ///
  /// - Parameter isWanted: by a pod's or a workload's name and the diagnosis.
  public func findings(
    where isWanted: (String, Diagnosis) -> Bool = { _, _ in true }
  ) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var places: [String: Int] = [:]
    func add(_ diagnosis: Diagnosis, _ name: String, _ workload: WorkloadID) {
      guard isWanted(name, diagnosis) else { return }
      let key = "\(workload.namespace)/\(workload.text)/\(diagnosis.rule)"
      guard let place = places[key] else {
        places[key] = groups.count
        groups.append(FindingGroup(diagnosis: diagnosis, names: [name], workload: workload))
        return
      }
      groups[place].names.append(name)
      if diagnosis.level > groups[place].diagnosis.level { groups[place].diagnosis = diagnosis }
    }
    for workload in workloads {
      for diagnosis in workload.diagnoses { add(diagnosis, workload.id.text, workload.id) }
    }
    for index in pods.indices where !pods[index].diagnoses.isEmpty {
      for diagnosis in pods[index].diagnoses {
        add(diagnosis, pods[index].object.name, pods[index].workload)
      }
    }
    let order = groups.indices.sorted {
      (groups[$1].diagnosis.level, $0) < (groups[$0].diagnosis.level, $1)
    }
    return order.map { groups[$0] }
  }
}
