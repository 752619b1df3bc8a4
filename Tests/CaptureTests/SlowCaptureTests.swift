import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// The captures of an overloaded cluster, whose API shows everything seconds late, against what really
/// happened.
@Suite struct SlowCaptureTests {
  /// What the object cannot tell from a kill, or from a clean end: its own exit with the code of one.
  private static let kinds: [String: Set<Verdict.Kind>] = [
    // It exits 137 by itself: a second before SIGKILL, where nobody can tell, or well before.
    "late137-7cb87c7799-p7lf5": [.killed, .killedEarly],
    "web-b54dcfc76-ltqdc": [.killedEarly], "web-b54dcfc76-xr7lx": [.killedEarly],
    "broken-9b46b464c-l4rqv": [.killedEarly],
    "c139-7bcb55fdc7-gnwcn": [.crashed],
    // A nil dereference of a Go program.
    "segv-74bccb49-x722z": [.crashed, .unknown],
    "c75-5745db55bb-hgfbv": [.unknown, .timedOut],
  ]

  private static func expected(_ truth: Capture.Truth) -> Set<Verdict.Kind> {
    if let kinds = kinds[truth.name] { return kinds }
    if !truth.isEndShown { return truth.isGone ? [.vanished] : [] }
    return truth.wasKilled ? [.killed] : [.clean, .ended]
  }

  @Test(arguments: Capture.slowNames)
  func `every shutdown gets the verdict, grace and length that are true`(name: String) throws {
    let capture = try Capture(name)
    let (state, _) = capture.play()
    for (uid, truth) in capture.truth where truth.deleted {
      let pod = try #require(state.pod(uid), "\(truth.name) was never seen")
      let expected = Self.expected(truth)
      guard let verdict = pod.verdict else {
        #expect(expected.isEmpty, "\(truth.name) has no verdict")
        continue
      }
      let comment: Comment = "\(truth.name): \(verdict)"
      #expect(expected.contains(verdict.kind), comment)
      // The end of a pod that was first seen when it was over says nothing of its grace.
      if let shown = verdict.graceSeconds, let grace = truth.grace {
        #expect(shown == Double(grace), comment)
      }
      let ends = truth.runs.compactMap(\.exitedAt)
      if let askedAt = truth.askedAt, let used = verdict.usedSeconds, let end = ends.max() {
        #expect(abs(used - (end - askedAt)) <= 1.1, comment)
      }
      let isOneRun = truth.containers.values.allSatisfy { $0.runs.count == 1 }
      if verdict.kind == .killed, isOneRun, let lost = truth.lostInFlight,
        let shown = verdict.inFlightAtEnd
      {
        #expect(abs(shown - lost) <= 2, comment)
      }
    }
  }

  @Test(arguments: Capture.slowNames)
  func `SIGKILL comes within the span that the countdown states, which never rises`(
    name: String
  ) throws {
    let capture = try Capture(name)
    var state = State(scope: capture.scope, diagnosing: DiagnosisRules(), servers: Capture.servers)
    var shown: [String: TimeSpan] = [:]
    /// The instants between which SIGKILL was stated to come, as of the last look before it came.
    var stated: [String: (first: Instant, last: Instant)] = [:]
    let kills = capture.truth.compactMapValues { truth in
      truth.deleted ? truth.runs.compactMap(\.sigkillAt).max() : nil
    }
    var events = capture.events[...]
    var now = try #require(capture.events.first?.time)
    let end = try #require(capture.events.last?.time)
    while now < end {
      now = now + .milliseconds(100)
      while let event = events.first, event.time <= now { _ = state.apply(events.removeFirst()) }
      _ = state.apply(Event(time: now, .tick))
      for (uid, kill) in kills {
        guard case .running(let running) = state.pod(uid)?.countdown(at: now) else { continue }
        if let before = shown[uid] { #expect(running.remaining <= before) }
        shown[uid] = running.remaining
        guard now < Instant(seconds: kill) else { continue }
        let first = now + running.remaining
        stated[uid] = (first, running.mayBeLaterBy.map { first + $0 } ?? Instant(nanoseconds: .max))
      }
    }
    for (uid, kill) in kills {
      let truth = try #require(capture.truth[uid])
      // A run that a probe had doomed before is killed by another clock.
      guard truth.grace.map({ kill > (truth.askedAt ?? 0) + Double($0) / 2 }) ?? false else {
        continue
      }
      let span = try #require(stated[uid], "\(truth.name) had no countdown")
      let comment: Comment =
        "\(truth.name): \(span.first.seconds - kill)…\(span.last.seconds - kill)"
      #expect(span.first.seconds <= kill + 1.1, comment)
      #expect(span.last.seconds >= kill - 1.1, comment)
    }
  }

  @Test
  func
    `kills are called critical before 60 % of the grace, clean ends are not, and nothing is raised after SIGKILL`()
    throws
  {
    var (kills, clean) = (0, 0)
    var (late, falseAlarms): ([String], [String]) = ([], [])
    for name in Capture.names + Capture.slowNames {
      let capture = try Capture(name)
      let (_, outputs) = capture.play()
      var critical: [String: Instant] = [:]
      for output in outputs {
        guard case .alert(let subject, let alert) = output.change, let uid = subject.pod?.uid,
          alert.isRaised
        else { continue }
        if let kill = capture.truth[uid]?.runs.compactMap(\.sigkillAt).max() {
          #expect(output.time.seconds <= kill, "\(name): \(alert.message)")
        }
        if alert.level == .critical { critical[uid] = critical[uid] ?? output.time }
      }
      for (uid, truth) in capture.truth where truth.deleted {
        guard let asked = truth.askedAt else { continue }
        if truth.runs.contains(where: { $0.sigkillAt != nil }) {
          kills += 1
          let limit = asked + 0.6 * Double(truth.grace ?? 30)
          if let at = critical[uid], at.seconds <= limit { continue }
          let at = critical[uid].map { "after \($0.seconds - asked) s" } ?? "never"
          late.append("\(name) \(truth.name) \(at)")
        } else if Self.expected(truth) == [.clean, .ended] {
          clean += 1
          if let at = critical[uid] {
            falseAlarms.append("\(name) \(truth.name) after \(at.seconds - asked) s")
          }
        }
      }
    }
    #expect(late.count * 10 <= kills, "\(late) of \(kills)")
    #expect(falseAlarms.count * 10 <= clean, "\(falseAlarms) of \(clean)")
  }

  @Test func `nothing blames the grace for what a probe has killed`() throws {
    let (state, outputs) = try Capture("35-liveness").play()
    let killed = try #require(state.pods.first { $0.object.name.hasSuffix("czxtb") })
    #expect(killed.verdict?.reason.contains("its liveness probe failed") == true)
    let rules = outputs.compactMap { output -> String? in
      guard case .diagnosis(let subject, let diagnosis, _, _) = output.change,
        subject.pod?.uid == killed.uid
      else { return nil }
      return diagnosis.rule
    }
    #expect(!rules.contains("R39"))
  }
}
