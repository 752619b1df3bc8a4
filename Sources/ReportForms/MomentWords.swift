import HarmlessText
import KubernetesObjects
import RunReports
import ShutdownModel
import Time
import Views

/// One thing that happened, in words; most of what is seen is not worth a line of a report.
struct MomentWords {
  var time: Instant
  var role: Role
  /// Harmless, and with its pod's name.
  var text: String

  init?(_ moment: Chronicle.Moment) {
    time = moment.time
    let words: (Role, String)?
    switch moment {
    case .rollout(let workload, let status, _): words = status.words(of: workload.text)
    case .output(let output): words = output.words
    }
    guard let words else { return nil }
    role = words.0
    text = words.1.harmless(limit: 600)
  }

  /// Every moment that is worth a line, oldest first.
  static func all(_ report: Report) -> [MomentWords] {
    report.chronicle.moments.compactMap(MomentWords.init)
  }

  /// `+12.3 s` after the start.
  func offset(_ report: Report) -> String {
    report.beganAt.map { "+" + max(0, (time - $0).seconds).tenths + " s" } ?? ""
  }
}

extension RolloutStatus {
  fileprivate func words(of workload: String) -> (Role, String)? {
    switch self {
    case .progressing: (.busy, "\(workload) is rolling out")
    case .complete: (.good, "\(workload) is rolled out")
    case .failed(let reason): (.critical, "the rollout of \(workload) failed: \(reason)")
    case .none: nil
    }
  }
}

extension Output {
  fileprivate var words: (Role, String)? {
    if isQuiet { return nil }
    return switch change {
    case .phase(let pod, _, let phase):
      phase.reached.map { (phase.role, "\(pod.pod) \($0)") }
    case .condition(_, .notReady, _): nil
    case .condition(let pod, let condition, let holds):
      (.warning, "\(pod.pod) \(holds ? condition.words : condition.wordsWhenOver)")
    case .alert(_, let alert):
      alert.isRaised
        ? (alert.level.role, "\(alert.level.rawValue): \(alert.message)") : nil
    // They have a place of their own in a report.
    case .diagnosis: nil
    case .verdict(let pod, let verdict):
      (verdict.kind.role, "\(pod.pod): \(verdict.kind.rawValue)")
    case .restart(let pod, let restart): (.warning, "\(pod.pod): \(restart.sentence)")
    case .notice(let text): (.note, text)
    case .summary(let summary):
      (.strong, "the run is over: \(summary.words)")
    }
  }
}

extension Condition {
  fileprivate var words: String {
    switch self {
    case .notReady: "is not ready"
    case .unreachable: "is unreachable"
    case .overdue: "is overdue"
    case .stuck: "has ended, but its object remains"
    case .unseen: "is deleted, but its kubelet has not seen the deletion"
    }
  }

  fileprivate var wordsWhenOver: String {
    switch self {
    case .notReady: "is ready again"
    case .unreachable: "is reachable again"
    case .overdue: "is no longer overdue"
    case .stuck: "is no longer stuck"
    case .unseen: "was deleted, and its kubelet has seen the deletion"
    }
  }
}

extension Phase {
  /// What happened to a pod that has reached it; nil when that is not worth a line.
  fileprivate var reached: String? {
    switch self {
    case .pending, .starting, .gone: nil
    case .ready: "is ready"
    case .preStop: "was deleted"
    case .draining: "is draining"
    case .drained: "has drained"
    case .timedOut: "gave up by its own limit"
    case .exited: "has ended"
    }
  }
}
