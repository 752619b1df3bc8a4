import DrainForecast
import GraceAdvice
import HarmlessText
package import KubernetesObjects
package import RunReports
package import ShutdownModel
import Time

/// A report in words: what every form of it says, made once so that none says more than another.
///
/// All of it is harmless text of bounded length; a form escapes what it must besides.
package struct ReportWords {
  package let report: Report

  /// `deployment/web`.
  package var target: String { report.scope.text.harmless(limit: 300) }

  /// `prod/shop`: the context and the namespace; empty when neither is known.
  package var place: String {
    [report.clusterContext ?? "", report.scope.namespace].filter { !$0.isEmpty }
      .joined(separator: "/").harmless(limit: 300)
  }

  /// `deployment/web in prod/shop`.
  package var title: String { place.isEmpty ? target : "\(target) in \(place)" }

  /// `drained, exit code 2`; a run that goes on has no result yet.
  package var result: String {
    guard let summary = report.summary else { return "the run goes on" }
    let reason = summary.reason.harmless(limit: 500)
    let because = reason == summary.words ? "" : " (\(reason))"
    return "\(summary.words.harmless(limit: 500))\(because), exit code \(summary.exitCode)"
  }

  /// The result in a sentence, then how the run ended: `all 5 pods ended clean; drained, exit code 0`.
  package var outcome: String {
    [
      report.resultWords.sentence, result,
    ].compactMap { $0 }
      .joined(separator: "; ")
  }

  /// `2026-11-24 14:02:31Z, for 1 min 12 s`.
  package var time: String {
    guard let began = report.beganAt, let length = report.length else {
      return "nothing was seen"
    }
    return "\(began.date) \(began.clock), for \(length.text)"
  }

  /// `4 shutdowns: 1 killed, 3 clean`.
  package var counts: String {
    let count = report.pods.count
    guard count > 0 else { return "no shutdown was seen" }
    var parts = Verdict.Kind.allCases.compactMap { kind in
      let open = kind == .unknown ? report.stillTerminatingCount : 0
      return report.verdicts[kind].flatMap { $0 > open ? "\($0 - open) \(kind.rawValue)" : nil }
    }
    if report.stillTerminatingCount > 0 {
      parts.append("\(report.stillTerminatingCount) still terminating")
    }
    if report.unfinishedCount > 0 { parts.append("\(report.unfinishedCount) not over") }
    return "\(count) shutdown\(count == 1 ? "" : "s"): " + parts.joined(separator: ", ")
  }

  /// `p50 6.1 s, p95 9.7 s, p99 20 s, max 20 s (of 4 drains the p99 is the longest)`.
  package var drains: String {
    guard let drain = report.drainSeconds else { return "unknown" }
    // What is said of one workload's drains need not hold for another's.
    let own = report.advice.count == 1 ? report.advice[0] : nil
    let p99 = own?.percentiles.map { " p99 \($0.p99.span)," } ?? ""
    let note = own?.percentileNote.map { " (\($0))" } ?? ""
    return "p50 \(drain.p50.span), p95 \(drain.p95.span),\(p99) max \(drain.max.span)\(note)"
  }

  /// `8.0 s (web-5d68-hq9mt), median 9.0 s of the 11 that ended in time`.
  package var leastSlack: String {
    if let slack = report.slack {
      let ended = report.grace.sufficient?.shutdowns ?? 0
      let isOfSeveral = report.advice.count == 1 && ended > 1
      let median = isOfSeveral ? report.advice[0].medianSlackSeconds : nil
      return "\(slack.seconds.span) (\(name(slack.pod)))"
        + (median.map { median in
          ", median \(median.span) of the \(ended) that ended in time"
        } ?? "")
    }
    let hasGood = report.verdicts.isEmpty || report.verdicts.keys.contains(where: \.isGood)
    return hasGood ? "unknown" : "none ended well"
  }

  /// What was lost, in a sentence.
  package var loss: String {
    let loss = report.loss
    let unknown =
      loss.unknownPods > 0
      ? "how \(pods(loss.unknownPods)) ended is unknown, and so is what was lost" : nil
    guard loss.pods > 0 else {
      if let unknown { return unknown }
      if report.verdicts.isEmpty { return "unknown: no shutdown was over" }
      let unmeasured = report.verdicts[.ended] ?? 0
      return unmeasured > 0
        ? "nothing that was seen; the work of \(pods(unmeasured)) was not measured"
        : "nothing that was seen"
    }
    var parts = ["\(pods(loss.pods)) ended badly"]
    if let count = loss.inFlight {
      let age = loss.oldestLookSeconds.map { ", up to \($0.span) before the end" } ?? ""
      parts.append("\(count) in flight at the last poll\(loss.pods > 1 ? "s" : "")\(age)")
    }
    if loss.unmeasuredPods > 0 {
      parts.append(
        loss.unmeasuredPods == loss.pods
          ? "\(loss.pods == 1 ? "its" : "their") work was not measured"
          : "the work of \(pods(loss.unmeasuredPods)) was not measured, so it may be more")
    }
    if let unknown { parts.append(unknown) }
    return parts.joined(separator: "; ")
  }

  /// A pod's name, as any form shows it.
  package func name(_ pod: PodIdentity) -> String { pod.pod.harmless(limit: 300) }

  package func pods(_ count: Int) -> String { "\(count) pod\(count == 1 ? "" : "s")" }
}

extension Double {
  /// A length of time for a sentence; negative, too.
  package var span: String { (self < 0 ? "-" : "") + TimeSpan.seconds(magnitude).text }

  /// One digit behind the point, for a picture's coordinates.
  package var tenths: String {
    guard isFinite, magnitude < 1e9 else { return "0" }
    return String((self * 10).rounded() / 10)
  }
}

extension Instant {
  /// `2026-11-24`, UTC.
  package var date: String { String(rfc3339.prefix(10)) }
}

extension Report {
  /// What it says in words.
  package var words: ReportWords { ReportWords(report: self) }

  /// What its shutdowns came to.
  var resultWords: ResultWords {
    ResultWords(
      verdicts: verdicts, loss: loss, stillTerminating: stillTerminatingCount,
      unjudged: pods.count { $0.verdict == nil && $0.phase >= .exited })
  }
}

extension Summary {
  /// How it ended, in a few words: that a time has passed says less than what ended it.
  package var words: String { result == .elapsed ? reason : result.rawValue }
}
