import KubernetesObjects
import PodStatus
import Time

/// The status endpoint has fallen silent before the end.
enum StatusLostAlert: PodAlertRule {
  static let rule = Alert.Rule.statusLost
  static let title = "the status endpoint stopped answering before the pod ended"

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    guard let silentSince = pod.status.silentSince,
      moment.now >= silentSince + moment.thresholds.statusLostAfter,
      // A lost connection is not the pod's silence; what held before holds on.
      !moment.isBlind || pod.alerts[rule]?.isActive == true
    else { return nil }
    // Most servers close their status port when they begin to drain.
    return pod.status.answer == .refused || pod.phase == .drained ? .notice : .warning
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    let how =
      switch pod.status.answer {
      case .refused: "refuses connections"
      case .timedOut: "does not answer in time"
      case .malformed, .notFound, .forbidden, .failed, .report, nil: "gives no valid answer"
      }
    let since = pod.status.silentSince.map { " for \((now - $0).text)" } ?? ""
    // What has drained since has nothing in flight any more.
    let count = pod.phase == .drained ? nil : pod.status.report?.inFlight
    let last = count.map { ", \($0) in flight at the last poll" } ?? ""
    return "\(pod.object.name): its status endpoint \(how)\(since)\(last)"
  }

  static func dues(of pod: Pod, _ thresholds: Thresholds) -> [Instant] {
    pod.status.silentSince.map { [$0 + thresholds.statusLostAfter] } ?? []
  }
}
