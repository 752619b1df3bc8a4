import KubernetesObjects
import PodStatus
import Time

/// The signal must have been sent, and the process goes on as if there had been none.
enum NoSignalAlert: PodAlertRule {
  static let rule = Alert.Rule.noSignal
  static let title =
    "no signal: the process still serves after its stop signal was due"

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    pod.isSignalMissing(moment.thresholds) ? .critical : nil
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    let sinceDue = pod.shutdown?.signalDueAt.map { max(now - $0, .zero) } ?? .zero
    return
      "\(pod.object.name): \(pod.limitText(at: now)), no signal: still serves "
      + "\(sinceDue.passedText) after the signal was due"
  }
}

extension Pod {
  /// It was told that it is not reacting to its stop signal, and that holds.
  public var isMissingSignal: Bool { alerts.activeLevel(of: .noSignal) != nil }

  /// The process was heard to run on so long after the signal must have been sent.
  ///
  /// Only its own word counts: a process that says nothing may well have heard the signal.
  package func isSignalMissing(_ thresholds: Thresholds) -> Bool {
    guard let shutdown, shutdown.signalAt == nil, let due = shutdown.signalDueAt,
      let sawAt = shutdown.kubeletSawAt, conditions[.unreachable] == nil,
      status.report?.phase == .running, let reportAt = status.reportAt
    else { return false }
    // A kubelet that learned of the deletion later sends its signal later.
    let late = shutdown.deadline.map { max(sawAt - $0.begin, .zero) } ?? .zero
    return reportAt >= due + late + thresholds.noSignalAfter
  }
}
