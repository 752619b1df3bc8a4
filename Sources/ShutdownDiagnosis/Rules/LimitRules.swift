import ContainerCommands
import DrainForecast
import GraceAdvice
import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel
import Time

/// R09: the program allows its own drain more time than is left of the grace.
enum LimitFillsGrace: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R09", brief: "own limit > grace",
    title: "the program's own limit is not shorter than what is left of the grace period",
    source: "https://github.com/spring-projects/spring-boot/issues/26469")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let left = pod.secondsLeftAfterHook, let grace = pod.grace, grace > 0,
      pod.unheardCause == nil, let limit = pod.ownLimit, limit.seconds >= left,
      !pod.hookFillsGrace
    else { return nil }
    let isLost = pod.wasKilledByGrace && pod.leftAtEnd != nil
    // A shorter limit would have ended it sooner, with as much left: that is no reason for the kill.
    let isCause = isLost && !pod.isGraceTooShort && !pod.pod.isGraceCut
    let hook = pod.hookSeconds.rounded(.down)
    let seconds = TimeSpan.seconds(limit.seconds).text
    let leaves =
      hook >= 1
      ? "the preStop hook of \(Int(hook)) s leaves it \(Int(left)) s of the \(grace) s grace period"
      : "the grace period is \(grace) s"
    // What is far beyond any grace is no limit, only the lack of one.
    let isHuge = limit.seconds > 3600
    // A grace of several times what it is now is not advised for the sake of a limit.
    let isNear = hook + limit.seconds + 5 <= Double(2 * grace)
    // Where nothing was lost, it is a trap that has not sprung.
    let isGood = pod.kind?.isGood == true
    return text.diagnosis(
      isCause ? .critical : limit.isGuess || isGood ? .notice : .warning, pod,
      "\(pod.name) allows its drain \(seconds), but \(leaves): SIGKILL comes before its own limit"
        + (isLost ? ", and it was killed with \(pod.leftAtEnd ?? 0) in flight" : ""),
      evidence: [limit.evidence, pod.graceEvidence, pod.hookEvidence],
      advice:
        "keep the program's own limit\(limit.setting.map { " (\($0))" } ?? "") 2 s below what "
        + "the grace period leaves it: \(max(Int(left) - 2, 1)) s with a grace of \(grace) s, so that "
        + "it can say what is left before SIGKILL"
        + (isHuge || !isNear ? "" : "; or raise the grace period:"),
      grace: isNear
        ? GraceToTry(
          seconds: Int(hook + limit.seconds) + 5,
          why: "preStop \(Int(hook)) + its limit \(Int(limit.seconds)) + 5")
        : nil, isCause: isCause)
  }
}

extension DiagnosedPod {
  struct Limit {
    var seconds: Double
    var setting: String?
    var isGuess: Bool
    var evidence: Diagnosis.Evidence
  }

  /// The limit the process itself says, else that of its spec.
  var ownLimit: Limit? {
    let spec = container?.ownLimit
    if let report = pod.status.report, let seconds = report.drainTimeoutSeconds,
      pod.status.container.map({ $0 == container?.name }) ?? true
    {
      return Limit(
        seconds: seconds, setting: spec?.setting, isGuess: false,
        evidence: .init(
          .status, at: pod.status.reportAt,
          "drainTimeoutSeconds: \(TimeSpan.seconds(seconds).plain)"))
    }
    return spec.map {
      Limit(
        seconds: Double($0.seconds), setting: $0.setting, isGuess: $0.isGuess,
        evidence: .init(.spec, "spec.containers[\(name)]: \($0.setting) is \($0.seconds) s"))
    }
  }
}

/// R38: a limit of the program's own, or of its supervisor, came before the grace was over.
enum OwnLimitCuts: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R38", brief: "own limit cut it",
    title: "a limit inside the container ends the work before the grace period does",
    source: "https://supervisord.org/configuration.html#program-x-section-settings")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let kind = pod.kind, let verdict = pod.verdict else { return nil }
    let isCut = kind == .cut && pod.leftAtEnd != nil && !pod.endedWithin(1.5)
    // Without a supervisor or a limit that is known, by whom is not known: R25.
    guard kind == .timedOut || (kind == .killedEarly || isCut) && pod.hasKnownLimit,
      let used = verdict.usedSeconds, let grace = verdict.graceSeconds
    else { return nil }
    let line = pod.clue(.supervisorKill)
    let supervisor = pod.supervisor
    let left = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    let spare = max(grace - used, 0)
    let what =
      kind == .timedOut
      ? "gave up by its own limit"
      : kind == .killedEarly
        ? "was killed, most likely by \(supervisor ?? "a limit inside the container"),"
        : "ended, most likely by \(supervisor.map { "the limit of \($0)" } ?? "its own limit"),"
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) \(what) after \(TimeSpan.seconds(used).text)\(left), "
        + "\(TimeSpan.seconds(spare).text) before its grace of \(TimeSpan.seconds(grace).text) "
        + "was over",
      evidence: [
        line.map(pod.evidence), supervisor == nil ? nil : pod.startEvidence, pod.exitEvidence,
        pod.statusEvidence, pod.ownLimit?.evidence, pod.graceEvidence,
      ],
      advice: kind == .killedEarly
        ? "raise the supervisor's limit (supervisord: stopwaitsecs; s6: S6_KILL_GRACETIME) to just "
          + "below the grace period. If there is no supervisor, look for a child out of memory or a "
          + "kill -9"
        : "raise the program's own limit"
          + (pod.ownLimit?.setting.map { " (\($0))" } ?? "")
          + " to what its work needs. The grace period leaves it up to \(pod.limit(sparing: 2)) s "
          + "after the preStop hook; if that is too short, raise the grace period, "
          + "too", isLikelyOnly: kind != .timedOut)
  }
}

extension DiagnosedPod {
  /// The supervisor in the container's command or image, by its name.
  fileprivate var supervisor: String? {
    let words = [container?.start?.name, container?.start?.wrapper, container?.start?.child]
    let names = words.compactMap(\.self) + (container.map { [ImageName($0.image).base] } ?? [])
    return servers.supervisor(among: names)
  }

  /// Something inside the container is known to end its program before the grace does.
  fileprivate var hasKnownLimit: Bool {
    if supervisor != nil || clue(.supervisorKill) != nil { return true }
    guard let limit = ownLimit, let used = verdict?.usedSeconds else { return false }
    return abs(limit.seconds - max(used - hookSeconds, 0)) <= 3
  }
}

/// R39: the grace is too short for the work.
enum GraceTooShort: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R39", brief: "outlasts grace",
    title: "the grace period is too short for the work in flight",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    // A deletion that gave less than the pod's own grace is its own reason: R35.
    guard let grace = pod.grace, !pod.pod.isGraceCut, pod.unheardCause == nil, !pod.hookFillsGrace,
      !pod.hookOutlasted,
      pod.pod.status.report.map({ ($0.streams ?? 0) < max($0.inFlight ?? 0, 1) }) ?? true
    else { return nil }
    if pod.verdict == nil { return live(pod, grace: grace) }
    guard pod.isGraceTooShort, let left = pod.leftAtEnd else { return nil }
    let estimate = PodReport(pod.pod)?.drainEstimate
    let needed = estimate.map {
      ". At the same pace it would have needed about \(TimeSpan.seconds($0.neededSeconds).text) (an "
        + "estimate)"
    }
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) was killed "
        + "\(pod.killedLate ?? "at the end of its \(grace) s grace period") with \(left) in "
        + "flight: the work takes longer" + (needed ?? ""),
      evidence: [pod.exitEvidence, pod.statusEvidence, pod.graceEvidence, pod.signalEvidence],
      advice: advice(grace, pod),
      grace: toTry(grace, seconds: estimate.map(\.graceSeconds)))
  }

  private static func live(_ pod: DiagnosedPod, grace: Int) -> Diagnosis? {
    guard let alert = pod.pod.alerts[.forecast], alert.isActive, alert.level == .critical,
      let forecast = pod.pod.forecast, let asked = pod.shutdown.asked,
      pod.shutdown.signalAt != nil
    else { return nil }
    let percent = Int((forecast.probabilityDone * 100).rounded())
    // As it was made: the number is not to change by the time that passes.
    let needed = forecast.ninetyPercentEmptyAt.map { ($0 - asked).seconds }
    let by = forecast.end == .kill ? "SIGKILL" : "its own limit"
    return text.diagnosis(
      .warning, pod,
      "\(pod.name) has a \(percent) % chance to finish before \(by): the work takes longer than the "
        + "grace of \(grace) s allows",
      evidence: [
        .init(
          .forecast, at: pod.pod.forecastMadeAt,
          "\(percent) % done in time, \(Int(forecast.expectedLost.rounded())) expected lost, by "
            + forecast.basis.text), pod.statusEvidence, pod.graceEvidence,
      ],
      advice: advice(grace, pod),
      grace: toTry(grace, seconds: needed.map(GraceMargin.grace(for:))), isLikelyOnly: true)
  }

  private static func advice(_ grace: Int, _ pod: DiagnosedPod) -> String {
    let oldest = pod.oldest.map { "; the oldest task ran for \(TimeSpan.seconds($0).text)" } ?? ""
    return
      "raise the grace period and keep the program's own limit 2 s below it, or keep tasks under "
      + "\(pod.limit(sparing: 5)) s\(oldest):"
  }

  private static func toTry(_ grace: Int, seconds: Int?) -> GraceToTry {
    // Of what a falling count says of more than three graces nothing was seen.
    guard let seconds, seconds > grace, seconds <= 3 * grace else {
      return GraceToTry(
        seconds: grace * 2,
        why: "twice the \(grace) s it had; the counts cannot tell how long the work takes")
    }
    return GraceToTry(seconds: seconds, why: "an estimate from the counts, with a margin")
  }
}

extension DiagnosedPod {
  /// SIGKILL came because the grace was over, and not for a probe or a node that went down.
  fileprivate var wasKilledByGrace: Bool {
    guard kind == .killed, let used = verdict?.usedSeconds, let grace else { return false }
    return used >= Double(grace) - 1
  }

  /// It drained until its grace was over, and work was left.
  fileprivate var isGraceTooShort: Bool {
    wasKilledByGrace && verdict?.signalSeen == true && leftAtEnd != nil && !pod.isGraceCut
  }

  /// `after 600 s`, when that was long after its deadline.
  fileprivate var killedLate: String? {
    guard let used = verdict?.usedSeconds, let grace, used > Double(grace) + hookSeconds + 10 else {
      return nil
    }
    return "after \(TimeSpan.seconds(used).text)"
  }

  /// The age of the oldest task at the last poll.
  fileprivate var oldest: Double? { pod.status.report?.oldestSeconds.first }
}

extension TimeSpan {
  /// `15`, `7.5`: seconds as a field's value.
  fileprivate var plain: String {
    seconds == seconds.rounded() && seconds.magnitude < 1e15
      ? String(Int(seconds)) : String((seconds * 10).rounded() / 10)
  }
}
