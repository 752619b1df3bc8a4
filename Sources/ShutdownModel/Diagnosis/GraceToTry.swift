import GraceAdvice
import KubernetesObjects

/// The grace period that a workload's pods should be given, and how the number comes about.
///
/// One for all findings of a workload: two numbers on one screen are none.
public struct GraceToTry: Equatable, Sendable {
  public var seconds: Int
  /// A few words.
  public var why: String

  /// Makes a grace period with its ground.
  public init(seconds: Int, why: String) {
    self.seconds = seconds
    self.why = why
  }

  /// Lines of a pod template, indented by two.
  var yaml: String {
    "\n  # in spec.template.spec: \(why)\n  terminationGracePeriodSeconds: \(seconds)"
  }
}

extension State {
  /// Gives findings the workload's number: the largest that any of them names, until its drains say better.
  mutating func unifyGrace(_ found: inout [Diagnosis], of place: Int) {
    guard let named = found.compactMap(\.graceToTry).max(by: { $0.seconds < $1.seconds }) else {
      return
    }
    let isFirst = workloads[place].graceToTry == nil
    if workloads[place].graceToTry.map({ $0.seconds < named.seconds }) ?? true,
      !workloads[place].isGraceAdvised
    {
      workloads[place].graceToTry = named
      spreadGrace(of: place)
    }
    // Until now nobody had a use for it.
    if isFirst { adviseGrace(place) }
    for index in found.indices where found[index].graceToTry != nil {
      found[index].graceToTry = workloads[place].graceToTry
    }
  }

  /// After a shutdown: what all of its drains together say takes the place of what single findings say.
  ///
  /// To reckon it takes a look at every drain; so it is done while there are few, then each time there are a
  /// quarter more, and when the last one is over. A workload of which no finding names a grace period has no
  /// use for it.
  mutating func adviseGrace(_ place: Int) {
    let count = workloads[place].verdicts.values.reduce(0, +)
    guard count > 0, workloads[place].graceToTry != nil,
      count >= workloads[place].graceAdvisedAgainAt || workloads[place].leavingCount == 0
    else { return }
    workloads[place].graceAdvisedAgainAt = count + 1 + count / 4
    let drains = WorkloadDrains(workloads[place].id, of: self)
    let present = drains.facts.compactMap(\.graceSeconds).max() ?? 0
    guard let seconds = drains.recommendation.graceSeconds, Double(seconds) > present else {
      return
    }
    workloads[place].isGraceAdvised = true
    let advised = GraceToTry(
      seconds: seconds, why: "what \(count) drain\(count == 1 ? "" : "s") needed, with a margin")
    guard advised != workloads[place].graceToTry else { return }
    workloads[place].graceToTry = advised
    spreadGrace(of: place)
  }

  private mutating func spreadGrace(of place: Int) {
    let (id, grace) = (workloads[place].id, workloads[place].graceToTry)
    for index in pods.indices where pods[index].workload == id && !pods[index].diagnoses.isEmpty {
      for finding in pods[index].diagnoses.indices
      where pods[index].diagnoses[finding].graceToTry != nil {
        pods[index].diagnoses[finding].graceToTry = grace
      }
    }
  }
}
