import HarmlessText
import KubernetesObjects
package import ShutdownModel
import Time

/// One shutdown in words.
package struct PodReportWords {
  package let row: PodReport
  package let isStrict: Bool

  package init(row: PodReport, isStrict: Bool) { (self.row, self.isStrict) = (row, isStrict) }

  package var name: String { row.pod.pod.harmless(limit: 300) }

  /// `killed`; a shutdown that was not over says so.
  package var verdict: String { row.verdict?.kind.rawValue ?? "not over" }

  package var role: Role {
    guard let kind = row.verdict?.kind else { return .unknown }
    return isStrict && kind == .ended ? .warning : kind.role
  }

  package var glyph: String { row.verdict?.kind.glyph(.unicode) ?? Glyphs.unicode.unknown }

  package var used: String { row.usedSeconds?.span ?? "unknown" }

  package var grace: String {
    (row.graceSeconds?.span ?? "unknown") + (row.isDeadlineAssumed ? " (assumed)" : "")
  }

  /// `6.0 s of 15 s`, `15 s + 1.3 s`.
  package var usedOfGrace: String {
    guard let used = row.usedSeconds, let whole = row.graceSeconds, used - whole >= 0.5 else {
      return "\(used) of \(grace)"
    }
    return "\(grace) + \((used - whole).span)"
  }

  package var slack: String { row.slackSeconds?.span ?? "unknown" }

  /// `3, seen 0.4 s before the end`.
  package var inFlight: String {
    guard let verdict = row.verdict else {
      return row.samples.last.map { "\($0.inFlight) when last seen" } ?? "unknown"
    }
    guard let count = verdict.inFlightAtEnd else { return "unknown" }
    return "\(count)"
      + (verdict.inFlightAgeSeconds.map { ", seen \($0.span) before the end" } ?? "")
  }

  /// `exit`, `status (assumed)`.
  package var evidence: String {
    guard let verdict = row.verdict else { return "none" }
    return verdict.evidence.rawValue + (verdict.isAssumed ? " (assumed)" : "")
  }

  package var reason: String {
    (row.verdict?.reason.harmless(limit: 1000)
      ?? "\(row.phase.text) when the run was over; how it ended was not seen")
      + (row.cause.map { "; cause: \($0.sentence.harmless(limit: 600))" } ?? "")
  }

  /// `1.2 s after the request`.
  package var signal: String {
    if let signalAt = row.signalAt {
      // A log alone is counted from there.
      if row.pod.workload.kind == .log { return "reported by its log" }
      let signal = row.signal?.harmless(limit: 60) ?? "a drain"
      return signal
        + (row.askedAt.map { " seen after \(max(0, (signalAt - $0).seconds).span)" } ?? "")
    }
    return row.verdict?.signalSeen == false ? "never noticed" : "not seen"
  }
}
