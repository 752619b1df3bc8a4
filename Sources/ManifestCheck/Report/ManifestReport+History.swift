import ContainerCommands
import GraceAdvice
import HarmlessText
import KubernetesObjects
import PodStatus
import ShutdownModel

extension ManifestReport {
  /// Under a workload's rollout: what the recordings say of it, and what it has.
  func historyText(_ workload: Workload) -> String {
    guard let history else { return "" }
    let entries = history.entries(of: workload)
    var lines: [String] = []
    for entry in entries {
      let place = entries.count > 1 ? "in \(entry.drains.workload.namespace), " : ""
      lines += ManifestReport.lines(entry, after: place.harmless(limit: 300))
    }
    let absent = history.absent(from: entries)
    if !absent.isEmpty { lines.append("no shutdown of it is in \(names(absent))") }
    if !entries.isEmpty { lines.append("it has \(workload.pod.endWords)") }
    return ManifestReport.section(lines)
  }

  /// What the recordings advise when there is no manifest to hold them against.
  var ownHistoryText: String {
    guard let history else { return "" }
    var text = ""
    for entry in history.entries {
      let id = entry.drains.workload
      let place = id.namespace.isEmpty ? "" : " in \(id.namespace.harmless(limit: 300))"
      text += "\(id.text.harmless(limit: 300))\(place)\n"
      let absent = history.absent(from: [entry])
      text += ManifestReport.section(
        ManifestReport.lines(entry, after: "")
          + (absent.isEmpty ? [] : ["no shutdown of it is in \(names(absent))"]))
    }
    let empty = history.recordings.filter { name in
      !history.entries.contains { $0.recordings.contains(name) }
    }
    if !empty.isEmpty { text += "no shutdown is in \(names(empty))\n" }
    let (workloads, recordings) = (history.entries.count, history.recordings.count)
    return text + "\(workloads) workload\(workloads == 1 ? "" : "s") in \(recordings) recording"
      + "\(recordings == 1 ? "" : "s")\n"
  }

  private static func lines(_ entry: DrainHistory.Entry, after place: String) -> [String] {
    let advice = entry.advice
    let cut = advice.killed > 0 ? ", \(advice.killed) killed with work left" : ""
    return [
      "\(place)\(advice.shutdowns) shutdown\(advice.shutdowns == 1 ? "" : "s")\(cut), in "
        + entry.recordings.map { $0.harmless(limit: 100) }.joined(separator: ", "),
      advice.drainSentence, advice.graceSentence, advice.basisSentence, advice.preStopSentence,
    ].compactMap { $0 }
  }

  private static func section(_ lines: [String]) -> String {
    lines.enumerated().map { place, line in
      "  \(place == 0 ? "history  " : "         ")\(line.harmless(limit: 1000))\n"
    }.joined()
  }

  private func names(_ recordings: [String]) -> String {
    recordings.map { $0.harmless(limit: 100) }.joined(separator: ", ")
  }

  /// An object for each workload, with what is advised or null when no recording has it; without
  /// manifests one for each workload of the recordings.
  var historyValues: [JSON] {
    guard let history else { return [] }
    if fileCount == 0 {
      return history.entries.map { entry in
        value(of: entry, in: nil, absent: history.absent(from: [entry]))
      }
    }
    return rollouts.flatMap { rollout -> [JSON] in
      let entries = history.entries(of: rollout.workload)
      let absent = history.absent(from: entries)
      if entries.isEmpty { return [value(of: nil, in: rollout.workload, absent: absent)] }
      return entries.map { value(of: $0, in: rollout.workload, absent: absent) }
    }
  }

  private func value(
    of entry: DrainHistory.Entry?, in workload: Workload?, absent: [String]
  ) -> JSON {
    let id = entry?.drains.workload
    let namespace = id?.namespace ?? workload?.manifest.namespace ?? ""
    return [
      "event": "history", "object": Self.text(workload?.title ?? id?.text ?? ""),
      "namespace": namespace.isEmpty ? .null : Self.text(namespace),
      "file": workload.map { Self.text($0.manifest.file) } ?? .null,
      "line": workload.map { .integer($0.manifest.node.line) } ?? .null,
      "recordings": .array((entry?.recordings ?? []).map(Self.text)),
      "absentFrom": .array(absent.map(Self.text)),
      "graceSeconds": workload.map { .integer($0.pod.grace.value) } ?? .null,
      "preStopSeconds": workload.map { .integer(min($0.pod.longestPreStop, 1_000_000)) } ?? .null,
      "advice": entry?.advice.json ?? .null,
    ]
  }
}

extension PodSpec {
  /// `a grace of 20 s and a preStop of 2 s`.
  fileprivate var endWords: String {
    let grace = "a grace of \(grace.value) s\(grace.isDefault ? " (the default)" : "")"
    guard containers.contains(where: { $0.preStop != nil }) else {
      return "\(grace) and no preStop"
    }
    let isExact = containers.allSatisfy { $0.preStop?.time.isExact ?? true }
    let seconds = min(longestPreStop, 1_000_000)
    return "\(grace) and a preStop of \(seconds) s\(isExact ? "" : " or more")"
  }
}
