import HarmlessText
package import ShutdownModel

/// One finding of a report in words, harmless and of bounded length.
package struct FindingWords {
  package let group: FindingGroup

  package init(group: FindingGroup) { self.group = group }

  /// `R39 critical, 19 pods` or `R09 critical, 19 of 30 pods`.
  package var heading: String {
    let count = group.names.count
    let part = group.worstCount < count ? "\(group.worstCount) of " : ""
    let whom = count > 1 ? "\(part)\(count) pods" : group.names.first?.harmless(limit: 300) ?? ""
    return "\(group.diagnosis.rule) \(group.diagnosis.level.rawValue), \(whom)"
  }

  package var sentence: String { group.diagnosis.sentence.harmless(limit: 1000) }

  /// `pod: web: exit code 137, reason Error`.
  package var evidence: [String] {
    group.diagnosis.evidence.map { "\($0.source.text): \($0.text)".harmless(limit: 500) }
  }

  /// Its lines; those of YAML begin with two blanks.
  package var advice: [String] {
    group.diagnosis.advice.split(separator: "\n").map { String($0).harmless(limit: 1000) }
  }

  /// Up to eight of those it is about.
  package var names: String {
    let shown = group.names.prefix(8).map { $0.harmless(limit: 300) }.joined(separator: ", ")
    return group.names.count > 8 ? "\(shown) and \(group.names.count - 8) more" : shown
  }

  package var role: Role { group.diagnosis.level.role }
}
