extension Pod {
  /// The verdict of a shutdown that only a log shows, once the log is over: always an assumed one.
  ///
  /// A log knows neither the deletion nor the exit code: what it does not say stays unknown.
  func logVerdict(_ thresholds: Thresholds) -> Verdict? {
    guard let shutdown, let end = shutdown.exitedAt else { return nil }
    let judged = shutdown.participants.map { container in
      let evidence = WorkEvidence(
        of: container, in: self, shutdown: shutdown, thresholds: thresholds)
      return (container: container, evidence: evidence, said: said(evidence, shutdown, end))
    }
    guard let worst = judged.min(by: { $0.said.kind < $1.said.kind }) else { return nil }
    var verdict = Verdict(
      kind: worst.said.kind, container: worst.container.isEmpty ? nil : worst.container,
      graceSeconds: shutdown.deadline.map { $0.grace.seconds },
      usedSeconds: shutdown.asked.map { max((end - $0).seconds, 0) },
      signalSeen: true, evidence: .log, isAssumed: true,
      reason: worst.said.reason + "; by its log alone")
    // It was killed when its grace was over, up to a second behind its last word.
    if worst.said.kind == .killed, let deadline = shutdown.deadline {
      verdict.usedSeconds = verdict.usedSeconds.map {
        max($0, (deadline.earliestKill - deadline.asked).seconds)
      }
    }
    // Where the log ends is not where the process did.
    if worst.said.kind == .unknown { verdict.usedSeconds = nil }
    switch worst.evidence.look?.work {
    case .empty: verdict.inFlightAtEnd = 0
    case .left(let count): verdict.inFlightAtEnd = count
    case nil: break
    }
    if verdict.inFlightAtEnd != nil, shutdown.asked != nil {
      verdict.inFlightAgeSeconds = worst.evidence.look.map { max((end - $0.time).seconds, 0) }
    }
    return verdict
  }

  private func said(
    _ evidence: WorkEvidence, _ shutdown: Shutdown, _ end: Instant
  ) -> (kind: Verdict.Kind, reason: String) {
    let left =
      switch evidence.look?.work {
      case .left(let count): count.map { " with \($0) in flight" } ?? " with work in flight"
      case .empty, nil: ""
      }
    if evidence.gaveUp != nil { return (.timedOut, "gave up by its own limit\(left)") }
    if evidence.logSaysCut, evidence.look?.work != .empty { return (.cut, "cut its work\(left)") }
    // Those that say every second what is left were heard last up to a second before.
    let isLate = shutdown.deadline.map { end >= $0.earliestKill - .milliseconds(1500) } ?? false
    let after = shutdown.asked.map { "; its last word came after \((end - $0).text)" } ?? ""
    switch evidence.look?.work {
    case .empty: return (.clean, "finished with nothing in flight")
    case .left where isLate:
      return (.killed, "silent from the end of its assumed grace on\(left)")
    case .left:
      return (.unknown, "its log ends\(left), and does not say what became of it\(after)")
    case nil: return (.unknown, "its log says that the shutdown began, not how it ended\(after)")
    }
  }
}
