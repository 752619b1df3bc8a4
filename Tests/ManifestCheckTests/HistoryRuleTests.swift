import PodStatus
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText
@testable import ManifestCheck

/// Manifests held against recorded runs.
struct HistoryRuleTests {
  private static func report(
    _ yaml: String, _ history: DrainHistory = .of(used: [10, 12])
  ) -> ManifestReport {
    ManifestReport(
      [ManifestFile(name: "web.yaml", bytes: Array(yaml.utf8))], history: history)
  }

  private static func found(_ yaml: String, _ history: DrainHistory) -> [String] {
    report(yaml, history).findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }

  private static func manifest(_ grace: Int, preStop: Int = 5) -> String {
    Manifests.deployment(pod: "terminationGracePeriodSeconds: \(grace)")
      .replacing("sleep: {seconds: 5}", with: "sleep: {seconds: \(preStop)}")
  }

  @Test func `a healthy manifest has nothing against a healthy run`() {
    #expect(Self.found(Self.manifest(20), .of(used: [10, 12])) == [])
  }

  @Test(arguments: [
    // 5 s before the signal, 7 s drain and 5 s margin: 17 s are needed, 20 s advised.
    (16, ["H01 notice"]), (17, []), (20, []), (49, []), (50, ["H02 notice"]),
  ])
  func `the grace is held against what the drains needed`(grace: Int, found: [String]) {
    #expect(Self.found(Self.manifest(grace), .of(used: [10, 12])) == found)
  }

  @Test func `pods that were killed are a warning, until the grace is longer than theirs`() throws {
    let history = DrainHistory.of(used: [10, 30], killed: true)
    let report = Self.report(Self.manifest(30), history)
    #expect(report.findings.map(\.rule) == ["H01"])
    let finding = try #require(report.findings.first)
    #expect(finding.severity == .warning)
    #expect(report.exitCode == 2)
    let lines = Self.manifest(30).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[finding.place.line - 1].contains("terminationGracePeriodSeconds: 30"))
    #expect(finding.sentence.contains("SIGKILL cut off 2 of 2 shutdowns in run.jsonl after 30 s"))
    #expect(finding.advice.contains("no grace period is advised"))
    #expect(Self.found(Self.manifest(31), history) == [])
    // Nor is a grace far too long, where nobody knows what was needed.
    #expect(Self.found(Self.manifest(300), history).contains("H02 notice") == false)
  }

  @Test func `a hook that ends before the last tasks arrive is a notice`() throws {
    let history = DrainHistory.of(used: [12], preStop: 2, lastArrival: 6)
    #expect(Self.found(Self.manifest(40, preStop: 2), history) == ["H03 notice"])
    let finding = try #require(
      Self.report(Self.manifest(40, preStop: 2), history).findings.first)
    #expect(finding.advice.contains("seconds: 8"))
    #expect(finding.sentence.hasPrefix("its preStop takes 2 s, and in run.jsonl tasks arrived"))
    #expect(Self.found(Self.manifest(40, preStop: 8), history) == [])
    #expect(Self.found(Self.manifest(40, preStop: 2), .of(used: [12], preStop: 2)) == [])
  }

  @Test func `only the same kind, name and namespace is the same workload`() {
    let yaml = Self.manifest(10)
    let history = DrainHistory.of(used: [10, 12])
    #expect(Self.found(yaml, history) == ["H01 notice"])
    let named = yaml.replacing(
      "kind: Deployment\nmetadata: {name: web}",
      with: "kind: Deployment\nmetadata: {name: web, namespace: shop}")
    #expect(Self.found(named, history).contains("H01 notice"))
    for other in [
      named.replacing("namespace: shop}", with: "namespace: other}"),
      yaml.replacing("kind: Deployment", with: "kind: StatefulSet"),
      yaml.replacing(
        "metadata: {name: web}\nspec:\n  replicas", with: "metadata: {name: w}\nspec:\n  replicas"),
    ] {
      #expect(!Self.found(other, history).contains { $0.hasPrefix("H") })
      #expect(Self.report(other, history).text.contains("no shutdown of it is in run.jsonl"))
    }
  }

  @Test func `what was seen and what is advised stands under the rollout`() {
    var history = DrainHistory.of(used: [10, 12])
    history.add(
      State(scope: .namespace("shop"), diagnosing: DiagnosisRules()), recording: "empty.jsonl")
    let text = Self.report(Self.manifest(20), history).text
    #expect(
      text.contains(
        """
          history  2 shutdowns, in run.jsonl
                   p50 10 s, p95 12 s, p99 12 s (of 2 drains the p99 is the longest); time to spare: least 18 s, \
        median 18 s
                   keep 30 s: 20 s (preStop 5.0 s + drain 7.0 s + margin 5.0 s) would do, but 2 drains are too \
        few to lower it
                   drain 7.0 s: the longest of 2 that ended in time (pod-1)
                   preStop 5 s can stay: no task arrived after the signal at the 2 counted pods
                   no shutdown of it is in empty.jsonl
                   it has a grace of 20 s and a preStop of 5 s

        """), "\(text)")
  }

  @Test func `without a manifest each workload of the recordings is advised by itself`() throws {
    var history = DrainHistory.of(used: [10, 12])
    history.add(
      State(scope: .namespace("shop"), diagnosing: DiagnosisRules()), recording: "empty.jsonl")
    let report = ManifestReport([], history: history)
    #expect(report.exitCode == 0)
    #expect(report.text.hasPrefix("deployment/web in shop\n  history  2 shutdowns, in run.jsonl\n"))
    #expect(report.text.hasSuffix("no shutdown is in empty.jsonl\n1 workload in 2 recordings\n"))
    let lines = try report.json.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    #expect(lines.map { $0["event"].string } == ["history", "summary"])
  }

  @Test func `JSON has the advice beside what the manifest has, SARIF the findings`() throws {
    let report = Self.report(Self.manifest(10))
    let lines = try report.json.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    let history = try #require(lines.first { $0["event"].string == "history" })
    #expect(history["graceSeconds"].int == 10)
    #expect(history["advice"]["terminationGracePeriodSeconds"].int == 20)
    #expect(history["advice"]["p99"].double == 12)
    #expect(history["recordings"].elements == ["run.jsonl"])
    let log = try JSON(parsing: Array(report.sarif(version: "1").utf8))
    let results = log["runs"].elements[0]["results"].elements
    #expect(results.map { $0["ruleId"].string } == ["H01"])
    #expect(Self.report(Self.manifest(10), DrainHistory()).findings == [])
  }

  @Test func `a comment sets such a finding aside`() {
    let yaml = Self.manifest(10).replacing(
      "terminationGracePeriodSeconds: 10",
      with: "terminationGracePeriodSeconds: 10 # lastcall-ignore: H01 measured on a slow day")
    let report = Self.report(yaml)
    #expect(report.findings == [])
    #expect(report.ignored.map(\.reason) == ["measured on a slow day"])
    #expect(report.problems == [])
  }

  @Test func `names of recordings and pods stay text`() {
    let attack = "\u{1B}[31m\u{202E}\n\(String(repeating: "x", count: 5000))"
    let history = DrainHistory.of(used: [10, 12], recording: attack, pod: attack)
    for text in [
      Self.report(Self.manifest(10), history).text, ManifestReport([], history: history).text,
      Self.report(Self.manifest(10), history).json,
    ] {
      #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") })
      #expect(text.utf8.count < 40_000)
    }
  }
}

extension DrainHistory {
  /// A run in which pods of `deployment/web` ended so long after their deletion, or were killed then.
  static func of(
    used: [Int], killed: Bool = false, preStop: Int = 5, lastArrival: Int = 0,
    recording: String = "run.jsonl", pod: String = "pod"
  ) -> DrainHistory {
    var state = State(scope: .namespace("shop"), diagnosing: DiagnosisRules())
    for (number, seconds) in used.enumerated() {
      let start = Double(1_795_600_800 + number * 200)
      state.drain("\(pod)-\(number)", start, Double(seconds), killed, preStop, lastArrival)
    }
    var history = DrainHistory()
    history.add(state, recording: recording)
    return history
  }
}

extension State {
  /// A pod of 30 s grace drains from the end of its hook on.
  fileprivate mutating func drain(
    _ name: String, _ start: Double, _ used: Double, _ isKilled: Bool, _ preStop: Int,
    _ lastArrival: Int
  ) {
    func at(_ seconds: Double) -> Instant { Instant(seconds: start + seconds) }
    var object = PodObject(
      uid: name, namespace: "shop", name: name, createdAt: at(-3600),
      owner: OwnerReference(kind: "ReplicaSet", name: "web-abc", uid: "rs"), revisionHash: "abc",
      terminationGracePeriodSeconds: 30, phase: .running, isReady: true,
      containers: [
        ContainerObject(
          name: "web", preStop: .sleep(seconds: preStop), isReady: true,
          state: .running(startedAt: at(-3600)))
      ])
    func feed(_ seconds: Double, _ observation: Observation) {
      _ = apply(Event(time: at(seconds), observation))
    }
    feed(-1, .pod(object))
    let grace = isKilled ? Int(used) : 30
    object.deletionTimestamp = at(Double(grace))
    object.deletionGracePeriodSeconds = grace
    feed(0, .pod(object))
    for second in stride(from: Double(preStop), to: used, by: 1) {
      let isLast = second + 1 >= used && !isKilled
      let status = ShutdownStatus(
        phase: isLast ? .drained : .draining, inFlight: isLast ? 0 : 3,
        drainElapsedSeconds: second - Double(preStop),
        completed: min(Int(second), lastArrival) + (isLast ? 3 : 0))
      feed(
        second,
        .status(StatusObservation(pod: .uid(name), endpoint: "http", answer: .report(status))))
    }
    object.containers[0].state = .terminated(
      .init(
        exitCode: isKilled ? 137 : 0, reason: isKilled ? "Error" : "Completed",
        startedAt: at(-3600), finishedAt: at(used)))
    object.phase = isKilled ? .failed : .succeeded
    feed(used + 0.1, .pod(object))
    feed(used + 0.5, .podDeleted(object))
  }
}
