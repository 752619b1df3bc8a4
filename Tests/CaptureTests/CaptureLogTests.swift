import Inputs
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText

/// The captures' logs alone, against what really happened.
@Suite struct CaptureLogTests {
  @Test(arguments: Capture.names)
  func `the logs alone give the drains that really were`(name: String) throws {
    let capture = try Capture(name)
    let path = Capture.folder(of: name) + "logs.txt"
    let spoke = try Set(
      Capture.lines(path).map { String(decoding: $0, as: UTF8.self) }
        .filter { $0.contains("start gracefully shutdown") }
        .map { String($0.dropFirst("[pod/".count).prefix { $0 != "/" }) })
    let deleted = capture.truth.values.filter { $0.deleted && spoke.contains($0.name) }
    let grace = deleted.compactMap(\.grace).max().map { TimeSpan.seconds(Double($0)) }
    let outputs = try Self.replay(path, grace: grace)
    var verdicts: [String: Verdict] = [:]
    var drains: [String: Instant] = [:]
    for output in outputs {
      switch output.change {
      case .verdict(let pod, let verdict):
        #expect(verdicts[pod.pod] == nil, "\(pod.pod) has two verdicts")
        verdicts[pod.pod] = verdict
      case .phase(let pod, _, to: .draining): drains[pod.pod] = output.time
      default: break
      }
    }
    #expect(Set(verdicts.keys) == spoke)
    for truth in deleted {
      let verdict = try #require(verdicts[truth.name], "\(truth.name) has no verdict")
      let comment: Comment = "\(truth.name): \(verdict)"
      #expect(verdict.isAssumed, comment)
      #expect(verdict.evidence == .log, comment)
      let wasKilled = truth.containers.values.contains { $0.sigkilled }
      // A log cannot know a kill that a preStop hook has brought nearer.
      #expect(wasKilled ? !verdict.kind.isGood : verdict.kind == .clean, comment)
      if let used = verdict.usedSeconds, let began = drains[truth.name],
        let end = truth.containers.values.compactMap(\.exitedAt).max()
      {
        #expect(abs(began.seconds + used - end) <= 1, comment)
      }
    }
  }

  @Test(arguments: [("21-heavy", 20.0, 2.0), ("12-prestop-overrun", 8, 8)])
  func `with the length of the hook every kill is known`(
    name: String, grace: Double, preStop: Double
  ) throws {
    let capture = try Capture(name)
    let outputs = try Self.replay(
      Capture.folder(of: name) + "logs.txt", grace: .seconds(grace), preStop: .seconds(preStop))
    var kinds: [String: Verdict.Kind] = [:]
    for case .verdict(let pod, let verdict) in outputs.map(\.change) {
      kinds[pod.pod] = verdict.kind
    }
    for truth in capture.truth.values where truth.deleted {
      let wasKilled = truth.containers.values.contains { $0.sigkilled }
      #expect(kinds[truth.name] == (wasKilled ? .killed : .clean), "\(truth.name)")
    }
  }

  /// What a log without a grace cannot tell it does not.
  @Test func `without a grace nobody is said to have been killed`() throws {
    let outputs = try Self.replay(Capture.folder(of: "02-sigkill") + "logs.txt", grace: nil)
    let kinds = outputs.compactMap { output in
      if case .verdict(_, let verdict) = output.change { verdict.kind } else { nil }
    }
    #expect(kinds == Array(repeating: .unknown, count: 4))
  }

  private static func replay(
    _ path: String, grace: TimeSpan?, preStop: TimeSpan? = nil
  ) throws -> [Output] {
    let patterns = try LoadedSettings(flags: [:], environment: [:]).logPatterns()
    let log = PlainLog(
      try FileBytes(path: path), pod: nil, recogniser: try LogRecogniser(patterns))
    var order = TimeOrder([log])
    var state = State(
      scope: .logs(["logs.txt"], grace: grace, preStop: preStop), diagnosing: DiagnosisRules())
    var outputs: [Output] = []
    while let events = try order.next() {
      for event in events { outputs += state.apply(event) }
    }
    return outputs + state.apply(Event(time: state.now, .stop(.inputEnded)))
  }
}
