import HarmlessText
import ShutdownModel

extension ManifestReport {
  /// The findings as a compiler writes its own, then the rollouts' numbers, then a line of counts.
  public var text: String {
    var text = ""
    for finding in findings {
      let place = "\(finding.place.file.harmless(limit: 300)):\(finding.place.line)"
      text += "\(place): \(finding.severity.rawValue): \(finding.rule) "
      text += "\(finding.object.harmless(limit: 200)): \(finding.sentence.harmless(limit: 600))\n"
      for evidence in finding.evidence where !evidence.text.isEmpty {
        let file =
          evidence.place.file == finding.place.file
          ? "line " : "\(evidence.place.file.harmless(limit: 300)):"
        text += "    \(file)\(evidence.place.line): \(evidence.text.harmless(limit: 100))\n"
      }
      for line in finding.advice.split(separator: "\n") {
        text += "    \(line.harmless(limit: 200))\n"
      }
    }
    if !findings.isEmpty { text += "\n" }
    for rollout in rollouts where rollout.workload.kind.hasRollout || history != nil {
      text +=
        rollout.workload.kind.hasRollout
        ? rolloutText(rollout.workload, rollout.arithmetic) : heading(rollout.workload) + "\n"
      text += historyText(rollout.workload)
    }
    guard fileCount > 0 else { return text + ownHistoryText }
    return text + counts + "\n"
  }

  private func rolloutText(_ workload: Workload, _ numbers: Arithmetic) -> String {
    """
    \(heading(workload)): \(numbers.replicaWords)
      rollout  \(numbers.rolloutWords)
      pods     \(numbers.podWords)
      grace    \(numbers.graceWords)

    """
  }

  /// `deployment/web (web.yaml:1)`.
  private func heading(_ workload: Workload) -> String {
    let file = workload.manifest.file.harmless(limit: 300)
    return "\(workload.title.harmless(limit: 200)) (\(file):\(workload.manifest.node.line))"
  }

  private var counts: String {
    func count(_ number: Int, _ name: String) -> String {
      "\(number) \(name)\(number == 1 ? "" : "s")"
    }
    let bySeverity = Finding.Severity.allCases.reversed().compactMap { severity in
      let number = findings.count { $0.severity == severity }
      guard number > 0 else { return nil as String? }
      return severity == .critical ? "\(number) critical" : count(number, severity.rawValue)
    }
    let found = bySeverity.isEmpty ? "nothing found" : bySeverity.joined(separator: ", ")
    let aside = ignored.isEmpty ? "" : ", \(ignored.count) ignored by comments"
    return uncheckedText + "\(found)\(aside); \(count(rollouts.count, "workload")) among "
      + "\(count(objectCount, "object")) in \(count(fileCount, "file"))"
  }

  /// What makes pods and was not looked at, in one line.
  private var uncheckedText: String {
    guard !unchecked.isEmpty else { return "" }
    let most = 5
    let names = unchecked.prefix(most).map { Self.uncheckedName($0).harmless(limit: 200) }
    let more = unchecked.count > most ? " and \(unchecked.count - most) more" : ""
    return "not checked, though they hold pod templates: \(names.joined(separator: ", "))\(more)\n"
  }
}

extension Workload.Kind {
  /// Whether it replaces its pods by itself.
  var hasRollout: Bool { [.deployment, .statefulSet, .daemonSet].contains(self) }
}

extension Arithmetic {
  fileprivate var replicaWords: String {
    if update.hasPrefix("RollingUpdate, node") { return update }
    let pods = "\(replicas) \(replicas == 1 ? "replica" : "replicas"), \(update)"
    guard let unavailable else { return pods }
    return pods + (surge.map { ", surge \($0)" } ?? "") + ", unavailable \(unavailable)"
  }

  fileprivate var rolloutWords: String {
    let ready =
      readySeconds > 0 ? "at least \(readySeconds) s until ready" : "the time until ready"
    switch update {
    case "OnDelete", "none": return "only when a pod is deleted"
    case "Recreate": return "at most \(mostEnd) s until the old pods are gone, then \(ready)"
    case _ where update.hasSuffix("the new pod first"):
      return "for each step \(ready), then at most \(mostEnd) s until the old pod is gone"
    case _ where update.hasPrefix("RollingUpdate, node"):
      return "for each step at most \(mostEnd) s until the old pod is gone, then \(ready)"
    case _ where update.hasPrefix("RollingUpdate, one"):
      guard let waves, waves > 0 else { return "nothing to replace" }
      return "\(waves) × (at most \(mostEnd) s until the old pod is gone, then \(ready))"
    default:
      guard let waves else {
        return replicas == 0 ? "nothing to replace" : "too many replicas to count its waves"
      }
      let least = readySeconds > 0 ? ": at least \(waves * readySeconds) s" : ""
      return
        "\(waves) \(waves == 1 ? "wave" : "waves") of \(ready)\(least), then at most \(mostEnd) s "
        + "until the last old pod is gone"
    }
  }

  fileprivate var podWords: String {
    guard let peak, let peakWithTerminating else { return "one a node" }
    return peakWithTerminating > peak
      ? "\(peak) at the peak, up to \(peakWithTerminating) with those that terminate"
      : "\(peak) at the peak"
  }

  fileprivate var graceWords: String {
    var words = "\(grace) s"
    if preStop > 0 || !isPreStopExact {
      words += isPreStopExact ? " - preStop \(preStop) s" : " - preStop (\(preStop) s or more)"
      words += " = \(left) s for the program"
    }
    guard let limit else { return words + "; its own limit is not known" }
    words += "; its own limit is \(limit) s, with a margin of \(Self.margin) s it needs \(needed) s"
    return words + (needed > grace ? ": \(needed - grace) s short" : ": enough")
  }
}
