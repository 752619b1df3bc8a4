import GraceAdvice
import HarmlessText
import KubernetesObjects
import RunReports
import ShutdownModel

extension ReportWords {
  /// Which grace would have sufficed, one sentence a finding, the answer first.
  var grace: [String] {
    let advice = report.grace
    var sentences: [String] = []
    if let answer = graceAnswer { sentences.append(answer) }
    // Those with an estimate say most, one by one; the others all say the same.
    let told = advice.tooShort.filter { $0.shortfall.estimate != nil }.prefix(ReportWords.mostNamed)
    for pod in told { sentences.append(sentence(pod)) }
    let others = advice.tooShort.filter { pod in !told.contains { $0.pod == pod.pod } }
    if others.count == 1 {
      sentences.append(sentence(others[0]))
    } else if others.count > 1 {
      sentences.append(
        "\(list(others.map(\.pod))) were killed with work left, and their counts are no ground for "
          + "an estimate")
    }
    if let sufficient = advice.sufficient { sentences.append(sentence(sufficient)) }
    for cause in CauseBesideGrace.allCases {
      let found = advice.otherCauses.filter { $0.cause == cause }
      guard !found.isEmpty else { continue }
      sentences.append("\(list(found.map(\.pod))): \(cause.sentence)")
    }
    if advice.countsFromSignal, !sentences.isEmpty {
      sentences.append(
        "logs know no preStop hook: it comes before the signal and is part of the grace; "
          + "--pre-stop says how long it runs")
    }
    return (sentences.isEmpty ? ["unknown: no shutdown can be measured"] : sentences) + advised
  }

  /// What is advised, and why: the number first, a workload after the other.
  private var advised: [String] {
    report.advice.prefix(ReportWords.mostAdvised).flatMap { advice in
      let name = named(advice)
      // Of the only one they stand under DRAINS and SLACK.
      let drains = report.advice.count == 1 ? nil : "\(name)\(advice.drainSentence)"
      return [
        drains, "\(name)\(advice.graceSentence)", advice.basisSentence.map { "\(name)\($0)" },
        "\(name)\(advice.preStopSentence)",
      ].compactMap { $0 }
    }
  }

  /// The advised numbers alone; nil when there is none.
  var adviceAnswer: String? {
    let told = report.advice.prefix(ReportWords.mostAdvised).filter { $0.graceSeconds != nil }
    guard !told.isEmpty else { return nil }
    return told.map { "\(named($0))\($0.graceSentence)" }.joined(separator: "; ")
  }

  /// `deployment/web: ` where there are several.
  private func named(_ advice: GraceRecommendation) -> String {
    report.advice.count == 1 ? "" : "\(advice.workload.text.harmless(limit: 300)): "
  }

  /// So many workloads are told of; JSON has them all.
  private static let mostAdvised = 20

  /// `20 s would have been enough (they had 15 s)`, `more than 15 s`, or nil when nothing can be said.
  var graceAnswer: String? {
    let advice = report.grace
    let had =
      advice.presentSeconds.isEmpty
      ? "" : " (they had \(advice.presentSeconds.map(\.span).joined(separator: ", ")))"
    let others = advice.otherCauses.count
    let rest = others > 0 ? "; \(pods(others)) ended badly for other reasons" : ""
    if let seconds = advice.graceSeconds {
      return advice.isEstimate
        ? "about \(Double(seconds).span), as an estimate\(had)\(rest)"
        : "\(Double(seconds).span) would have been enough\(had)\(rest)"
    }
    if advice.tooShort.isEmpty, advice.sufficient != nil {
      let open = advice.unfinished
      let unknown = advice.otherCauses.count { $0.cause == .unknown }
      if open > 0 { return "too early to say: \(pods(open)) still terminating" }
      if unknown > 0 { return "unknown: so is how \(pods(unknown)) ended\(had)" }
    }
    if let least = advice.moreThanSeconds {
      return "more than \(least.span); the data cannot tell how much more\(had)\(rest)"
    }
    return nil
  }

  private static let mostNamed = 5

  private func sentence(_ sufficient: GraceInHindsight.Sufficient) -> String {
    let longest = "\(sufficient.longestSeconds.span) (\(name(sufficient.pod)))"
    let unmeasured =
      sufficient.unmeasured > 0
      ? ", \(sufficient.unmeasured) of them without any measurement of their work" : ""
    return "\(pods(sufficient.shutdowns)) ended in time\(unmeasured); the longest took \(longest), "
      + "with a margin \(Double(sufficient.graceSeconds).span) "
      + "(a quarter more, 5 s at least, rounded up to 5 s)"
  }

  private func sentence(_ pod: GraceInHindsight.TooShort) -> String {
    var text =
      "\(name(pod.pod)) needed more than \(pod.shortfall.moreThanSeconds?.span ?? "its grace")"
    if pod.shortfall.isAssumed { text += " (assumed)" }
    text +=
      pod.shortfall.inFlight.map { ": \($0) in flight at the last poll" }
      ?? ": it was killed, and its work was not measured"
    if let estimate = pod.shortfall.estimate {
      text +=
        "; by an estimate \(estimate.neededSeconds.span), if its count went on falling as over "
        + "its last \(estimate.overSeconds.span), from \(estimate.fellFrom) to \(estimate.fellTo)"
    } else if pod.shortfall.inFlight != nil {
      text += "; too few counts to estimate how long it needed"
    }
    return text
  }

  private func list(_ pods: [PodIdentity]) -> String {
    let named = pods.prefix(ReportWords.mostNamed).map(name).joined(separator: ", ")
    let rest = pods.count - ReportWords.mostNamed
    return rest > 0 ? "\(named) and \(rest) more" : named
  }
}

extension CauseBesideGrace {
  /// Behind the pod's name and a colon.
  var sentence: String {
    switch self {
    case .neverNoticedItsSignal:
      "no grace would have sufficed, for the signal was never noticed"
    case .nothingLeft: "more grace may not help: killed with nothing in flight"
    case .ownLimit: "its own limit ended it, not the grace"
    case .cutItsWork: "it ended by itself and left its work; the grace was not the cause"
    case .killedEarly: "it was killed before its grace was over"
    case .crashed: "it crashed; the grace was not the cause"
    case .outOfMemory: "it ran out of memory; the grace was not the cause"
    case .vanished: "its object went while it ran; nothing can be said of its grace"
    case .kubelet: "the kubelet ended it, without a deletion that had a grace"
    case .unknown: "how it ended is unknown, and so is the grace it needed"
    }
  }
}
