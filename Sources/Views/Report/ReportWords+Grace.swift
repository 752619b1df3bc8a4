import GraceAdvice
import HarmlessText
import KubernetesObjects
import RunReports
import ShutdownModel

extension ReportWords {
  /// The grace period to set, in one sentence, the number first.
  package var grace: String {
    if let graceAnswer { return graceAnswer }
    let isBesidePoint =
      !report.grace.otherCauses.isEmpty
      && report.grace.otherCauses.allSatisfy { $0.cause != .unknown }
    return isBesidePoint
      ? "unknown: it was not what mattered" : "unknown: no shutdown could be measured"
  }

  /// What the number rests on, in one sentence.
  package var sureness: String {
    let ended = report.pods.count { $0.verdict.map { !$0.isStillTerminating } ?? false }
    guard ended > 0 else { return "not at all: no drain was over" }
    let cut = report.grace.tooShort.count
    let cutOff = cut > 0 ? ", \(cut) of them cut off" : ""
    let tasks = report.advice.count == 1 ? report.advice[0].countedTasks : nil
    let counted = tasks.map { " and the durations of \($0) tasks" } ?? ""
    let few =
      ended < GraceRecommendation.drainsToRelyOn && tasks == nil
      ? ": too few for a number to rely on" : ""
    return "\(ended) drain\(ended == 1 ? "" : "s")\(cutOff)\(counted)\(few)"
  }

  /// What the number rests on and what it cannot tell, one sentence each.
  package var reasons: [String] {
    let advice = report.grace
    var sentences: [String] = []
    if let short = shortSentence { sentences.append(short) }
    if let sufficient = advice.sufficient { sentences.append(sentence(sufficient)) }
    for cause in CauseBesideGrace.allCases {
      let found = advice.otherCauses.filter { $0.cause == cause }
      guard !found.isEmpty else { continue }
      sentences.append("\(list(found.map(\.pod))): \(cause.sentence)")
    }
    if advice.countsFromSignal, graceAnswer != nil {
      sentences.append(
        "logs show no preStop hook: it runs before the signal and is part of the grace period; "
          + "--pre-stop says how long it runs")
    }
    return sentences + grounds
  }

  /// How many needed more than they had; nil where none did.
  private var shortSentence: String? {
    let short = report.grace.tooShort
    guard !short.isEmpty else { return nil }
    let lengths = Set(short.compactMap(\.shortfall.moreThanSeconds)).sorted()
    let had = lengths.last.map { most in
      lengths.count == 1
        ? "than \(most.span)" : "than the \(lengths[0].span) to \(most.span) they had"
    }
    let assumed = short.contains { $0.shortfall.isAssumed } ? " (assumed)" : ""
    let inFlight = short.compactMap(\.shortfall.inFlight)
    let left =
      inFlight.count == short.count
      ? "" : ", and the work of \(short.count - inFlight.count) was not measured"
    return "\(list(short.map(\.pod))) needed more \(had ?? "than they had")\(assumed)\(left)"
  }

  /// What is advised for each workload, and why.
  private var grounds: [String] {
    report.advice.prefix(ReportWords.mostAdvised).flatMap { advice in
      let name = named(advice)
      // Of the only one they stand under DRAINS and SPARE.
      let drains = report.advice.count == 1 ? nil : "\(name)\(advice.drainSentence)"
      return [
        drains, advice.refusalSentence.map { "\(name)\($0)" },
        advice.basisSentence.map { "\(name)\($0)" }, "\(name)\(advice.preStopSentence)",
      ].compactMap { $0 }
    }
  }

  /// `deployment/web: ` where there are several.
  private func named(_ advice: GraceRecommendation) -> String {
    report.advice.count == 1 ? "" : "\(advice.workload.text.harmless(limit: 300)): "
  }

  /// So many workloads are named; JSON has them all.
  private static let mostAdvised = 20

  /// `70 s (now 20 s) = preStop 2.0 s + drain 60 s + margin 5.0 s, rounded up to 5 s`, `try 40 s (now 20 s)`,
  /// `20 s would have been enough`, or nil when nothing can be said.
  ///
  /// The findings name the same number.
  package var graceAnswer: String? {
    let advised = report.advice.prefix(ReportWords.mostAdvised).filter { $0.graceSeconds != nil }
    if !advised.isEmpty {
      return advised.map {
        "\(named($0))\($0.graceSentence)\(ReportWords.now($0.presentGraceSeconds))"
      }.joined(separator: "; ")
    }
    let toTry = report.findings.filter(\.diagnosis.isCause).compactMap(\.diagnosis.graceToTry)
    if let grace = toTry.max(by: { $0.seconds < $1.seconds }) {
      return "try \(grace.seconds) s\(now) and measure again: \(grace.why)"
    }
    return hindsight
  }

  private var now: String { ReportWords.now(report.grace.presentSeconds) }

  /// ` (now 20 s)`.
  private static func now(_ had: [Double]) -> String {
    had.isEmpty
      ? "" : " (\(had.count == 1 ? "now" : "they had") \(had.map(\.span).joined(separator: ", ")))"
  }

  /// What would have been enough, where no number is advised.
  private var hindsight: String? {
    let advice = report.grace
    let had = now
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
    let unmeasured =
      sufficient.unmeasured > 0
      ? ", \(sufficient.unmeasured) of them without any measurement of their work" : ""
    return "\(pods(sufficient.shutdowns)) ended in time\(unmeasured); the longest took "
      + "\(sufficient.longestSeconds.span) (\(name(sufficient.pod)))"
  }

  private func list(_ pods: [PodIdentity]) -> String {
    let named = pods.prefix(ReportWords.mostNamed).map(name).joined(separator: ", ")
    let rest = pods.count - ReportWords.mostNamed
    return rest > 0 ? "\(named) and \(rest) more" : named
  }
}

extension CauseBesideGrace {
  /// Behind the pod's name and a colon.
  package var sentence: String {
    switch self {
    case .neverNoticedItsSignal:
      "no grace would have sufficed, for the signal was never noticed"
    case .nothingLeft: "more grace may not help: killed with nothing in flight"
    case .ownLimit: "its own limit ended it, not the grace"
    case .cutItsWork: "it ended by itself and left its work; the grace was not the cause"
    case .killedEarly: "it was killed before its grace was over"
    case .otherContainer:
      "a container whose work nobody measures ran until SIGKILL; more grace may not help"
    case .crashed: "it crashed; the grace was not the cause"
    case .outOfMemory: "it ran out of memory; the grace was not the cause"
    case .vanished: "its object went while it ran; nothing can be said of its grace"
    case .kubelet: "the kubelet ended it, without a deletion that had a grace"
    case .unknown: "how it ended is unknown, and so is the grace it needed"
    }
  }
}
