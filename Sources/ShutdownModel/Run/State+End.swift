import GraceAdvice
import Time

extension State {
  /// Settles what is only being held, and says the last word.
  mutating func finish(_ result: Summary.Result, _ reason: String, code: Int? = nil) {
    let unseen = isLeftEarly(result) ? nil : unseen
    for index in pods.indices where pods[index].verdict == nil && pods[index].shutdown != nil {
      pods[index].settleVerdict(at: now, thresholds, &outputs)
      if pods[index].verdict == nil, hasUnknownEnds(result, code, unseen) {
        pods[index].giveUp(at: now, isLost: arePodsLost, &outputs)
      }
      guard let verdict = pods[index].verdict else { continue }
      count(verdict, of: pods[index].workload)
      pods[index].agenda.needsDiagnosis = true
      diagnose(index)
    }
    var summary = Summary(
      workload: scope.text, result: result, pods: 0, verdicts: [:], drainSeconds: nil,
      reason: reason, exitCode: 0)
    if let unseen { summary.reason += "; \(unseen.short)" }
    var used: [Double] = []
    for workload in workloads {
      summary.pods += workload.shutdownCount
      summary.verdicts.merge(workload.verdicts, uniquingKeysWith: +)
      used += workload.usedSeconds
      summary.leftInFlight += workload.leftInFlight
    }
    summary.stillTerminating = pods.count { $0.verdict?.isStillTerminating == true }
    summary.drainSeconds = Summary.DrainSeconds(of: used)
    summary.advice = WorkloadDrains.all(of: self).map(\.recommendation)
    summary.exitCode = exitCode(of: summary, given: code, unseen)
    if let unseen, notices.last != unseen.sentence { note(unseen.sentence) }
    run.summary = summary
    outputs.append(Output(now, .summary(summary)))
  }

  /// The user has stopped watching a process that had told its status, and that did not end.
  private func isLeftEarly(_ result: Summary.Result) -> Bool {
    guard case .endpoint = scope else { return false }
    return result == .interrupted && pods.last?.status.report != nil
  }

  /// Whether what has not been seen to end has an unknown end, for it will not be polled any more.
  private func hasUnknownEnds(
    _ result: Summary.Result, _ code: Int?, _ unseen: Unseen?
  ) -> Bool {
    // Files just end; what they do not show to its end is open.
    if case .logs = scope { return false }
    if arePodsLost { return true }
    if unseen != nil, code == nil { return true }
    return result == .elapsed || (result == .interrupted && code == nil)
  }

  /// The first that applies, in the order 1, 129/130/143, 3, 4, 2, 0.
  private func exitCode(of summary: Summary, given: Int?, _ unseen: Unseen?) -> Int {
    if run.goal.alwaysSucceeds { return given ?? 0 }
    if case .ended(_, let exitCode, _) = run.command, exitCode != 0 { return 1 }
    if let given { return given }
    // A cluster that is lost is what a time-out is for.
    if let unseen, summary.pods == 0, summary.result != .timeout || !unseen.mayCome {
      // Files that were read and hold no pod: nothing failed, and nothing is known.
      if case .logs = scope { return 2 }
      return 1
    }
    if workloads.contains(where: \.hasFailed) { return 3 }
    if summary.result == .timeout { return 4 }
    let isBad = summary.verdicts.keys.contains { run.goal.isStrict ? $0 != .clean : !$0.isGood }
    // Files that end before a shutdown does have not shown how it ended.
    if case .logs = scope, pods.contains(where: { $0.isShuttingDown && $0.verdict == nil }) {
      return 2
    }
    return isBad || unseen != nil ? 2 : 0
  }
}

extension Pod {
  /// Gives the verdict of a shutdown whose end was not seen, because the run ends before it.
  ///
  /// - Parameter isLost: the pods could not be watched at the end.
  mutating func giveUp(at now: Instant, isLost: Bool, _ outputs: inout [Output]) {
    guard verdict == nil, let shutdown else { return }
    var reason = isLost ? "its end was not seen: the cluster is lost" : "it was still terminating"
    if let asked = shutdown.asked {
      let grace = shutdown.graceSeconds.map { " of its \(TimeSpan.seconds(Double($0)).text)" } ?? ""
      reason += isLost ? "" : " when lastcall exited, after \((now - asked).text)\(grace)"
    }
    var verdict = Verdict(
      kind: .unknown, graceSeconds: shutdown.graceSeconds.map(Double.init),
      signalSeen: shutdown.signalAt == nil ? nil : true, evidence: .exit, reason: reason)
    verdict.isStillTerminating = !isLost
    if let sample = workSample {
      verdict.inFlightAtEnd = sample.inFlight
      verdict.inFlightAgeSeconds = max((now - sample.time).seconds, 0)
    }
    self.verdict = verdict
    outputs.append(Output(now, .verdict(identity, verdict)))
  }
}
