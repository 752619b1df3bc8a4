import KubernetesObjects
import Time

/// SIGKILL was due, and containers still run.
enum OverdueAlert: PodAlertRule {
  static let rule = Alert.Rule.overdue
  static let title = "SIGKILL was due, and containers still run"
  static let endsWithKill = false

  static func applies(to pod: Pod) -> Bool { pod.isProgramKnown || pod.nodeLoss != nil }

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    // What still runs while nobody looks is not known.
    if moment.isBlind { return pod.alerts.activeLevel(of: rule) }
    guard let deadline = pod.shutdown?.deadline else { return nil }
    if pod.isUnseen, pod.isNodeLost {
      return moment.now >= deadline.earliestKill + moment.thresholds.overdueAfter ? .warning : nil
    }
    guard pod.conditions[.overdue] != nil, let latest = deadline.latestKill else { return nil }
    return moment.now >= latest + moment.thresholds.overdueCriticalAfter ? .critical : .warning
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    guard let deadline = pod.shutdown?.deadline else { return pod.object.name }
    if pod.isUnseen, pod.isNodeLost {
      return "\(pod.object.nodeName ?? "its node") does not report: \(pod.object.name) was deleted "
        + "\((now - deadline.asked).text) ago and may still run"
    }
    let late = now - (deadline.latestKill ?? deadline.earliestKill)
    return "\(pod.object.name) still runs \(late.text) after its SIGKILL was due"
  }

  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant] {
    guard let deadline = pod.shutdown?.deadline else { return [] }
    var dues = [deadline.earliestKill + thresholds.overdueAfter]
    if let latest = deadline.latestKill {
      dues += [
        latest + thresholds.overdueAfter, latest + thresholds.overdueCriticalAfter,
        latest + pod.sidecarFloors + thresholds.overdueAfter,
      ]
    }
    return dues
  }
}
