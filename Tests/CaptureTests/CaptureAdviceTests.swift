import ShutdownModel
import Testing

@testable import DrainForecast
@testable import GraceAdvice

/// The advised grace against what the requests of a real cluster really took.
struct CaptureAdviceTests {
  private static func advice(_ name: String) throws -> GraceRecommendation {
    let (state, _) = try Capture(name).play()
    return try #require(WorkloadDrains.all(of: state).first).recommendation
  }

  @Test func `heavy tails that killed most pods are seen in the durations`() throws {
    let advice = try Self.advice("21-heavy")
    // The load's own log: the last request in flight would have ended 56.7 s after the deletion.
    let grace = try #require(advice.graceSeconds)
    #expect((57...75).contains(grace), "\(advice.reason)")
    guard case .residual(let quantile) = advice.parts?.basis else {
      Issue.record("\(advice.reason)")
      return
    }
    // Of the requests 1.5 % took 15-60 s.
    #expect((50...61).contains(quantile.seconds))
    #expect(quantile.p99Seconds <= 30)
    #expect(advice.killed == 19)
    // The last request came 1.7 s after a deletion, and the hook sleeps for 2 s.
    #expect(advice.preStop.seconds == 2)
  }

  @Test func `four clean drains of 6 s at most need no grace of 20 s`() throws {
    let advice = try Self.advice("01-clean")
    #expect(advice.graceSeconds == 15)
    #expect(advice.percentiles?.longest == 6)
    #expect(advice.preStop.seconds == 3)
    #expect(advice.preStop.isKept)
  }

  @Test(arguments: ["02-sigkill", "03-swallowed"])
  func `what nobody can justify is not advised`(name: String) throws {
    let advice = try Self.advice(name)
    #expect(advice.graceSeconds == nil, "\(advice.reason)")
    #expect(advice.refusal != nil)
  }

  @Test(arguments: Capture.names)
  func `no advised grace is shorter than a drain that was seen to its end`(name: String) throws {
    let (state, _) = try Capture(name).play()
    for drains in WorkloadDrains.all(of: state) {
      let advice = drains.recommendation
      guard let grace = advice.graceSeconds else { continue }
      let used = drains.facts.filter { if case .sufficed = $0.outcome { true } else { false } }
        .compactMap(\.usedSeconds)
      #expect(Double(grace) > used.max() ?? 0, "\(advice.reason)")
    }
  }
}
