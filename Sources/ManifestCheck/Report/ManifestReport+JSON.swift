import HarmlessText
import PodStatus
import ShutdownModel

extension ManifestReport {
  /// A JSON object a line: one for each finding, one for each rollout, and a summary.
  public var json: String {
    var lines = findings.map { Self.value(of: $0, ignoredFor: nil) }
    lines += ignored.map { Self.value(of: $0.finding, ignoredFor: $0.reason) }
    lines += rollouts.filter { $0.workload.kind.hasRollout }.map {
      Self.value(of: $0.arithmetic, of: $0.workload)
    }
    lines += historyValues
    lines.append(summary)
    return lines.map { $0.text + "\n" }.joined()
  }

  private var summary: JSON {
    let severities = Finding.Severity.allCases.map { severity in
      (severity.rawValue, JSON.integer(findings.count { $0.severity == severity }))
    }
    return [
      "event": "summary", "exitCode": .integer(exitCode), "files": .integer(fileCount),
      "objects": .integer(objectCount), "workloads": .integer(rollouts.count),
      "findings": .object(Dictionary(uniqueKeysWithValues: severities)),
      "ignored": .integer(ignored.count),
      "unchecked": .array(unchecked.map { Self.text(Self.uncheckedName($0)) }),
      "unreadable": .array(problems.map(JSON.string)),
    ]
  }

  private static func value(of finding: Finding, ignoredFor reason: String?) -> JSON {
    [
      "event": "finding", "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue), "object": text(finding.object),
      "namespace": finding.namespace.isEmpty ? .null : text(finding.namespace),
      "container": finding.container.map(text) ?? .null, "message": text(finding.sentence),
      "file": text(finding.place.file), "line": .integer(finding.place.line),
      "path": text(finding.place.path),
      "evidence": .array(
        finding.evidence.map {
          [
            "file": text($0.place.file), "line": .integer($0.place.line),
            "path": text($0.place.path), "text": text($0.text),
          ]
        }),
      "advice": .string(lines(finding.advice)),
      "source": .string(Rules.texts.first { $0.id == finding.rule }?.source ?? ""),
      "ignored": reason.map(text) ?? .null,
    ]
  }

  private static func value(of numbers: Arithmetic, of workload: Workload) -> JSON {
    func count(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }
    return [
      "event": "rollout", "object": text(workload.title),
      "namespace": workload.manifest.namespace.isEmpty ? .null : text(workload.manifest.namespace),
      "file": text(workload.manifest.file), "line": .integer(workload.manifest.node.line),
      "update": .string(numbers.update),
      "replicas": workload.kind == .daemonSet ? .null : .integer(numbers.replicas),
      "surge": count(numbers.surge), "unavailable": count(numbers.unavailable),
      "waves": count(numbers.waves), "readySeconds": .integer(numbers.readySeconds),
      "peakPods": count(numbers.peak),
      "peakPodsWithTerminating": count(numbers.peakWithTerminating),
      "graceSeconds": .integer(numbers.grace), "preStopSeconds": .integer(numbers.preStop),
      "preStopIsExact": .bool(numbers.isPreStopExact), "limitSeconds": count(numbers.limit),
      "mostEndSeconds": .integer(numbers.mostEnd), "marginSeconds": .integer(margin),
      "neededSeconds": numbers.limit == nil ? .null : .integer(numbers.needed),
      "graceSuffices": numbers.limit == nil ? .null : .bool(numbers.needed <= numbers.grace),
    ]
  }

  private static let margin = Arithmetic.margin

  /// Each line harmless by itself.
  static func lines(_ text: String) -> String {
    text.split(separator: "\n").map { $0.harmless(limit: 300) }.joined(separator: "\n")
  }

  static func text(_ text: String) -> JSON { .string(text.harmless(limit: 1000)) }
}
