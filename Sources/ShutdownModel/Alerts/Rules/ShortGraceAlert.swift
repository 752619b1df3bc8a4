import KubernetesObjects
import Time

/// The grace was shortened by a second deletion, or is shorter than the pod's own.
enum ShortGraceAlert: PodAlertRule {
  static let rule = Alert.Rule.shortGrace
  static let title =
    "a second deletion shortened the grace period, or it is shorter than the pod's own"

  static func applies(to pod: Pod) -> Bool { true }

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    guard let shutdown = pod.shutdown else { return nil }
    // The kubelet keeps to its first grace, unless it had not begun.
    if let deadline = shutdown.deadline, deadline.shortening != nil {
      return deadline.mayKeepShorter ? .warning : .notice
    }
    guard let grace = shutdown.graceSeconds, let own = pod.object.terminationGracePeriodSeconds,
      grace < own, shutdown.origin == .deletion
    else { return nil }
    // The API server itself gives none to what no node had begun.
    if grace == 0, shutdown.participants.isEmpty { return nil }
    if grace == 0, pod.isAtRisk { return .critical }
    return grace <= 1 ? .warning : .notice
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    let own = pod.object.terminationGracePeriodSeconds.map { "\($0) s" } ?? "unknown"
    let grace = pod.shutdown?.graceSeconds ?? 0
    if let deadline = pod.shutdown?.deadline, let shortening = deadline.shortening {
      let again =
        "\(pod.object.name) was deleted again with a grace of \(shortening.grace.text)"
      return deadline.mayKeepShorter
        ? "\(again), before its kubelet reacted: SIGKILL may come by then"
        : "\(again); the kubelet keeps its first \(grace) s"
    }
    return grace == 0
      ? "\(pod.object.name) was deleted by force, without a grace period; its own is \(own)"
      : "\(pod.object.name) was deleted with a grace of \(grace) s; its own is \(own)"
  }
}
