import HeapModule
import KubernetesObjects
public import Time

extension Workload {
  /// The sentence of an alert, with the numbers of an instant.
  public func message(of alert: Alert, at now: Instant) -> String {
    let rule = AlertRules.ofWorkloads.first { $0.rule == alert.rule }
    return rule?.message(of: self, at: now) ?? alert.message
  }
}

extension State {
  /// Raises and clears the alerts about a workload, finds what is wrong with it, and schedules the
  /// next look.
  mutating func evaluateWorkload(_ index: Int) {
    // What files hold of a workload is of some moment: nobody waits for it.
    if case .logs = scope { return diagnoseWorkload(index) }
    let (workload, now) = (workloads[index], now)
    for rule in AlertRules.ofWorkloads {
      let level = rule.level(of: workload, self)
      guard
        let told = workloads[index].alerts.update(
          rule.rule, to: level, at: now, message: { rule.message(of: workload, at: now) })
      else { continue }
      tell(told, about: workload.id)
    }
    diagnoseWorkload(index)
    let dues = AlertRules.ofWorkloads.compactMap { $0.due(of: workload, thresholds) }
    guard let due = dues.filter({ $0 > now }).min(), due != workload.due else { return }
    workloads[index].due = due
    timers.insert(Timer(due: due, subject: .workload(workload.id)))
  }

  private mutating func tell(_ alert: Alert, about id: WorkloadID) {
    let change = Output.AlertChange(
      level: alert.level, isRaised: alert.isActive, rule: alert.rule, message: alert.message,
      secondsLeft: nil, inFlight: nil)
    outputs.append(Output(now, .alert(.workload(id), change)))
    if alert.isActive { log(change, about: .workload(id)) }
  }
}
