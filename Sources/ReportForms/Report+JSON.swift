internal import DequeModule
internal import GraceAdvice
internal import KubernetesObjects
internal import OutputLines
internal import PodStatus
public import RunReports
internal import ShutdownModel
internal import Time

extension Report {
  /// The report as one JSON object on one line; several reports are several lines.
  ///
  /// The names stay as they are, and what is unknown is null, never left out:
  ///
  ///     {"report":"lastcall","format":1,"source":…,"program":…,"workload":"deployment/web",
  ///      "namespace":…,"context":…,"began":…,"ended":…,"lengthSeconds":…,
  ///      "result":"drained","reason":…,"exitCode":2,"strict":false,
  ///      "shutdowns":4,"unfinished":0,"verdicts":{"killed":1,"clean":3},
  ///      "drainSeconds":{"p50":…,"p95":…,"max":…},"leastSlack":{"seconds":…,"pod":…,"uid":…},
  ///      "lost":{"pods":1,"inFlightAtLastLooks":3,"oldestLookSeconds":0.4,"unmeasuredPods":0,
  ///       "unknownPods":0},
  ///      "grace":{"presentSeconds":[20.0],"graceSeconds":null,"estimate":false,
  ///       "moreThanSeconds":20.0,"sufficient":{"shutdowns":3,"unmeasured":0,"longestSeconds":6.0,
  ///       "pod":…,"uid":…,"graceSeconds":15},"tooShort":[{"pod":…,"uid":…,"moreThanSeconds":20.0,
  ///       "inFlight":3,"assumed":false,"estimate":{"neededSeconds":…,"graceSeconds":…,
  ///       "fellFrom":…,"fellTo":…,"overSeconds":…}}],"otherCauses":[{"pod":…,"uid":…,"cause":…}]},
  ///      "advice":[{"workload":…,"namespace":…,"shutdowns":4,"drains":4,"cutOff":1,"p50":…,"p95":…,
  ///       "p99":…,"leastSlackSeconds":…,"medianSlackSeconds":…,"presentGraceSeconds":[20.0],
  ///       "presentPreStopSeconds":2,"terminationGracePeriodSeconds":65,
  ///       "neededAfterSignalSeconds":null,"preStopSeconds":2,"parts":{"preStopSeconds":2.0,
  ///       "drainSeconds":…,"cleanupSeconds":…,"marginSeconds":5.0,"basis":"residual","residual":{
  ///       "seconds":…,"inFlight":12,"part":…,"finishedTasks":…,"pods":…,"p99Seconds":…}},
  ///       "refusal":null,"preStopReason":"nothing-arrived","reason":…}],
  ///      "findings":[{"namespace":…,"workload":…,"names":["web-1"],"worstCount":1,"level":"critical",
  ///       "rule":"R39","container":"web","message":…,"evidence":[{"source":"spec","time":null,"text":…}],
  ///       "advice":…,"source":…}],
  ///      "pods":[{"namespace":…,"workload":…,"pod":…,"uid":…,"phase":"gone","askedAt":…,
  ///       "seenAt":…,"signalAt":…,"signal":…,"drainInferred":false,"endedAt":…,"exitSeenAt":…,
  ///       "killAt":…,"killLaterBySeconds":0.0,"deadlineAssumed":false,"graceSeconds":…,
  ///       "slackSeconds":…,"verdict":{"verdict":"killed",…},"cause":{"kind":"drain","by":…,"evidence":…,"message":…},
  ///       "phases":[{"phase":…,"time":…}],
  ///       "samples":[{"time":…,"inFlight":3,"source":"status","draining":true}]}],
  ///      "timeline":[…],"warnings":[…]}
  ///
  /// A pod's `verdict` has the members of the verdict's line of the headless output, and `timeline`
  /// holds such lines as they were written, with `{"event":"rollout","status":"progressing",…}`
  /// among them. The counts of `lost` are last looks: what was there, not what was lost of it.
  public var json: String {
    var line = JSONLine()
    line.add("report", "lastcall")
    line.add("format", 1)
    line.add("source", name)
    line.add("program", program)
    line.add("workload", scope.text)
    line.add("namespace", scope.namespace.isEmpty ? nil : scope.namespace)
    line.add("context", clusterContext)
    line.add("began", beganAt?.told)
    line.add("ended", endedAt?.told)
    line.add("lengthSeconds", seconds: length?.seconds)
    line.add("result", summary?.result.rawValue)
    line.add("reason", summary?.reason)
    line.add("exitCode", summary?.exitCode)
    line.add("strict", isStrict)
    line.add("shutdowns", pods.count)
    line.add("unfinished", unfinishedCount)
    line.add(verdicts: verdicts)
    line.add(drainSeconds)
    line.add("leastSlack", slack?.json)
    line.add("lost", loss.json)
    line.add("grace", grace.json)
    line.add("advice", .array(advice.map(\.json)))
    line.add("findings", findings.map(\.json))
    line.add("pods", pods.map(\.json))
    line.add("timeline", chronicle.moments.map(\.json))
    line.add("warnings", warnings)
    return line.line
  }
}

extension FindingGroup {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add("namespace", workload.namespace)
    line.add("workload", workload.text)
    line.add("names", names)
    line.add("worstCount", worstCount)
    line.add(diagnosis)
    return line
  }
}

extension Report.Slack {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add("seconds", seconds: seconds)
    line.add(name: pod)
    return line
  }
}

extension Loss {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add("pods", pods)
    line.add("inFlightAtLastLooks", inFlight)
    line.add("oldestLookSeconds", seconds: oldestLookSeconds)
    line.add("unmeasuredPods", unmeasuredPods)
    line.add("unknownPods", unknownPods)
    return line
  }
}

extension GraceInHindsight {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add("presentSeconds", seconds: presentSeconds)
    line.add("graceSeconds", graceSeconds)
    line.add("estimate", isEstimate)
    line.add("moreThanSeconds", seconds: moreThanSeconds)
    line.add("sufficient", sufficient?.json)
    line.add("tooShort", tooShort.map(\.json))
    line.add(
      "otherCauses",
      otherCauses.map { other in
        var line = JSONLine()
        line.add(name: other.pod)
        line.add("cause", other.cause.rawValue)
        return line
      })
    return line
  }
}

extension GraceInHindsight.Sufficient {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add("shutdowns", shutdowns)
    line.add("unmeasured", unmeasured)
    line.add("longestSeconds", seconds: longestSeconds)
    line.add(name: pod)
    line.add("graceSeconds", graceSeconds)
    return line
  }
}

extension GraceInHindsight.TooShort {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add(name: pod)
    line.add("moreThanSeconds", seconds: shortfall.moreThanSeconds)
    line.add("inFlight", shortfall.inFlight)
    line.add("assumed", shortfall.isAssumed)
    line.add(
      "estimate",
      shortfall.estimate.map { estimate in
        var line = JSONLine()
        line.add("neededSeconds", seconds: estimate.neededSeconds)
        line.add("graceSeconds", estimate.graceSeconds)
        line.add("fellFrom", estimate.fellFrom)
        line.add("fellTo", estimate.fellTo)
        line.add("overSeconds", seconds: estimate.overSeconds)
        return line
      })
    return line
  }
}

extension PodReport {
  fileprivate var json: JSONLine {
    var line = JSONLine()
    line.add(pod)
    line.add("phase", phase.rawValue)
    line.add("askedAt", askedAt?.told)
    line.add("seenAt", seenAt.told)
    line.add("signalAt", signalAt?.told)
    line.add("signal", signal)
    line.add("drainInferred", isDrainInferred)
    line.add("endedAt", endedAt?.told)
    line.add("exitSeenAt", exitSeenAt?.told)
    line.add("killAt", killAt?.told)
    line.add("killLaterBySeconds", seconds: killMayBeLaterBy.seconds)
    line.add("deadlineAssumed", isDeadlineAssumed)
    line.add("graceSeconds", seconds: graceSeconds)
    line.add("slackSeconds", seconds: slackSeconds)
    line.add(
      "verdict",
      verdict.map { verdict in
        var line = JSONLine()
        line.add(verdict)
        return line
      })
    line.add(cause)
    line.add(
      "phases",
      phases.map { change in
        var line = JSONLine()
        line.add("phase", change.phase.rawValue)
        line.add("time", change.time.told)
        return line
      })
    line.add(
      "samples",
      samples.map { sample in
        var line = JSONLine()
        line.add("time", sample.time.told)
        line.add("inFlight", sample.inFlight)
        line.add("source", sample.source == .status ? "status" : "log")
        line.add("draining", sample.isDraining)
        return line
      })
    return line
  }
}

extension Chronicle.Moment {
  fileprivate var json: JSONLine {
    switch self {
    case .output(let output): return output.jsonLine
    case .rollout(let workload, let status, let time):
      var line = JSONLine()
      line.add("time", time.told)
      line.add("event", "rollout")
      line.add("namespace", workload.namespace)
      line.add("workload", workload.text)
      let (word, message): (String?, String?) =
        switch status {
        case .progressing(let what): ("progressing", what)
        case .complete: ("complete", nil)
        case .failed(let reason): ("failed", reason)
        case .none: (nil, nil)
        }
      line.add("status", word)
      line.add("message", message)
      return line
    }
  }
}

extension JSONLine {
  fileprivate mutating func add(name pod: PodIdentity) {
    add("pod", pod.pod)
    add("uid", pod.uid)
  }
}
