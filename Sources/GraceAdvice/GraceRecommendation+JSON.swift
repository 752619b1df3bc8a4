internal import DrainForecast
internal import HarmlessText
internal import KubernetesObjects
package import PodStatus

extension GraceRecommendation {
  /// The members that every JSON form of it has; what is unknown is null.
  package var json: JSON {
    [
      "workload": .string(workload.text.harmless(limit: 300)),
      "namespace": workload.namespace.isEmpty
        ? .null : .string(workload.namespace.harmless(limit: 300)),
      "shutdowns": .integer(shutdowns),
      "drains": .integer(percentiles?.drains ?? 0),
      "cutOff": .integer(percentiles?.cutOff ?? 0),
      "p50": JSON(seconds: percentiles?.p50), "p95": JSON(seconds: percentiles?.p95),
      "p99": JSON(seconds: percentiles?.p99),
      "leastSlackSeconds": JSON(seconds: leastSlackSeconds),
      "medianSlackSeconds": JSON(seconds: medianSlackSeconds),
      "presentGraceSeconds": .array(presentGraceSeconds.map { JSON(seconds: $0) }),
      "presentPreStopSeconds": preStop.presentSeconds.map(JSON.integer) ?? .null,
      "terminationGracePeriodSeconds": graceSeconds.map(JSON.integer) ?? .null,
      "neededAfterSignalSeconds": refusal == .hookUnknown
        ? neededSeconds.map(JSON.integer) ?? .null : .null,
      "preStopSeconds": preStop.seconds.map(JSON.integer) ?? .null,
      "parts": parts?.json ?? .null,
      "refusal": refusal.map { .string($0.name) } ?? .null,
      "preStopReason": .string(preStop.reason.name),
      "reason": .string(reason),
    ]
  }
}

extension GraceRecommendation.Parts {
  fileprivate var json: JSON {
    var members: JSON = [
      "preStopSeconds": JSON(seconds: preStop), "drainSeconds": JSON(seconds: drain),
      "cleanupSeconds": JSON(seconds: cleanup), "marginSeconds": JSON(seconds: margin),
      "basis": .string(basis.name), "residual": .null,
    ]
    if case .residual(let quantile) = basis {
      members["residual"] = [
        "seconds": JSON(seconds: quantile.seconds), "inFlight": .integer(quantile.inFlight),
        "part": .number(quantile.part), "finishedTasks": .integer(quantile.finishedTasks),
        "pods": .integer(quantile.pods), "p99Seconds": JSON(seconds: quantile.p99Seconds),
      ]
    }
    return members
  }
}

// The names stay as they are.

extension GraceRecommendation.Basis {
  fileprivate var name: String {
    switch self {
    case .residual: "residual"
    case .longest: "longest"
    case .estimate: "estimate"
    case .ownLimit: "own-limit"
    }
  }
}

extension GraceRecommendation.Refusal {
  fileprivate var name: String {
    switch self {
    case .unfinished: "unfinished"
    case .unknownEnds: "unknown-ends"
    case .killed: "killed"
    case .otherCauses: "other-causes"
    case .noLength: "no-length"
    case .hookUnknown: "hook-unknown"
    }
  }
}

extension PreStopAdvice.Reason {
  fileprivate var name: String {
    switch self {
    case .nothingArrived: "nothing-arrived"
    case .arrivals: "arrivals"
    case .refused: "refused"
    case .loadBalancer: "load-balancer"
    case .notServed: "not-served"
    case .neverStops: "never-stops"
    case .noDelayToJudge: "no-delay-to-judge"
    case .hookFillsGrace: "hook-fills-grace"
    case .openHook: "open-hook"
    case .nobodyLooked: "nobody-looked"
    case .noObject: "no-object"
    }
  }
}

extension JSON {
  /// Rounded to milliseconds; what is not finite is unknown.
  fileprivate init(seconds: Double?) {
    guard let seconds, seconds.isFinite, abs(seconds) < 1e15 else {
      self = .null
      return
    }
    self = .number((seconds * 1000).rounded() / 1000)
  }
}
