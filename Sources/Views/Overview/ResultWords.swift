import RunReports
import ShutdownModel

/// What the shutdowns of a run came to, in a sentence: banner, report and the last words take it from here.
struct ResultWords {
  let verdicts: [Verdict.Kind: Int]
  let loss: Loss
  /// Of those that are unknown, how many were still terminating when the run ended.
  var stillTerminating = 0
  /// How many have exited, whose verdicts are still to come.
  var unjudged = 0

  private var judged: Int { verdicts.values.reduce(0, +) }
  private var all: Int { judged + unjudged }
  private var bad: [Verdict.Kind] {
    Verdict.Kind.allCases.filter { $0.isKnownBad && verdicts[$0] != nil }
  }

  /// Some are known to have ended badly.
  var isBad: Bool { !bad.isEmpty }

  /// `19 of 30 pods were killed, 24 in flight at the last poll`; nil before any shutdown was over.
  var sentence: String? {
    guard judged > 0 else { return nil }
    if unjudged > 0, !isBad { return "\(unjudged) of \(all) pods exited, not judged yet" }
    return isBad
      ? badSentence + (unjudged > 0 ? "; \(unjudged) exited, not judged yet" : "") : goodSentence
  }

  var role: Role {
    if isBad { return .lost }
    return verdicts[.unknown] == nil && unjudged == 0 ? .good : .unknown
  }

  private var badSentence: String {
    let count = bad.reduce(0) { $0 + (verdicts[$1] ?? 0) }
    let pods = "\(count) of \(all) pod\(all == 1 ? "" : "s")"
    var text =
      bad == [.killed]
      ? "\(pods) \(count == 1 ? "was" : "were") killed" : "\(pods) ended badly"
    if let inFlight = loss.inFlight { text += ", \(inFlight) in flight at the last poll" }
    if bad.count > 1 {
      text += "; " + bad.map { "\(verdicts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    }
    return text
  }

  private var goodSentence: String {
    let pods = "\(all) pod\(all == 1 ? "" : "s")"
    let counts = Verdict.Kind.allCases.compactMap { kind in
      verdicts[kind].map { "\($0) \(kind.rawValue)" }
    }
    let list = counts.joined(separator: ", ")
    if stillTerminating > 0 {
      let some = "\(stillTerminating) of \(pods) \(stillTerminating == 1 ? "was" : "were")"
      return "\(some) still terminating when lastcall exited"
    }
    if let unknown = verdicts[.unknown] {
      return unknown == all
        ? "it is not known how \(all == 1 ? "the pod" : "the \(pods)") ended"
        : "it is not known how \(unknown) of \(pods) ended; \(list)"
    }
    guard let ended = verdicts[.ended] else {
      return all == 1 ? "the pod ended clean" : "all \(pods) ended clean"
    }
    return (all == 1 ? "the pod ended in time" : "all \(pods) ended in time")
      + (ended == all ? "; the work in flight was not measured" : ": \(list)")
  }
}

extension State {
  /// What the shutdowns came to so far.
  var result: ResultWords {
    var loss = Loss()
    for index in pods.indices {
      if let verdict = pods[index].verdict { loss.add(verdict) }
    }
    let unjudged = pods.indices.count { pods[$0].isUnjudged }
    let still = pods.indices.count { pods[$0].verdict?.isStillTerminating == true }
    return ResultWords(verdicts: verdicts, loss: loss, stillTerminating: still, unjudged: unjudged)
  }
}
