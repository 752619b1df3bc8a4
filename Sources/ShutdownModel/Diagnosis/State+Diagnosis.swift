import HarmlessText
import KubernetesObjects
import LogText
import Time

extension State {
  /// Finds anew what is wrong with the way a pod ends, and tells what is new.
  ///
  /// What turns out not to be so is taken back.
  mutating func diagnose(_ index: Int) {
    guard pods[index].agenda.needsDiagnosis else { return }
    pods[index].agenda.needsDiagnosis = false
    guard pods[index].shutdown != nil else { return }
    var found = diagnosing.diagnoses(of: pods[index], in: self)
    if found.contains(where: { $0.graceToTry != nil }),
      let place = place(of: pods[index].workload)
    {
      unifyGrace(&found, of: place)
    }
    let subject = Output.Subject.pod(pods[index].identity)
    pods[index].diagnoses = tell(
      found, before: pods[index].diagnoses, about: subject,
      isEnding: pods[index].isEnding(at: now))
  }

  mutating func diagnoseWorkload(_ index: Int) {
    let workload = workloads[index]
    let found = diagnosing.diagnoses(of: workload, in: self)
    workloads[index].diagnoses = tell(
      found, before: workload.diagnoses, about: .workload(workload.id), isEnding: false)
  }

  /// Tells what was not told before, or is worse than was told, and what no longer holds.
  ///
  /// - Parameter isEnding: what no longer holds is no news any more.
  /// - Returns: what holds, worst first, each with the moment it was first seen.
  private mutating func tell(
    _ found: [Diagnosis], before: [Diagnosis], about subject: Output.Subject, isEnding: Bool
  ) -> [Diagnosis] {
    var found = found
    for index in found.indices {
      let known = before.first { $0.rule == found[index].rule }
      if let known { found[index].seenAt = known.seenAt }
      guard known.map({ found[index].level > $0.level }) ?? true else { continue }
      let isNews = isFirst(found[index].rule, of: subject.workload)
      outputs.append(
        Output(now, .diagnosis(subject, found[index], holds: true, isNews: isNews)))
    }
    for known in before where !found.contains(where: { $0.rule == known.rule }) {
      outputs.append(
        Output(now, .diagnosis(subject, known, holds: false, isNews: false), isQuiet: isEnding))
    }
    let order = found.indices.sorted { (found[$1].level, $0) < (found[$0].level, $1) }
    return order.map { found[$0] }
  }
}

extension State {
  /// Notes that a rule is told about a workload or its pods; true the first time.
  fileprivate mutating func isFirst(_ rule: String, of id: WorkloadID) -> Bool {
    guard let index = place(of: id) else { return true }
    return workloads[index].toldRules.insert(rule).inserted
  }
}

extension Pod {
  /// Keeps a line of its log if the rules want to know what it says.
  mutating func noteClue(_ line: LogLine, at time: Instant) {
    guard shutdown != nil, clues.count < Pod.clueLimit, said.clueLinesRead < Pod.clueLinesLimit
    else {
      return
    }
    said.clueLinesRead += 1
    guard let clue = LogClue(in: line.text), clues.count(where: { $0.clue == clue }) < 3 else {
      return
    }
    clues.append(
      LogClue.Line(
        clue: clue, container: line.container ?? "", time: time,
        text: line.text.harmless(limit: 200)))
    agenda.needsDiagnosis = true
  }

  /// A shutdown that says more than this is not looked at line by line.
  private static let clueLinesLimit = 2000
}
