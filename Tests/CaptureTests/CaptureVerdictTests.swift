import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

/// The captures' files, fed to the reducer, against what really happened.
@Suite struct CaptureVerdictTests {
  @Test(arguments: Capture.names)
  func `every shutdown gets the verdict, exit code, grace and length that are true`(
    name: String
  ) throws {
    let capture = try Capture(name)
    let (state, _) = capture.play()
    for (uid, truth) in capture.truth where truth.deleted {
      let pod = try #require(state.pod(uid), "\(truth.name) was never seen")
      let verdict = try #require(pod.verdict, "\(truth.name) has no verdict")
      let comment: Comment = "\(truth.name): \(verdict)"
      let wasKilled = truth.containers.values.contains { $0.sigkilled }
      #expect((verdict.kind == .killed) == wasKilled, comment)
      if !wasKilled { #expect(verdict.kind.isGood, comment) }
      #expect(verdict.graceSeconds == truth.grace.map(Double.init), comment)
      if let container = verdict.container {
        #expect(verdict.exitCode == truth.containers[container]?.exitCode, comment)
      }
      let ends = truth.containers.values.compactMap(\.exitedAt)
      if let askedAt = truth.askedAt, let used = verdict.usedSeconds, let end = ends.max() {
        #expect(abs(used - (end - askedAt)) <= 1.1, comment)
      }
      if wasKilled, let lost = truth.lostInFlight, let shown = verdict.inFlightAtEnd {
        #expect(abs(shown - lost) <= 1, comment)
      }
    }
  }

  @Test(arguments: Capture.names)
  func `the countdown of a killed pod reaches zero when it is killed, and never rises`(
    name: String
  ) throws {
    let capture = try Capture(name)
    var state = State(scope: capture.scope, diagnosing: DiagnosisRules(), servers: Capture.servers)
    var lowest: [String: TimeSpan] = [:]
    var zeroAt: [String: Instant] = [:]
    let begin = try #require(capture.events.first?.time)
    let end = try #require(capture.events.last?.time)
    var events = capture.events[...]
    var now = begin
    while now < end {
      now = now + .milliseconds(100)
      while let event = events.first, event.time <= now { _ = state.apply(events.removeFirst()) }
      _ = state.apply(Event(time: now, .tick))
      for (uid, truth) in capture.truth where truth.deleted {
        guard let pod = state.pod(uid) else { continue }
        switch pod.countdown(at: now) {
        case .running(let running):
          if let before = lowest[uid] { #expect(running.remaining <= before, "\(truth.name)") }
          lowest[uid] = running.remaining
          if running.remaining == .zero, zeroAt[uid] == nil { zeroAt[uid] = now }
        case .past, .overdue: if zeroAt[uid] == nil { zeroAt[uid] = now }
        case .none, .unseen: break
        }
        // The API shows the end only after it: the number on the screen would have gone on.
        if pod.phase >= .exited, zeroAt[uid] == nil, let left = lowest[uid] {
          zeroAt[uid] = now + left
        }
      }
    }
    for (uid, truth) in capture.truth {
      guard let kill = truth.containers.values.compactMap(\.sigkillAt).max() else { continue }
      let zero = try #require(zeroAt[uid], "\(truth.name) never counted down to zero")
      #expect(abs(zero.seconds - kill) <= 1.1, "\(truth.name): \(zero.seconds - kill) s off")
    }
  }
}
