import HarmlessText
import KubernetesObjects
import RunReports
import ShutdownModel

/// One thing to do, how many pods it is about, and what they lost.
package struct FirstStep: Equatable {
  /// `try a grace period of 70 s (outlasts grace, R39)`.
  package let text: String
  /// `19 pods, 24 left`.
  package let whom: String
  package let role: Role
}

extension ReportWords {
  /// What to do first, the worst first; empty where nothing is wrong.
  package var doFirst: [FirstStep] {
    let left = Dictionary(
      report.pods.map {
        ($0.pod.pod, $0.verdict.flatMap { $0.kind.isKnownBad ? $0.inFlightAtEnd : nil } ?? 0)
      },
      uniquingKeysWith: +)
    return report.findings.filter(\.diagnosis.isFirst).prefix(5).map { group in
      let lost = group.names.reduce(0) { $0 + (left[$1] ?? 0) }
      let whose = report.advice.count > 1 ? "\(group.workload.text.harmless(limit: 300)): " : ""
      return FirstStep(
        text: whose + FindingWords(group: group).step,
        whom: pods(group.names.count) + (lost > 0 ? ", \(lost) left" : ""),
        role: group.diagnosis.level.role)
    }
  }
}

extension FindingWords {
  /// The first thing its advice says, with what is wrong in brief.
  var step: String {
    let diagnosis = group.diagnosis
    let first = advice.first?.firstClause ?? ""
    let grace = first.hasPrefix("raise the grace period") ? diagnosis.graceToTry : nil
    let what = grace.map { "try a grace period of \($0.seconds) s" }
    return "\(what ?? first) (\(diagnosis.brief), \(diagnosis.rule))"
  }
}

extension Diagnosis {
  /// It says why pods end badly, or is about a workload: what only holds, too, changes nothing of that.
  var isFirst: Bool { isCause || container == nil && level > .notice }
}

extension String {
  /// Up to its first `:` or `;`, without what stands in parentheses.
  fileprivate var firstClause: String {
    var (clause, depth) = ("", 0)
    for character in self {
      switch character {
      case "(":
        depth += 1
        if clause.last == " " { clause.removeLast() }
      case ")" where depth > 0: depth -= 1
      case ":" where depth == 0, ";" where depth == 0: return clause
      default: if depth == 0 { clause.append(character) }
      }
    }
    return clause
  }
}
