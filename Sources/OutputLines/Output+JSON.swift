internal import DrainForecast
internal import GraceAdvice
internal import HarmlessText
package import KubernetesObjects
public import ShutdownModel

extension Output {
  /// The line of `-o json` for this change.
  public var json: String { jsonLine.line }

  package var jsonLine: JSONLine {
    var line = JSONLine()
    line.add("time", time.told)
    switch change {
    case .phase(let pod, let from, let to):
      line.add("event", "phase")
      line.add(pod)
      line.add("from", from?.rawValue)
      line.add("to", to.rawValue)
    case .condition(let pod, let condition, let holds):
      line.add("event", "condition")
      line.add(pod)
      line.add("condition", condition.rawValue)
      line.add("value", holds)
    case .alert(let subject, let alert):
      line.add("event", "alert")
      line.add(subject)
      line.add("level", alert.level.rawValue)
      line.add("state", alert.isRaised ? "raised" : "cleared")
      line.add("rule", alert.rule.rawValue)
      line.add("message", alert.message)
      line.add("secondsLeft", seconds: alert.secondsLeft)
      line.add("inFlight", alert.inFlight)
    case .diagnosis(let subject, let diagnosis, let holds, _):
      line.add("event", "finding")
      line.add(subject)
      line.add("state", holds ? "raised" : "cleared")
      line.add(diagnosis)
    case .verdict(let pod, let verdict):
      line.add("event", "verdict")
      line.add(pod)
      line.add(verdict)
    case .restart(let pod, let restart):
      line.add("event", "restart")
      line.add(pod)
      line.add("container", restart.container)
      line.add("exitCode", restart.exitCode)
      line.add("inFlightAtEnd", restart.inFlight)
      line.add("inFlightAgeSeconds", seconds: restart.inFlightAgeSeconds)
      line.add("message", restart.sentence)
    case .notice(let text):
      line.add("event", "notice")
      line.add("message", text)
    case .summary(let summary):
      line.add("event", "summary")
      line.add(summary)
    }
    return line
  }
}

extension JSONLine {
  package mutating func add(_ pod: PodIdentity) {
    add("namespace", pod.namespace)
    add("workload", pod.workload.text)
    add("pod", pod.pod)
    add("uid", pod.uid)
  }

  /// What is about a workload has neither pod nor UID.
  package mutating func add(_ subject: Output.Subject) {
    add("namespace", subject.workload.namespace)
    add("workload", subject.workload.text)
    add("pod", subject.pod?.pod)
    add("uid", subject.pod?.uid)
  }

  package mutating func add(_ diagnosis: Diagnosis) {
    add("level", diagnosis.level.rawValue)
    add("rule", diagnosis.rule)
    add("container", diagnosis.container)
    add("message", diagnosis.sentence)
    add(
      "evidence",
      diagnosis.evidence.map { evidence in
        var line = JSONLine()
        line.add("source", evidence.source.rawValue)
        line.add("time", evidence.time?.told)
        line.add("text", evidence.text)
        return line
      })
    add("advice", diagnosis.advice)
    add("source", diagnosis.source)
  }

  package mutating func add(_ verdict: Verdict) {
    add("verdict", verdict.kind.rawValue)
    add("container", verdict.container)
    add("exitCode", verdict.exitCode)
    add("graceSeconds", seconds: verdict.graceSeconds)
    add("usedSeconds", seconds: verdict.usedSeconds)
    add("inFlightAtEnd", verdict.inFlightAtEnd)
    add("inFlightAgeSeconds", seconds: verdict.inFlightAgeSeconds)
    add("signalSeen", verdict.signalSeen)
    add("evidence", verdict.evidence.rawValue)
    add("assumed", verdict.isAssumed)
    add("reason", verdict.reason)
    add(verdict.cause)
  }

  /// Who or what ended a pod; its `message` is the same as a sentence.
  package mutating func add(_ cause: Cause?) {
    add(
      "cause",
      cause.map { cause in
        var line = JSONLine()
        line.add("kind", cause.kind.rawValue)
        line.add("by", cause.by)
        line.add("evidence", cause.evidence)
        line.add("message", cause.sentence)
        return line
      })
  }

  fileprivate mutating func add(_ summary: Summary) {
    add("workload", summary.workload)
    add("result", summary.result.rawValue)
    add("pods", summary.pods)
    add(verdicts: summary.verdicts)
    add(summary.drainSeconds)
    add("advice", summary.adviceLine)
  }

  package mutating func add(verdicts: [Verdict.Kind: Int]) {
    var counts = JSONLine()
    for kind in Verdict.Kind.allCases {
      if let count = verdicts[kind] { counts.add(kind.rawValue, count) }
    }
    add("verdicts", counts)
  }

  package mutating func add(_ drainSeconds: Summary.DrainSeconds?) {
    add(
      "drainSeconds",
      drainSeconds.map { drain in
        var line = JSONLine()
        line.add("p50", seconds: drain.p50)
        line.add("p95", seconds: drain.p95)
        line.add("max", seconds: drain.max)
        return line
      })
  }
}

extension Summary {
  /// One object, whatever was watched; nil when nothing was on its way out.
  ///
  /// Of several workloads each has its own numbers: they stand in the reason, and in a report.
  fileprivate var adviceLine: JSONLine? {
    guard let first = advice.first else { return nil }
    let only = advice.count == 1 ? first : nil
    var line = JSONLine()
    line.add("drains", advice.reduce(0) { $0 + ($1.percentiles?.drains ?? 0) })
    line.add("p99", seconds: only?.percentiles?.p99)
    line.add("slackSeconds", seconds: advice.compactMap(\.leastSlackSeconds).min())
    line.add("terminationGracePeriodSeconds", only?.graceSeconds)
    line.add("preStopSeconds", only?.preStop.seconds)
    line.add(
      "reason",
      only?.reason
        ?? advice.map { "\($0.workload.text.harmless(limit: 300)): \($0.reason)" }
        .joined(separator: " | ").harmless(limit: 8192))
    return line
  }
}
