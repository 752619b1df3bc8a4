import KubernetesObjects
import ShutdownModel
import Time

/// Where a pod stands among others: terminating pods first, by their danger and then by the time they have
/// left; then those that do not start and those that ended badly; then those that need no look.
struct DangerRank {
  /// Less is more danger.
  let danger: Int
  /// Among pods of one danger, less comes first.
  let urgency: Int64

  /// From here on nothing needs a look.
  static let calm = 7
  /// Pods that run, and need no look.
  static let running = 7...8
  static let endedWell = 9

  init(of pod: Pod, isOld: Bool, at now: Instant) {
    if pod.isShuttingDown {
      danger =
        switch pod.danger(at: now) {
        case .critical: 0
        case .warning: 2
        case .notice, nil: 3
        }
      urgency = pod.urgency(at: now)
      return
    }
    guard pod.phase >= .exited else {
      // What still runs and should go stands before what has come.
      (danger, urgency) = pod.stallReason != nil ? (4, 0) : (isOld ? 7 : 8, 0)
      return
    }
    guard let verdict = pod.verdict else {
      (danger, urgency) = (pod.shutdown == nil ? 10 : 5, 0)
      return
    }
    let kinds = Verdict.Kind.allCases
    danger = verdict.kind.isGood ? DangerRank.endedWell : 6
    urgency = Int64(kinds.firstIndex(of: verdict.kind) ?? kinds.count)
  }
}

extension Pod {
  /// Less is more urgent: overdue, then by the time that is left; then those whose SIGKILL is past without a word
  /// of their end, which the longest ago first; then those of which nothing is known.
  func urgency(at now: Instant) -> Int64 {
    switch countdown(at: now) {
    case .overdue(let by): -by.nanoseconds
    case .running(let running): running.remaining.nanoseconds
    case .past(let by): Int64.max - 3 - max(by.nanoseconds, 0) / 1_000_000
    case .unseen: Int64.max - 1
    case .none: Int64.max
    }
  }
}
