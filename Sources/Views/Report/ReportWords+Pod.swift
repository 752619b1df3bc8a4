import HarmlessText
import KubernetesObjects
import ShutdownModel
import Time

/// One shutdown in words.
struct PodWords {
  let row: PodReport
  let isStrict: Bool

  var name: String { row.pod.pod.harmless(limit: 300) }

  /// `killed`; a shutdown that was not over says so.
  var verdict: String { row.verdict?.kind.rawValue ?? "not over" }

  var role: Role {
    guard let kind = row.verdict?.kind else { return .unknown }
    return isStrict && kind == .ended ? .warning : kind.role
  }

  var glyph: String { row.verdict?.kind.glyph(.unicode) ?? Glyphs.unicode.unknown }

  var used: String { row.usedSeconds?.span ?? "unknown" }

  var grace: String {
    (row.graceSeconds?.span ?? "unknown") + (row.isDeadlineAssumed ? " (assumed)" : "")
  }

  var slack: String { row.slackSeconds?.span ?? "unknown" }

  /// `3, seen 0.4 s before the end`.
  var inFlight: String {
    guard let verdict = row.verdict else {
      return row.samples.last.map { "\($0.inFlight) when last seen" } ?? "unknown"
    }
    guard let count = verdict.inFlightAtEnd else { return "unknown" }
    return "\(count)"
      + (verdict.inFlightAgeSeconds.map { ", seen \($0.span) before the end" } ?? "")
  }

  /// `exit`, `status (assumed)`.
  var evidence: String {
    guard let verdict = row.verdict else { return "none" }
    return verdict.evidence.rawValue + (verdict.isAssumed ? " (assumed)" : "")
  }

  var reason: String {
    (row.verdict?.reason.harmless(limit: 1000)
      ?? "\(row.phase.text) when the run was over; how it ended was not seen")
      + (row.cause.map { "; cause: \($0.sentence.harmless(limit: 600))" } ?? "")
  }

  /// `1.2 s after the request`.
  var signal: String {
    if let signalAt = row.signalAt {
      // A log alone is counted from there.
      if row.pod.workload.kind == .log { return "told by its log" }
      let signal = row.signal?.harmless(limit: 60) ?? "a drain"
      return signal
        + (row.askedAt.map { " seen after \(max(0, (signalAt - $0).seconds).span)" } ?? "")
    }
    return row.verdict?.signalSeen == false ? "never noticed" : "not seen"
  }
}
