import KubernetesObjects
import Time

extension Ending {
  /// The container's verdict: the first rule that holds, in the order of the table.
  ///
  /// Source: the table of verdicts in the design, with the exit codes of runtimes and shells:
  /// 128 + signal; a kubelet that lost a container invents its 137 (ContainerStatusUnknown).
  func verdict() -> (kind: Verdict.Kind, evidence: Verdict.Evidence, reason: String) {
    let code = termination.exitCode
    if termination.reason == "OOMKilled", code == 137 {
      return (.oom, .exit, "\(container.name) ran out of memory and was killed\(workText)")
    }
    if termination.reason == "ContainerStatusUnknown" {
      return (
        .unknown, .exit,
        "the kubelet lost \(container.name) and does not know how it ended\(workText)"
      )
    }
    if code == 137, let kill {
      return (kill.kind, .exit, "\(container.name) was killed\(text(of: kill))")
    }
    if code != 0, code != 137, let panic = evidence.panic {
      return (
        .crashed, .log, "\(container.name) crashed with exit code \(code): \(panic)\(workText)"
      )
    }
    if let fault = windowsFault {
      return (.crashed, .exit, "\(container.name) crashed with \(fault)\(workText)")
    }
    if [132, 133, 134, 135, 136, 139].contains(code) {
      return (.crashed, .exit, "\(container.name) crashed with exit code \(code)\(workText)")
    }
    if code != 137, let gaveUp = evidence.gaveUp {
      return (
        .timedOut, gaveUp.source,
        "\(container.name) gave up by its own limit, exit code \(code)\(workText)"
      )
    }
    if code != 137, let cut { return (.cut, look?.source ?? .log, cut) }
    if code != 137, let clean = cleanVerdict { return clean }
    return endedVerdict
  }

  /// Why work was cut, or nil: it ended by itself with work in flight at the last look.
  private var cut: String? {
    guard let look, case .left(let count) = look.work, look.time >= shutdown.looksCountFrom else {
      return nil
    }
    let left = count.map { "\($0) in flight" } ?? "work in flight"
    if evidence.logSaysCut {
      return "\(container.name) ended and cut \(left)\(ageText), according to its log"
    }
    if !evidence.drainSeen, !evidence.tellsNoDrain,
      let signalAt = shutdown.signalAt ?? shutdown.signalDueAt,
      let finishedAt = termination.finishedAt, finishedAt <= signalAt + .seconds(1),
      (evidence.lastSignOfLife ?? finishedAt) <= signalAt + .seconds(1)
    {
      return
        "\(container.name) ended at once on its stop signal, without a drain, with \(left)\(ageText)"
    }
    if evidence.drainSeen, evidence.countFell == false, isLookRecent {
      return "\(container.name) ended with \(left)\(ageText), and the count was not falling"
    }
    return nil
  }

  private var cleanVerdict: (kind: Verdict.Kind, evidence: Verdict.Evidence, reason: String)? {
    guard let look, look.time >= shutdown.looksCountFrom else { return nil }
    let code = termination.exitCode
    switch look.work {
    case .empty:
      guard !cutSomethingUnseen, isOrderlyExit || evidence.isSaidToBeDone else { return nil }
      return (
        .clean, look.source,
        "\(container.name) ended with exit code \(code) and nothing in flight\(ageText)"
      )
    case .left(let count):
      guard code == 0, evidence.reportedDraining, isBelowOwnLimit, let count else { return nil }
      if evidence.countFell == true, hadTimeFor(count) {
        return (
          .clean, .status,
          "\(container.name) drained and ended with exit code 0; at the last poll \(count) in "
            + "flight\(ageText) and falling"
        )
      }
      // One task is never seen to fall: it is there, and then the drain is over. The contract lets a
      // process end with 0 only when it has drained, and its own limit was not reached.
      guard count == 1, evidence.ownLimitSeconds != nil else { return nil }
      return (
        .clean, .status,
        "\(container.name) drained and ended with exit code 0 before its own limit; 1 in flight at the "
          + "last poll\(ageText)"
      )
    }
  }

  private var endedVerdict: (kind: Verdict.Kind, evidence: Verdict.Evidence, reason: String) {
    let code = termination.exitCode
    let used = shutdown.asked.flatMap { asked in termination.finishedAt.map { $0 - asked } }
    let after = used.map { " in \($0.text)" } ?? ""
    let isBeforeDeadline =
      earliestOwnKill.flatMap { kill in termination.finishedAt.map { $0 < kill } } ?? true
    let isMeasured = look.map { $0.time >= shutdown.looksCountFrom } ?? false
    if code == 0 || code == 143, isBeforeDeadline, let untold = whatNobodyTold {
      return (.ended, .exit, "ended\(after), exit \(code); \(untold)")
    }
    if code == 0 || code == 143, isBeforeDeadline, !isMeasured, !shutdown.wentUnseen {
      return (
        .ended, .exit, "ended\(after), exit \(code); its work was not measured"
      )
    }
    if isMeasured {
      return (
        .unknown, look?.source ?? .exit,
        "\(container.name) ended\(after) with exit code \(code)\(workText); what happened to that work "
          + "is unknown"
      )
    }
    return (
      .unknown, .exit,
      "\(container.name) ended\(after) with exit code \(code); what happened to its work is unknown"
    )
  }

  /// A program that ends as it should: with 0, or by the signal.
  private var isOrderlyExit: Bool {
    termination.exitCode == 0 || (129...131).contains(termination.exitCode)
      || termination.exitCode == 143
  }

  /// At the pace of its drain the count could fall to zero between the last poll and the end.
  ///
  /// One or two are left at most last polls: that is no pace.
  private func hadTimeFor(_ count: Int) -> Bool {
    guard let look, let endedBy else { return false }
    let spare = max((endedBy - look.time).seconds, 0)
    guard let needed = evidence.secondsToEmpty else { return count <= 2 }
    return needed <= 2 * spare + (count <= 2 ? 3 : 0.5)
  }

  /// Its log says that it does not wait, and it had time to get work since the last poll.
  private var cutSomethingUnseen: Bool {
    guard evidence.logSaysCut, let look, case .empty = look.work, look.source == .status,
      let endedBy
    else { return false }
    return endedBy - look.time > .seconds(1)
  }

  /// Why a server that tells of no drain seems to have had one, though its end was not seen; nil if not.
  ///
  /// Within a second of the signal it may as well have cut its work.
  private var whatNobodyTold: String? {
    if cutSomethingUnseen {
      return
        "its log says that it cut its work; the last poll\(workText) was too early"
    }
    guard evidence.tellsNoDrain, let signalAt = shutdown.signalAt ?? shutdown.signalDueAt,
      let finishedAt = termination.finishedAt, finishedAt > signalAt + .seconds(1)
    else { return nil }
    if evidence.countFell == true {
      return "its work was not measured to the end; the last poll\(workText) showed a falling count"
    }
    guard evidence.hasFallenSilent, evidence.drainCounts.isEmpty else { return nil }
    return "its work was not measured after its status endpoint closed\(workText)"
  }

  /// Polls went on to the end: after a gap, the count may have fallen unseen.
  private var isLookRecent: Bool {
    guard let look, let endedBy else { return false }
    return endedBy - look.time <= Freshness.atEnd
  }

  var workText: String {
    guard let look else { return "" }
    switch look.work {
    case .empty: return " with nothing in flight\(ageText)"
    case .left(let count):
      return " with \(count.map { "\($0) in flight" } ?? "work in flight")\(ageText)"
    }
  }

  private var ageText: String {
    guard let look, let endedBy else { return "" }
    let age = max(endedBy - look.time, .zero)
    return age < .milliseconds(50) ? "" : " (seen \(age.text) before)"
  }
}
