import Time

extension Pod {
  /// The verdict of a shutdown that only a log shows, once the log is over: always an assumed one.
  ///
  /// A log knows neither the deletion nor the exit code: what it does not say stays unknown. Each container
  /// is judged by its own log up to its last line, and the worst of them gives the verdict.
  func logVerdict() -> Verdict? {
    guard let shutdown, let end = shutdown.exitedAt else { return nil }
    let judged = logs.filter { shutdown.participants.contains($0.container) }.map { track in
      (
        container: track.container,
        said: LogEnding(
          track.newestRun, asked: shutdown.asked, killAt: shutdown.deadline?.earliestKill)
      )
    }
    guard let worst = judged.min(by: { $0.said.kind < $1.said.kind }) else { return nil }
    var verdict = Verdict(
      kind: worst.said.kind, container: worst.container.isEmpty ? nil : worst.container,
      graceSeconds: shutdown.deadline.map { $0.grace.seconds },
      usedSeconds: shutdown.asked.map { max((end - $0).seconds, 0) },
      signalSeen: true, evidence: .log, isAssumed: true,
      reason: worst.said.reason + " (from its log alone)")
    // It was killed when its grace was over, up to a second behind its last word.
    if worst.said.kind == .killed, let deadline = shutdown.deadline {
      verdict.usedSeconds = verdict.usedSeconds.map {
        max($0, (deadline.earliestKill - deadline.asked).seconds)
      }
    }
    // Where the log ends is not where the process did.
    if worst.said.kind == .unknown { verdict.usedSeconds = nil }
    verdict.inFlightAtEnd = worst.said.left
    if verdict.inFlightAtEnd != nil, shutdown.asked != nil {
      verdict.inFlightAgeSeconds = worst.said.lookedAt.map { max((end - $0).seconds, 0) }
    }
    return verdict
  }
}

/// How a container ended, as far as its log says.
struct LogEnding {
  let kind: Verdict.Kind
  let reason: String
  /// Tasks in flight at the last count; 0 where it says that its work was done.
  let left: Int?
  /// When that was logged.
  let lookedAt: Instant?

  /// - Parameters:
  ///   - asked: when the shutdown began, if the lines have times.
  ///   - killAt: the end of the grace that was assumed.
  init(_ run: LogRun, asked: Instant?, killAt: Instant?) {
    // Of the newest count, word of waiting and word of an end the last one counts.
    let look = [run.countedAt, run.waitingAt, run.doneAt].compactMap { $0 }.max()
    let isCounted = look != nil && run.countedAt == look
    let count = look != nil && run.doneAt == look ? 0 : isCounted ? run.count : nil
    // A count of none says that it gave up on nothing.
    if let gaveUpAt = run.gaveUpAt, !(isCounted && count == 0 && look ?? gaveUpAt >= gaveUpAt) {
      left = count == 0 ? nil : count
      lookedAt = left == nil ? nil : look
      (kind, reason) = (.timedOut, "gave up by its own limit\(Self.work(left, look: lookedAt))")
      return
    }
    left = count
    lookedAt = look
    (kind, reason) = Self.judge(run, left: count, look: look, asked: asked, killAt: killAt)
  }

  private static func judge(
    _ run: LogRun, left: Int?, look: Instant?, asked: Instant?, killAt: Instant?
  ) -> (Verdict.Kind, String) {
    let work = work(left, look: look)
    if run.cutAt != nil, left != 0 { return (.cut, "cut its work\(work)") }
    // It ended by force while its last count was of work in flight.
    if run.forcedAt != nil, let left, left > 0 { return (.cut, "cut its work\(work)") }
    if left == 0 { return (.clean, "finished with nothing in flight") }
    let end = run.lastLineAt
    let length = asked.flatMap { asked in end.map { max($0 - asked, .zero) } }
    let after = length.map { "; its last line came after \($0.text)" } ?? ""
    if run.isGoingOn {
      return (.unknown, "it still logged long after its assumed grace period")
    }
    guard look == nil else {
      // Only a word of work in flight at the very end of the grace, with which it fell silent.
      if let killAt, let end, let look, look >= killAt - lastLook,
        (killAt - lastSecond...killAt + killTakes).contains(end)
      {
        return (.killed, "silent since the end of its assumed grace period\(work)")
      }
      return (.unknown, "its log ends\(work) and does not show what happened to that work\(after)")
    }
    if run.goneAt != nil, run.forcedAt != nil {
      return (.ended, "its log shows a forced end, but not what happened to its work")
    }
    if run.goneAt != nil {
      return (.ended, "its log shows its end, but not what happened to its work")
    }
    return (.unknown, "its log shows the start of the shutdown, but not its end\(after)")
  }

  private static func work(_ left: Int?, look: Instant?) -> String {
    guard look != nil, left != 0 else { return "" }
    return left.map { " with \($0) in flight" } ?? " with work in flight"
  }

  /// Those that say every few seconds what is left.
  private static let lastLook = TimeSpan.seconds(6)
  /// SIGKILL comes up to 2 s after the end of the grace.
  private static let killTakes = TimeSpan.milliseconds(2500)
  /// Those that say every second what is left were heard last up to a second before.
  private static let lastSecond = TimeSpan.milliseconds(1500)
}
