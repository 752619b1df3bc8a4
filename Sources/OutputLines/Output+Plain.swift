internal import HarmlessText
internal import KubernetesObjects
public import ShutdownModel

extension Output {
  /// The line of `-o plain` for this change, to be read aloud: who, what happened, how much.
  ///
  /// Without a time before it, without signs, and with units as words; nil for what another line says.
  public var plain: String? {
    isQuiet ? nil : plainSentence.map { $0.harmless(limit: 8192).spelledOut }
  }

  private var plainSentence: String? {
    switch change {
    case .phase(let pod, _, let to): return to.spoken.map { "\(pod.pod) \($0)" }
    case .condition(let pod, let condition, let holds):
      // What clears a condition is often the pod's end, which has a line of its own.
      return holds ? "\(pod.pod) \(condition.spoken)" : nil
    case .alert(let subject, let alert):
      if alert.isRaised { return "\(alert.message). This is \(alert.level.spoken)" }
      return "\(subject.name): the \(alert.rule.rawValue) alert is over"
    case .diagnosis(let subject, let diagnosis, let holds, let isNews):
      guard holds else { return "\(subject.name): \(diagnosis.rule) no longer applies" }
      let sentence = "\(subject.name): \(diagnosis.sentence). This is rule \(diagnosis.rule)"
      return isNews ? "\(sentence). What to do: \(diagnosis.adviceLine)" : sentence
    case .verdict(let pod, let verdict):
      return "\(pod.pod) \(verdict.kind.spoken): \(verdict.reason)\(verdict.causeText)"
    case .restart(let pod, let restart): return "\(pod.pod): \(restart.sentence)"
    case .notice(let text): return text
    case .summary(let summary): return "End of the run. \(summary.text)"
    }
  }
}

extension Phase {
  /// Nil where the verdict says it.
  fileprivate var spoken: String? {
    switch self {
    case .pending: "is pending"
    case .starting: "is starting"
    case .ready: "is ready"
    case .preStop: "is deleted and is waiting for its stop signal"
    case .draining: "is draining"
    case .drained: "has drained"
    case .timedOut: "gave up by its own limit"
    case .exited: nil
    case .gone: "is no longer in the API"
    }
  }
}

extension Condition {
  fileprivate var spoken: String {
    switch self {
    case .notReady: "is not ready"
    case .unreachable: "does not answer"
    case .overdue: "still runs after SIGKILL was due"
    case .stuck: "has ended, but its object remains"
    case .unseen: "is deleted, but its kubelet has not seen the deletion"
    }
  }
}

extension Alert.Level {
  fileprivate var spoken: String {
    switch self {
    case .notice: "a notice"
    case .warning: "a warning"
    case .critical: "critical"
    }
  }
}

extension Verdict.Kind {
  fileprivate var spoken: String {
    switch self {
    case .vanished: "vanished"
    case .oom: "ran out of memory"
    case .killed: "was killed"
    case .killedEarly: "was killed early"
    case .crashed: "crashed"
    case .timedOut: "gave up with work left"
    case .cut: "ended with work in flight"
    case .unknown: "ended in an unknown way"
    case .clean: "ended cleanly"
    case .ended: "ended in time"
    }
  }
}

extension String {
  /// `3.8 s left → 4 %` as `3.8 seconds left to 4 percent`.
  fileprivate var spelledOut: String {
    var words = split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for index in words.indices {
      if words[index] == "\u{2192}" { words[index] = "to" }
      guard index > 0, words[index - 1].last?.isNumber == true else { continue }
      let unit = words[index].prefix { $0.isLetter || $0 == "%" }
      let name: String? =
        switch unit {
        case "s": "second"
        case "ms": "millisecond"
        case "min": "minute"
        case "h": "hour"
        case "%": "percent"
        default: nil
        }
      guard let name else { continue }
      // `15-second grace period`.
      if unit.count == words[index].count, index + 1 < words.count, words[index + 1] == "grace",
        name != "percent"
      {
        words[index - 1] += "-\(name)"
        words[index] = ""
        continue
      }
      let plural = words[index - 1] == "1" || name == "percent" ? "" : "s"
      words[index] = name + plural + words[index].dropFirst(unit.count)
    }
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
