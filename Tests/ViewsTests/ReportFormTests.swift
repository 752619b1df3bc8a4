import FoundationEssentials
import OutputLines
import ShutdownDiagnosis
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import ReportForms
@testable import RunReports
@testable import Views

/// What every form of a report looks like, compared with what was recorded and looked at.
struct ReportFormTests {
  static let forms: [(name: String, make: @Sendable (Report) -> String)] = [
    ("report.txt", { $0.text }), ("short.txt", { $0.shortText }), ("report.md", { $0.markdown }),
    ("report.json", { $0.json + "\n" }), ("junit.xml", { [$0].junit }),
    ("report.html", { [$0].html }),
  ]

  @Test(arguments: forms.map(\.name))
  func `a report looks as recorded`(name: String) throws {
    let form = try #require(Self.forms.first { $0.name == name })
    try expect(form.make(ReportStory.rollout()), name)
  }

  @Test func `no line of the text is wider than 80 columns`() {
    for report in [ReportStory.rollout(), ReportStory.hostile()] {
      for text in [report.text, report.shortText] {
        let wide = text.split(separator: "\n").filter { String($0).cellWidth > 80 }
        #expect(wide == [])
      }
    }
  }

  @Test(arguments: [0, 1, 6, 7, 40, 2000])
  func `the short text has at most 24 lines, however many pods there were`(count: Int) {
    var story = Story()
    for number in 0..<count {
      let uid = "pod-\(number)"
      story.pod(0, .ready(uid))
      story.delete(10, grace: 20, uid: uid)
      story.end(number % 2 == 0 ? 30.2 : 15, ["web": number % 2 == 0 ? 137 : 0], uid: uid)
    }
    let text = Report(
      events: story.inOrderOfTime,
      initialState: State(scope: .namespace("shop"), diagnosing: DiagnosisRules()), name: nil
    )
    .shortText
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect((3...24).contains(lines.count), "\(lines.count)")
    #expect(count == 0 || text.contains("killed"))
    #expect(count < 40 || text.contains("more that ended badly"))
  }

  @Test func `on a terminal of ASCII the short text is ASCII`() {
    for report in [ReportStory.rollout(), ReportStory.hostile()] {
      let text = report.shortText(.ascii)
      #expect(text.utf8.allSatisfy { 0x20..<0x7F ~= $0 || $0 == 0x0A })
    }
    #expect(ReportStory.rollout().shortText(.ascii).contains("x killed"))
  }

  @Test(arguments: ["report.txt", "report.md", "report.json", "junit.xml", "report.html"])
  func `what was assumed is marked, and what is unknown says so`(name: String) throws {
    let form = try #require(Self.forms.first { $0.name == name })
    let text = form.make(ReportStory.attached())
    #expect(text.contains(name == "report.json" ? "\"deadlineAssumed\":true" : "30 s (assumed)"))
    #expect(text.contains(name == "report.json" ? "\"assumed\":true" : "status (assumed)"))
    let unknown = form.make(ReportStory.rollout())
    #expect(unknown.contains(name == "report.json" ? "\"slackSeconds\":null" : "unknown"))
  }

  @Test(arguments: forms.map(\.name))
  func `an advised grace stands in every form, and its sum with it`(name: String) throws {
    let form = try #require(Self.forms.first { $0.name == name })
    var story = Story()
    story.pod(0, .ready("web-1"))
    story.delete(10, grace: 12)
    story.end(16)
    let text = form.make(Report(of: story.state)).replacing(#/\s+/#, with: " ")
    #expect(
      text.contains(
        "terminationGracePeriodSeconds 15 = drain 6.0 s + margin 5.0 s, rounded up to the next 5 s")
    )
    if name == "report.json" {
      #expect(text.contains("\"terminationGracePeriodSeconds\":15"))
      #expect(text.contains("\"drainSeconds\":{\"p50\":6.0,\"p95\":6.0,\"max\":6.0}"))
    }
  }

  @Test func `the summary has the advice beside its drains, and a tail when there is a number`() {
    var story = Story()
    story.pod(0, .ready("web-1"))
    story.delete(10, grace: 12)
    story.end(16)
    story.feed(20, .stop(.quit))
    let line = story.outputs.last
    #expect(line?.text?.hasSuffix("max 6.0 s; advised grace period 15 s") == true)
    let json = line?.json ?? ""
    #expect(
      json.contains(
        #""drainSeconds":{"p50":6.0,"p95":6.0,"max":6.0},"advice":{"drains":1,"p99":6.0,"#
          + #""slackSeconds":6.0,"terminationGracePeriodSeconds":15,"preStopSeconds":null,"#
          + #""reason":"try "#))

    var quiet = Story()
    quiet.feed(20, .stop(.quit))
    #expect(quiet.outputs.last?.json.hasSuffix(#""drainSeconds":null,"advice":null}"#) == true)
    #expect(quiet.outputs.last?.text?.contains("advised") == false)

    // Nobody can say which of two workloads one number would be for.
    story = Story()
    for (number, hash) in ["abc", "def"].enumerated() {
      story.pod(0, .ready("web-\(number)")) {
        $0.owner = OwnerReference(kind: "ReplicaSet", name: "w\(number)-\(hash)", uid: hash)
        $0.revisionHash = hash
      }
      story.delete(10, grace: 12, uid: "web-\(number)")
      story.end(16, uid: "web-\(number)")
    }
    story.feed(20, .stop(.quit))
    let both = story.outputs.last
    #expect(
      both?.text?.hasSuffix("; advised grace periods: deployment/w0 15 s, deployment/w1 15 s")
        == true)
    #expect(both?.json.contains(#""terminationGracePeriodSeconds":null"#) == true)
    let text = Report(of: story.state).text.replacing(#/\s+/#, with: " ")
    #expect(
      text.contains("deployment/w1: p50 6.0 s, p95 6.0 s, p99 6.0 s (there is only one drain)"))
    #expect(text.contains("deployment/w1: try terminationGracePeriodSeconds 15"))
  }

  @Test func `one drain lowers no grace`() {
    var story = Story()
    story.pod(0, .ready("web-1"))
    story.delete(10, grace: 20)
    story.end(16)
    story.feed(20, .stop(.quit))
    #expect(story.outputs.last?.text?.contains("advised") == false)
    let text = Report(of: story.state).text.replacing(#/\s+/#, with: " ")
    #expect(
      text.contains(
        "GRACE keep 20 s: 15 s (drain 6.0 s + margin 5.0 s) would do, but one drain is too few"))
  }

  @Test func `several runs are suites, articles and lines of one document`() {
    let reports = [ReportStory.rollout(), ReportStory.rollout()]
    #expect(reports.junit.matches(of: #/<testsuite\s/#).count == 2)
    #expect(reports.junit.contains("<testsuites name=\"lastcall\" tests=\"12\" failures=\"4\""))
    #expect(reports.html.matches(of: #/<article\s/#).count == 2)
    #expect(reports.html.matches(of: #/<html\s/#).count == 1)
  }

  private func expect(_ text: String, _ name: String) throws {
    let file = GoldenFrame.folder.deletingLastPathComponent().appending(path: "Reports/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(name)")
      return
    }
    let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard recorded != text else { return }
    let (old, new) = (recorded.split(separator: "\n"), text.split(separator: "\n"))
    let place = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    Issue.record(
      "\(name) is not as recorded from line \((place ?? min(old.count, new.count)) + 1) on")
  }
}
