import DequeModule
import KubernetesObjects
import PodStatus
import Time

extension Pod {
  /// Gives the verdict once every container has ended and the logs have had their last word.
  ///
  /// - Parameter said: when it is given, if not at the instant it is judged by.
  mutating func evaluateVerdict(
    at now: Instant, _ thresholds: Thresholds, _ outputs: inout [Output], said: Instant? = nil
  ) {
    guard verdict == nil, let shutdown else { return }
    switch shutdown.origin {
    case .drain: verdict = attachVerdict(at: now, thresholds)
    case .log: verdict = logVerdict()
    case .deletion, .kubelet:
      guard let exitedAt = shutdown.exitedAt else { return }
      let isWaiting = logs.contains(where: \.isFollowed) && now < exitedAt + thresholds.verdictHold
      guard !isWaiting else { return }
      verdict = judge(shutdown, thresholds)
    }
    let cause = cause
    verdict?.cause = cause
    guard let verdict else { return }
    outputs.append(Output(said ?? now, .verdict(identity, verdict)))
    if case .drain = shutdown.origin { advance(to: .gone, at: now, &outputs) }
    if case .log = shutdown.origin { advance(to: .exited, at: now, &outputs) }
  }

  /// Gives a verdict that is only being held, because the run ends.
  mutating func settleVerdict(at now: Instant, _ thresholds: Thresholds, _ outputs: inout [Output])
  {
    guard let exitedAt = shutdown?.exitedAt, verdict == nil else { return }
    evaluateVerdict(
      at: max(now, exitedAt + thresholds.verdictHold), thresholds, &outputs, said: now)
  }

  private func judge(_ shutdown: Shutdown, _ thresholds: Thresholds) -> Verdict {
    if shutdown.participants.isEmpty { return neverRan(shutdown) }
    let running = shutdown.participants.filter { name in
      object.containers.first { $0.name == name }.map { $0.isRunning } ?? true
    }
    if let name = running.first {
      return unseenEnd(of: name, shutdown)
    }
    let endings = shutdown.participants.flatMap {
      Ending.all(of: $0, in: self, shutdown: shutdown, thresholds: thresholds)
    }
    let judged = endings.map { (ending: $0, verdict: $0.verdict()) }
    guard let worst = judged.min(by: { $0.verdict.kind < $1.verdict.kind }) else {
      return neverRan(shutdown)
    }
    let speaker =
      judged.first {
        $0.verdict.kind == worst.verdict.kind && $0.ending.container.name == status.container
      }
      ?? worst
    var verdict = Verdict(
      kind: worst.verdict.kind, container: speaker.ending.container.name,
      exitCode: speaker.ending.termination.exitCode, evidence: speaker.verdict.evidence,
      reason: speaker.verdict.reason)
    if worst.verdict.kind == .killed || worst.verdict.kind == .killedEarly {
      verdict.kill = speaker.ending.kill
    }
    fillNumbers(of: &verdict, shutdown)
    // What another container had in flight says nothing of this one.
    if let look = speaker.ending.look {
      if case .left(let count) = look.work { verdict.inFlightAtEnd = count }
      if look.work == .empty { verdict.inFlightAtEnd = 0 }
      if verdict.inFlightAtEnd != nil {
        verdict.inFlightAgeSeconds = speaker.ending.endedBy.map { max(($0 - look.time).seconds, 0) }
      }
    }
    if verdict.kind == .killed, verdict.signalSeen == false {
      verdict.reason += "; it never reacted to its stop signal"
    }
    verdict = judgeJob(verdict)
    if let holder = holderText(beside: verdict.container) { verdict.reason += "; \(holder)" }
    return verdict
  }

  private func neverRan(_ shutdown: Shutdown) -> Verdict {
    if shutdown.wentUnseen {
      return Verdict(
        kind: .unknown, container: nil, exitCode: nil,
        graceSeconds: shutdown.graceSeconds.map(Double.init), evidence: .exit,
        reason:
          "the pod disappeared while its watch was interrupted; whether it ever ran is unknown")
    }
    if isRunUnknown {
      return Verdict(
        kind: .unknown, container: nil, exitCode: nil,
        graceSeconds: shutdown.graceSeconds.map(Double.init), evidence: .exit,
        reason: "its object does not show its containers, so whether they ran is unknown")
    }
    let hasStarted = object.containers.contains { container in
      container.kind != .`init`
        && (container.termination?.startedAt != nil || container.lastTermination != nil)
    }
    return Verdict(
      kind: .clean, container: nil, exitCode: nil,
      graceSeconds: shutdown.graceSeconds.map(Double.init), evidence: .exit,
      reason: hasStarted ? "it was not running" : "it never started")
  }

  /// The status has no containers at all, where the pod's phase says that some have run.
  private var isRunUnknown: Bool {
    object.phase != .pending
      && object.containers.allSatisfy { $0.kind == .`init` || $0.state == .absent }
      && object.containers.contains { $0.kind == .main }
  }

  /// The object went while a container still showed running.
  private func unseenEnd(of name: String, _ shutdown: Shutdown) -> Verdict {
    var verdict = Verdict(
      kind: shutdown.wentUnseen ? .unknown : .vanished, container: name, exitCode: nil,
      evidence: .exit,
      reason: shutdown.wentUnseen
        ? "the pod disappeared while its watch was interrupted; how \(name) ended is unknown"
        : "the pod object was removed while \(name) still ran (forced deletion or lost node); the "
          + "process may still run and lose its work")
    fillNumbers(of: &verdict, shutdown)
    verdict.usedSeconds = nil
    if let sample = workSample, name == endpointContainer || shutdown.participants.count == 1 {
      verdict.inFlightAtEnd = sample.inFlight
      verdict.inFlightAgeSeconds = shutdown.exitedAt.map { max(($0 - sample.time).seconds, 0) }
    }
    return verdict
  }

  private func fillNumbers(of verdict: inout Verdict, _ shutdown: Shutdown) {
    verdict.graceSeconds = shutdown.graceSeconds.map(Double.init)
    if let asked = shutdown.asked {
      let ends = object.containers
        .filter { $0.kind != .`init` || shutdown.participants.contains($0.name) }
        .compactMap { $0.termination?.finishedAt }
      // What had ended before the deletion was asked used nothing of its grace.
      verdict.usedSeconds = ends.filter { $0 >= asked }.max().map { ($0 - asked).seconds }
    }
    verdict.signalSeen = signalSeen
  }

  /// Whether the process was seen to notice its signal; nil when nobody could tell.
  private var signalSeen: Bool? {
    guard let shutdown else { return nil }
    if shutdown.signalAt != nil { return true }
    guard let report = status.report, report.phase == .running, let reportAt = status.reportAt,
      let due = shutdown.signalDueAt ?? shutdown.deadline?.earliestKill
    else { return nil }
    return reportAt >= due + .seconds(1) ? false : nil
  }
}
