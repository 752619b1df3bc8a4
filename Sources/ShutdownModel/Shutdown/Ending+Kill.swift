import KubernetesObjects
package import Time

/// Who sent SIGKILL to a container, and why then.
package enum Kill: Equatable, Sendable {
  /// The kubelet, when the grace period was over, so long after SIGKILL was due.
  case grace(late: TimeSpan)
  /// The deletion gave it none.
  case noGrace
  /// The kubelet, which ends the pod for a reason of its own.
  case kubelet(reason: String)
  /// So long before the end of its grace, when its node went down.
  case nodeShutdown(early: TimeSpan)
  /// The kubelet, for a `liveness` or `startup` probe that had failed.
  case probe(String)
  /// A second deletion's grace was over.
  case shortenedGrace(TimeSpan)
  /// Nobody knows who: long before its grace was over.
  case unknownSender

  var kind: Verdict.Kind { self == .unknownSender ? .killedEarly : .killed }

  /// It had nothing to do with the length of its grace.
  var isBeforeGrace: Bool {
    switch self {
    case .probe, .nodeShutdown, .unknownSender: true
    case .grace, .noGrace, .kubelet, .shortenedGrace: false
    }
  }

  /// In at most 18 characters; nil for the end of the grace period, which a finding explains.
  package var brief: String? {
    switch self {
    case .grace: nil
    case .noGrace: "no grace period"
    case .kubelet(let reason): reason.prefix(18).description
    case .nodeShutdown: "node shut down"
    case .probe(let probe): "\(probe) probe"
    case .shortenedGrace: "grace shortened"
    case .unknownSender: "sender unknown"
    }
  }
}

extension Ending {
  /// Nil where nothing tells that it was SIGKILL that ended it.
  var kill: Kill? {
    guard termination.exitCode == 137, termination.reason == "Error",
      let finishedAt = termination.finishedAt
    else { return nil }
    guard let due = earliestOwnKill else {
      if shutdown.graceSeconds == 0, let asked = shutdown.asked, finishedAt >= asked {
        return .noGrace
      }
      guard case .kubelet(let reason) = shutdown.origin else { return nil }
      return .kubelet(reason: reason)
    }
    // Finish times are cut to their second.
    if finishedAt >= due - .seconds(1) { return .grace(late: finishedAt - due) }
    if cause?.kind == .nodeShutdown { return .nodeShutdown(early: due - finishedAt) }
    if let failedProbe { return .probe(failedProbe) }
    if let shortening = shutdown.deadline?.shortening, shortening.isKept(by: finishedAt) {
      return .shortenedGrace(shortening.grace)
    }
    return finishedAt < due - timeSlack ? .unknownSender : nil
  }

  /// What follows "was killed".
  func text(of kill: Kill) -> String {
    let grace = "\(shutdown.graceSeconds ?? 0) s"
    let used = shutdown.asked.flatMap { asked in termination.finishedAt.map { $0 - asked } }
    switch kill {
    case .grace(let late):
      // Some kubelets give a hook's grace twice.
      guard let used, late > .seconds(10) else {
        return " at the end of its \(grace) grace period\(workText)"
      }
      return " after \(used.text), \(late.text) after its \(grace) grace period was over\(workText)"
    case .noGrace: return ": its deletion gave it no grace period\(workText)"
    case .kubelet(let reason): return " by the kubelet (\(reason))\(workText)"
    case .nodeShutdown(let early):
      return " \(early.text) before the end of its \(grace) grace period, when its node shut down"
        + workText
    case .probe(let probe):
      return " after its \(probe) probe failed\(workText)"
        + (wasRestarted ? "; it was restarted" : "")
    case .shortenedGrace(let shortened):
      return " at the shortened grace period of \(shortened.text)\(workText)"
    case .unknownSender:
      return (used.map { " after \(max($0, .zero).text)" } ?? "")
        + "\(workText), by an unknown sender; SIGKILL was due after \(grace)"
    }
  }

  /// The earliest SIGKILL for this container, by its own hook.
  ///
  /// When a signal was seen says only roughly how long an exec or httpGet hook ran: such a container
  /// may have been killed from begin + G on, whatever the countdown has learned since.
  var earliestOwnKill: Instant? {
    guard var deadline = shutdown.deadline else { return nil }
    deadline.hook = container.hook
    return deadline.earliestKill
  }
}
