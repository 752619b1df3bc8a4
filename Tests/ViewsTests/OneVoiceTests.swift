import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText
@testable import Views

/// What one screen says in several places is one thing.
@Suite struct OneVoiceTests {
  private let size = Frame.Size(rows: 24, columns: 80)

  private func lines(_ state: State, _ screen: ScreenState = ScreenState()) throws -> [String] {
    let drawn = try frame(of: state, screen, .shipped(), size: size)
    return (0..<size.rows).map { drawn.line($0) }
  }

  @Test func `the header's number at risk is the sum of what the rows say`() throws {
    let state = Scene.rollout.state
    let counts = DangerCounts(state)
    let said = state.pods.indices.filter { state.pods[$0].isShuttingDown }.map { index in
      let pod = state.pods[index]
      let words =
        ForecastWords(
          pod.prospect(at: state.now), danger: pod.danger(at: state.now), at: state.now)?.when ?? ""
      return words.hasPrefix("loses ")
        ? Int(words.dropFirst(6)) ?? 0 : words == "no signal" ? pod.inFlight ?? 0 : 0
    }
    #expect(counts.atRisk == said.reduce(0, +))
    #expect(said.count { $0 > 0 } > 2)
  }

  @Test func `a count that is old has one age, in its row and in a sentence`() {
    #expect(TimeSpan.seconds(10.6).short == "11s")
    #expect(TimeSpan.seconds(10.6).text == "11 s")
    #expect(TimeSpan.seconds(119.6).short == "2m")
  }

  @Test(arguments: [
    (6.0, "6.0 of 15 s"), (15.0, "15 of 15 s"), (15.4, "15 of 15 s"), (16.3, "15 s + 1.3 s"),
  ])
  func `what is more than the grace is no part of it`(used: Double, text: String) {
    #expect(TimeSpan.seconds(used).text(of: 15) == text)
  }

  @Test
  func `a preStop hook that uses up the grace is waited for, and no number stands still alone`()
    throws
  {
    var story = Story.ofRunningPod([.running("web", preStop: .exec())])
    story.status(9.8, .running, 4)
    story.delete(10, grace: 8)
    story.status(16.5, .running, 4)
    story.tick(16.8)
    let pod = story.pod()
    #expect(pod.waitsForHook(at: story.state.now))
    #expect(try lines(story.state).contains { $0.contains("after hook") && $0.contains("2.0 s") })
    var screen = ScreenState(.pod)
    screen.selectedUID = pod.uid
    let view = try lines(story.state, screen).joined(separator: "\n")
    #expect(view.contains("2.0 s after the preStop hook ends"))
  }

  @Test func `a pod with nothing in flight is in danger, but not in the worst`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    for uid in ["web-1", "web-2"] {
      story.delete(10, grace: 20, uid: uid)
      for half in 0..<36 {
        let second = Double(half) / 2
        story.status(11 + second, .running, uid == "web-1" ? 0 : 3, elapsed: second, uid: uid)
      }
    }
    let now = story.state.now
    #expect(story.pod("web-1").alert?.level == .critical)
    #expect(story.pod("web-1").danger(at: now) == .warning)
    #expect(story.pod("web-2").danger(at: now) == .critical)
    let banners = Banner.all(story.state, ScreenState())
    #expect(banners.first?.text.contains("web-2") == true)
    #expect(banners.map(\.role).prefix(2) == [.criticalBanner, .warningBanner])
    // Of an old count nobody knows.
    story.tick(35)
    #expect(story.pod("web-1").danger(at: story.state.now) != .warning)
  }

  @Test func `what counts as in danger has a banner and a sign, before any alert`() throws {
    var story = Story.ofRunningPod()
    story.delete(10)
    var count = 0
    for tenth in 0..<80 {
      story.status(11 + Double(tenth) / 10, .draining, 5, elapsed: 1 + Double(tenth) / 10)
      let inDanger = DangerCounts(story.state).inDanger
      let banners = Banner.all(story.state, ScreenState())
      #expect(banners.count { $0.text.hasPrefix("web-1:") } == inDanger)
      if inDanger > 0, story.pod().alert == nil { count += 1 }
    }
    #expect(count > 0)
  }

  @Test func `of two in the same danger the one that is killed next stands first`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    story.delete(10, grace: 22, uid: "web-1")
    story.delete(10, grace: 20, uid: "web-2")
    for half in 0..<36 {
      let second = Double(half) / 2
      story.status(11 + second, .draining, 9, elapsed: second, uid: "web-1")
      story.status(11 + second, .draining, 2, elapsed: second, uid: "web-2")
    }
    let banners = Banner.all(story.state, ScreenState())
    #expect(banners.count == 2)
    #expect(banners.first?.text.hasPrefix("web-2") == true)
  }

  @Test func `what has exited and is not judged is counted, and has a sign of its own`() throws {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    for uid in ["web-1", "web-2"] { story.delete(10, uid: uid) }
    story.status(39, .draining, 4, elapsed: 29)
    story.end(40.2, ["web": 137])
    story.tick(43)
    story.logBegins(43, uid: "web-2")
    story.exit(43.5, ["web": 0], uid: "web-2")
    try #require(story.pod("web-2").isUnjudged)
    #expect(
      story.state.result.sentence
        == "1 of 2 pods was killed, 4 in flight at the last poll; 1 exited, not judged yet")
    let screen = try lines(story.state)
    #expect(screen.contains { $0.contains("? 1 exited") })
    #expect(screen.contains { $0.contains("? web-2") && $0.contains("not judged yet") })
  }

  @Test func `the row of a killed pod says when, and the result what to change first`() throws {
    let screen = try lines(Scene.endings.state)
    #expect(screen.contains { $0.contains("killed") && $0.contains(" at 30 of 30 s") })
    #expect(screen.contains { $0.contains("do first: try a grace period of 60 s") })
  }

  @Test(arguments: ScreenState.View.allCases)
  func `every view says of when it is, and what is in danger`(view: ScreenState.View) throws {
    let state = Scene.rollout.state
    var screen = ScreenState(view)
    let top = try lines(state, screen)
    guard view != .help else { return }
    #expect(top[0].contains("LIVE 10:01:30Z"))
    #expect(top[..<4].contains { $0.contains("‼ hq9mt") || $0.contains("‼ n4dd8") })
    screen.timeline = Timeline(
      range: .at(0)...state.now, position: state.now, isReplay: true)
    #expect(try lines(state, screen)[0].contains("REPLAY 10:01:30Z"))
  }

  @Test func `what goes on of a comment is a comment`() {
    let line = "  # in spec.template.spec: an estimate from the counts, with a margin"
    #expect(
      line.wrappedAdvice(40) == [
        "  # in spec.template.spec: an estimate", "  # from the counts, with a margin",
      ])
    #expect("  grace: 65 # one two".wrappedAdvice(17) == ["  grace: 65 #", "  # one two"])
    #expect(
      "keep tasks short: # is no comment here".wrappedAdvice(20).allSatisfy { $0.count <= 20 })
    #expect(
      "keep tasks under 5 s, or less".wrappedAdvice(12) == ["keep tasks", "under 5 s,", "or less"])
  }

  @Test func `what does not fit loses what matters least, not its end in the middle of a word`() {
    let text = "web-1: SIGKILL in 2.0 s; no end in sight; no stop signal seen"
    #expect(text.fittedByClause(80, mark: "…") == text)
    #expect(text.fittedByClause(50, mark: "…") == "web-1: SIGKILL in 2.0 s; no stop signal seen")
    #expect(text.fittedByClause(30, mark: "…") == "web-1: SIGKILL in 2.0 s")
    #expect(text.fittedByClause(10, mark: "…") == "web-1: SI…")
  }

  @Test func `the wheel scrolls the log of a pod in its own view`() throws {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    for number in 0..<60 {
      story.log(Double(number), nil, text: "mine \(number)", uid: "web-1")
      story.log(Double(number) + 0.5, nil, text: "other \(number)", uid: "web-2")
    }
    var screen = ScreenState(.pod)
    screen.selectedUID = story.pod().uid
    let context = try ScreenContext.shipped()
    let shown = frame(of: story.state, screen, context, size: size)
    let row = try #require((0..<size.rows).last { shown.line($0).contains("mine 59") })
    for _ in 0..<2 {
      _ = screen.apply(
        .wheelUp(row: row, column: 5), at: story.state.now, on: shown, state: story.state,
        size: screen.viewSize(size))
    }
    let scrolled = try lines(story.state, screen)
    #expect(scrolled[row].contains("mine 53"))
    #expect(scrolled.contains { $0.contains("its log") && $0.contains("+6 lines newer") })
    #expect(!scrolled.contains { $0.contains("other") })
    // It stays there while lines come, and begins anew elsewhere.
    story.log(80, nil, text: "mine 60", uid: "web-1")
    screen.noteLines(story.state)
    #expect(try lines(story.state, screen)[row].contains("mine 53"))
    screen.view = .overview
    #expect(screen.logOffset == 0)
  }
}
