internal import GraceAdvice
internal import HarmlessText
internal import KubernetesObjects
internal import LogText
public import ShutdownModel
internal import Time

extension Output {
  /// The line of `-o text` for this change: for a person reading a CI log.
  ///
  /// Names and messages in it come from outside: nothing of them is a control character here. Nil for
  /// what a person is not told.
  public var text: String? {
    isQuiet ? nil : "\(time.clockText)  \(sentence.harmless(limit: 8192))"
  }

  private var sentence: String {
    switch change {
    case .phase(let pod, let from, let to):
      return "\(pod.name)  \(from.map { "\($0.rawValue) → " } ?? "")\(to.rawValue)"
    case .condition(let pod, let condition, let holds):
      return "\(pod.name)  \(holds ? condition.words : condition.wordsWhenOver)"
    case .alert(let subject, let alert):
      let state = alert.isRaised ? alert.level.rawValue.uppercased() : "cleared"
      return alert.isRaised
        ? "\(state): \(alert.message)"
        : "\(subject.name)  \(alert.rule.rawValue) alert cleared"
    case .diagnosis(let subject, let diagnosis, let holds, let isNews):
      guard holds else { return "\(subject.name)  \(diagnosis.rule) no longer applies" }
      // The advice is the same for all pods of the workload.
      guard isNews else { return "\(subject.name)  \(diagnosis.rule): \(diagnosis.sentence)" }
      return "\(subject.name)  \(diagnosis.rule): \(diagnosis.sentence) | \(diagnosis.adviceLine)"
    case .verdict(let pod, let verdict):
      return
        "\(pod.name)  \(verdict.kind.rawValue.uppercased()): \(verdict.reason)\(verdict.causeText)"
        + verdict.usedText
    case .restart(let pod, let restart): return "\(pod.name)  \(restart.sentence)"
    case .notice(let text): return text
    case .summary(let summary): return summary.text
    }
  }
}

extension PodIdentity {
  /// `web-5d68-hq9mt`; the namespace and workload stand in the summary and in JSON.
  fileprivate var name: String { pod }
}

extension Condition {
  /// As the text output says it.
  fileprivate var words: String {
    switch self {
    case .notReady: "not ready"
    case .unseen: "deletion not seen by its kubelet"
    case .unreachable, .overdue, .stuck: rawValue
    }
  }

  fileprivate var wordsWhenOver: String {
    switch self {
    case .notReady: "ready again"
    case .unreachable: "reachable again"
    case .unseen: "deletion seen by its kubelet"
    case .overdue, .stuck: "no longer \(rawValue)"
    }
  }
}

extension Diagnosis {
  /// The advice on one line, as a log has it.
  package var adviceLine: String {
    advice.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
  }
}

extension Verdict {
  /// `; cause: rollout of deployment/web`; nothing where nothing says it.
  package var causeText: String { cause.map { "; cause: \($0.sentence)" } ?? "" }

  fileprivate var usedText: String {
    guard let usedSeconds, let graceSeconds else { return "" }
    return " [\(TimeSpan.seconds(usedSeconds).text) of \(TimeSpan.seconds(graceSeconds).text)]"
  }
}

extension Summary {
  /// The last line of a run.
  public var text: String {
    let counts = Verdict.Kind.allCases.compactMap { kind in
      verdicts[kind].flatMap { count in
        let rest = kind == .unknown ? count - stillTerminating : count
        return rest > 0 ? "\(rest) \(kind.rawValue)" : nil
      }
    }
    let open = stillTerminating > 0 ? ["\(stillTerminating) still terminating"] : []
    var text = "\(workload): \(result.rawValue)"
    if reason != result.rawValue { text += " (\(reason))" }
    text += "; \(pods) shutdown\(pods == 1 ? "" : "s")"
    let left = leftInFlight > 0 ? ["\(leftInFlight) in flight at the last polls"] : []
    if !(counts + open).isEmpty { text += ": " + (counts + left + open).joined(separator: ", ") }
    if let drainSeconds {
      func span(_ seconds: Double) -> String { TimeSpan.seconds(seconds).text }
      text +=
        "; drains p50 \(span(drainSeconds.p50)), p95 \(span(drainSeconds.p95)), "
        + "max \(span(drainSeconds.max))"
    }
    return text + adviceTail
  }

  /// `; advised grace period 40 s`; nothing when no number is justified.
  private var adviceTail: String {
    let told = advice.filter { $0.graceSeconds != nil && $0.graceToKeep == nil }
    guard let first = told.first, let seconds = first.graceSeconds else { return "" }
    if advice.count == 1 { return "; advised grace period \(seconds) s" }
    let named = told.prefix(Summary.mostAdvised).map {
      "\($0.workload.text) \($0.graceSeconds ?? 0) s"
    }
    let rest = told.count > Summary.mostAdvised ? ", …" : ""
    return "; advised grace periods: \(named.joined(separator: ", "))\(rest)"
  }

  /// So many workloads are named on the one line.
  private static let mostAdvised = 3
}

extension Instant {
  /// `14:02:31.123`, UTC.
  fileprivate var clockText: String {
    isDated ? String(rfc3339.dropFirst("2026-11-23T".count).dropLast()) : "--:--:--.---"
  }
}
