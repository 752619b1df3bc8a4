import DrainForecast
import HarmlessText
import KubernetesObjects
import Time

extension GraceRecommendation {
  /// `advised: terminationGracePeriodSeconds 65 = preStop 2.0 s + drain 52 s + margin 5.0 s, rounded up
  /// to 5 s`, or why none is.
  public var graceSentence: String {
    guard let refusal else {
      guard let parts, let graceSeconds else { return "no grace period is advised" }
      if let graceToKeep {
        return "keep \(graceToKeep.span): \(graceSeconds) s (\(parts.sum)) would do, but "
          + (shutdowns == 1 ? "one drain is" : "\(shutdowns) drains are") + " too few to lower it"
      }
      let verb =
        presentGraceSeconds == [Double(graceSeconds)] ? "keep" : isReliable ? "advised:" : "try"
      return
        "\(verb) terminationGracePeriodSeconds \(graceSeconds) = \(parts.sum), rounded up to the next 5 s"
    }
    return "no grace period is advised: \(refusal.sentence(self))"
  }

  /// Why there is no number to rely on; nil where one is advised.
  public var refusalSentence: String? {
    refusal.map { "there is no number to rely on yet: \($0.sentence(self))" }
  }

  /// What the drain of the sum rests on; nil when there is no sum.
  public var basisSentence: String? {
    guard let parts else { return nil }
    var text: String
    switch parts.basis {
    case .residual(let quantile):
      text = quantile.sentence
      if killed > 0 { text += "; SIGKILL cut off \(pods(killed))" }
      return text
    case .longest(let pod, let count):
      let whole = count == 1 ? "the only one that" : "the longest of \(count) that"
      text = "drain \(parts.drain.span): \(whole) ended in time (\(pod.pod.harmless(limit: 300)))"
    case .estimate(let pod):
      text =
        "drain \(parts.drain.span): an estimate from the falling count of "
        + "\(pod.pod.harmless(limit: 300))"
    case .ownLimit:
      text =
        "drain \(parts.drain.span): the process gives up by its own limit then, but a task may take "
        + "longer"
    }
    guard let told = histogramRefusal?.sentence else { return text }
    return "\(text); \(told)"
  }

  /// `preStop 5 s is advised: …`, or why none is.
  public var preStopSentence: String {
    let advised =
      preStop.seconds.map { seconds in
        if preStop.isKept {
          return seconds == 0 ? "no preStop delay is needed" : "preStop \(seconds) s can stay"
        }
        return "a preStop delay of \(seconds) s is advised"
      } ?? "no preStop delay is advised"
    return "\(advised): \(preStop.reason.sentence)"
  }

  /// What a percentile of them cannot say; nil when there is nothing to add.
  public var percentileNote: String? {
    guard let percentiles else { return nil }
    var parts: [String] = []
    if percentiles.isP99Longest {
      parts.append(
        percentiles.drains == 1
          ? "there is only one drain" : "of \(percentiles.drains) drains the p99 is the longest")
    }
    if percentiles.cutOff > 0 {
      parts.append("SIGKILL cut off \(percentiles.cutOff) that needed longer")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// `p50 20 s, p95 21 s, p99 21 s; time to spare: least 1.0 s, median 12 s`.
  public var drainSentence: String {
    guard let percentiles else { return "no drain length is known" }
    let note = percentileNote.map { " (\($0))" } ?? ""
    let drains =
      "p50 \(percentiles.p50.span), p95 \(percentiles.p95.span), p99 \(percentiles.p99.span)\(note)"
    guard let leastSlackSeconds, let medianSlackSeconds else {
      return "\(drains); time to spare unknown: none ended in time"
    }
    return "\(drains); time to spare: least \(leastSlackSeconds.span), median "
      + "\(medianSlackSeconds.span)"
  }

  /// All of it in one line.
  public var reason: String {
    [graceSentence, basisSentence, preStopSentence].compactMap { $0 }.joined(separator: "; ")
  }

  fileprivate func pods(_ count: Int) -> String { "\(count) pod\(count == 1 ? "" : "s")" }
}

extension GraceRecommendation.Parts {
  /// `preStop 2.0 s + drain 52 s + cleanup 1.0 s + margin 5.0 s`.
  fileprivate var sum: String {
    var terms: [String] = []
    if preStop > 0 { terms.append("preStop \(preStop.span)") }
    terms.append("drain \(drain.span)")
    if cleanup > 0 { terms.append("cleanup \(cleanup.span)") }
    terms.append("margin \(margin.span)")
    return terms.joined(separator: " + ")
  }
}

extension GraceRecommendation.Refusal {
  fileprivate func sentence(_ advice: GraceRecommendation) -> String {
    switch self {
    case .unfinished(let count):
      return "\(advice.pods(count)) \(count == 1 ? "was" : "were") still terminating"
    case .unknownEnds(let count):
      return "how \(advice.pods(count)) ended is unknown, and so is what "
        + "\(count == 1 ? "it" : "they") needed"
    case .killed(let count, let moreThan):
      let least = moreThan.map { " more than \($0.span)" } ?? " more than they had"
      let rest = advice.histogramRefusal?.sentence.map { "; \($0)" } ?? ""
      return "\(advice.pods(count)) needed\(least); the data cannot tell how much more\(rest)"
    case .otherCauses(let count):
      return "a longer grace period would not have helped "
        + "\(count == 1 ? "the pod" : "the \(count) pods")"
    case .noLength: return "no drain length is known"
    case .hookUnknown:
      let needed = advice.neededSeconds.map { "\($0) s are needed after the signal; " } ?? ""
      return
        "\(needed)how much of the grace period a preStop hook uses is unknown (pass --pre-stop)"
    }
  }
}

extension ResidualLaw.Quantile {
  fileprivate var sentence: String {
    let chance = "1 in \(ResidualLaw.oneIn)"
    return "drain \(seconds.span): with \(inFlight) in flight at a pod's peak, one of them takes "
      + "longer in at most \(chance) drains; this is the quantile \(part.digits) of a task's remaining "
      + "time, from the durations of \(finishedTasks) tasks of \(pods) pod\(pods == 1 ? "" : "s") "
      + "(their own p99, at most \(p99Seconds.span), is too low)"
  }
}

extension ResidualLaw.Refusal {
  /// Nil when there is nothing to say: most pods report no durations.
  fileprivate var sentence: String? {
    switch self {
    case .noHistogram: nil
    case .tooFewTasks(let finished, let needed):
      "the durations of \(finished) finished tasks are too few, \(needed) are needed"
    case .openEnd(let beyond):
      "the durations are no help: a task took longer than \(beyond.span), the longest bucket"
    case .streams(let count):
      "the durations are no help: up to \(count) stream\(count == 1 ? "" : "s") per pod do not end by "
        + "themselves"
    case .contradicted(let seconds, let most):
      "the durations suggest \(seconds.span), but work was left after \(most.span)"
    }
  }
}

extension PreStopAdvice.Reason {
  /// What was seen, as a part of a sentence.
  public var sentence: String {
    switch self {
    case .nothingArrived(let pods):
      return "no task arrived after the signal at "
        + (pods == 1 ? "the counted pod" : "the \(pods) counted pods")
    case .arrivals(let after, let pods, let pod):
      return "tasks arrived after the signal at \(pods) pod\(pods == 1 ? "" : "s"), the last "
        + "\(after.span) after the deletion (\(pod.pod.harmless(limit: 300)))"
    case .refused(let after, let pods):
      return
        "\(pods) pod\(pods == 1 ? "" : "s") refused connections \(after.span) after the deletion, "
        + "while a Service could still send them"
    case .loadBalancer(let gate):
      return "an AWS load balancer (\(gate.harmless(limit: 200))) keeps sending for 15-25 s"
    case .notServed: return "no Service sends to the pods"
    case .neverStops(let after):
      return
        "tasks still arrived \(after.span) after the deletion, over connections that clients keep open "
        + "or from an outdated list; no delay is long enough"
    case .noDelayToJudge:
      return
        "no task arrived after the signal, but there is no delay before it, and refused connections "
        + "are not counted"
    case .hookFillsGrace(let hook, let grace):
      return
        "its hook of \(hook) s takes the whole grace period of \(grace) s and is cut off, so the delay "
        + "it needs could not be observed"
    case .openHook: return "its hook decides how long it runs, and nothing arrived after it"
    case .nobodyLooked: return "whether tasks arrived after the signal could not be observed"
    case .noObject: return "without the pods' objects the time of the deletion is unknown"
    }
  }
}

extension Double {
  fileprivate var span: String { TimeSpan.seconds(self).text }

  /// Five digits behind the point: `0.99917`.
  fileprivate var digits: String { String((self * 100_000).rounded() / 100_000) }
}

extension GraceRecommendation {
  /// How many finished tasks had a known duration; nil where the number rests on drains alone.
  public var countedTasks: Int? {
    guard case .residual(let quantile)? = parts?.basis else { return nil }
    return quantile.finishedTasks
  }
}
