import GraceAdvice
import KubernetesObjects
import RunReports
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import Views

/// Over every capture, each half second: the picture says one thing, and its numbers agree.
struct CaptureScreenTests {
  /// Calls for each half second of the capture, or for each step of another length.
  private func each(
    _ name: String, by step: TimeSpan = .milliseconds(500), _ look: (State) throws -> Void
  ) throws {
    let capture = try Capture(name)
    var state = State(scope: capture.scope, diagnosing: DiagnosisRules(), servers: Capture.servers)
    let end = try #require(capture.events.last?.time)
    var events = capture.events[...]
    var now = try #require(capture.events.first?.time)
    while now < end {
      now = now + step
      while let event = events.first, event.time <= now { _ = state.apply(events.removeFirst()) }
      _ = state.apply(Event(time: now, .tick))
      try look(state)
    }
  }

  private static let context = ScreenContext(glyphs: .unicode, keymap: Keymap([:]))
  private static let size = Frame.Size(rows: 60, columns: 200)

  /// The row of a pod in the overview, without the log and the panel beside it.
  private func row(of pod: Pod, in picture: Frame) -> String? {
    (0..<picture.size.rows).lazy.map { picture.line($0) }.first {
      $0.dropFirst(3).hasPrefix(pod.shortName + "  ")
    }
  }

  @Test(arguments: Capture.names)
  func `a pod that did not react has neither a chance nor a sign that all is well in its row`(
    name: String
  ) throws {
    var wrong: Set<String> = []
    try each(name) { state in
      guard state.pods.contains(where: \.isMissingSignal) else { return }
      var screen = ScreenState()
      screen.foldsOld = false
      screen.foldsNew = false
      let picture = frame(of: state, screen, Self.context, size: Self.size)
      for pod in state.pods where pod.isMissingSignal && pod.isShuttingDown {
        guard let row = row(of: pod, in: picture) else { continue }
        let told = row.prefix(100)
        if !told.contains("no signal") || told.contains("%") || told.contains("✔")
          || told.contains("preStop")
        {
          wrong.insert(String(told))
        }
      }
    }
    #expect(wrong.sorted().prefix(3) == [])
  }

  @Test(arguments: Capture.names)
  func `one grace period is named by the findings, the pods and the report`(name: String) throws {
    var wrong: Set<String> = []
    try each(name, by: .seconds(2)) { state in
      for workload in state.workloads {
        let pods = state.pods.filter { $0.workload == workload.id }
        let named = Set(pods.flatMap(\.diagnoses).compactMap(\.graceToTry?.seconds))
        if named.count > 1 { wrong.insert("\(workload.id.text): \(named.sorted())") }
      }
      let report = Report(of: state)
      let inFindings = Set(report.findings.compactMap(\.diagnosis.graceToTry?.seconds))
      guard report.advice.count == 1, let seconds = report.advice[0].graceSeconds,
        state.pods.allSatisfy({ !$0.isShuttingDown })
      else { return }
      let had = report.grace.presentSeconds.max() ?? 0
      if Double(seconds) > had, !inFindings.isSubset(of: [seconds]) {
        wrong.insert("advised \(seconds), findings \(inFindings.sorted())")
      }
    }
    #expect(wrong.sorted() == [])
  }

  @Test(arguments: Capture.names)
  func `the totals add up, and the result is the report's`(name: String) throws {
    var wrong: Set<String> = []
    try each(name, by: .seconds(2)) { state in
      let counts = DangerCounts(state)
      if counts.terminating != state.pods.count(where: \.isShuttingDown) {
        wrong.insert("terminating \(counts.terminating)")
      }
      let verdicts = state.pods.count { $0.verdict != nil }
      if state.verdicts.values.reduce(0, +) != verdicts { wrong.insert("\(verdicts) verdicts") }
      let report = Report(of: state)
      let sentence = report.resultWords.sentence
      if sentence != state.result.sentence { wrong.insert(sentence ?? "none") }
    }
    #expect(wrong.sorted() == [])
  }

  @Test(arguments: Capture.names)
  func `no banner tells of a kill that is unlikely, or of a need beyond another grace`(
    name: String
  ) throws {
    var wrong: Set<String> = []
    try each(name) { state in
      for banner in Banner.all(state, ScreenState())
      where banner.text.contains("is killed") || banner.text.contains("will ") {
        wrong.insert(banner.text)
      }
      for pod in state.pods {
        guard let alert = pod.alert, let deadline = pod.shutdown?.deadline else { continue }
        let text = pod.message(of: alert, at: state.now)
        guard let match = text.firstMatch(of: /needs about ([0-9.]+) s more/),
          let needed = Double(match.1)
        else { continue }
        let most = (deadline.earliestKill + deadline.grace - state.now).seconds
        if needed > most + 1 { wrong.insert(text) }
      }
    }
    #expect(wrong.sorted().prefix(3) == [])
  }

  @Test(arguments: ["01-clean", "03-swallowed", "21-heavy", "43-namespace", "08-bad-rollout"])
  func `the row of the headings never moves`(name: String) throws {
    var rows: Set<Int> = []
    try each(name) { state in
      let picture = frame(
        of: state, ScreenState(), Self.context, size: Frame.Size(rows: 24, columns: 80))
      let row = (0..<picture.size.rows).first { picture.line($0).contains(" IN FLIGHT ") }
      if let row { rows.insert(row) }
    }
    #expect(rows.count == 1)
  }
}
