import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// Alerts and diagnoses over recordings of a real cluster, against what really happened.
@Suite struct CaptureAlertTests {
  /// What is said of one pod's shutdown.
  private struct Told {
    var firstCriticalAt: Instant?
    var rules: Set<String> = []
    var worst = Alert.Level.notice
  }

  @Test(arguments: Capture.names)
  func `every kill is told before it comes, and few clean ends are called critical`(
    name: String
  ) throws {
    let capture = try Capture(name)
    let (state, outputs) = capture.play()
    let told = Self.told(outputs)
    var falseAlarms = 0
    var clean = 0
    for (uid, truth) in capture.truth where truth.deleted {
      let pod = try #require(state.pod(uid))
      let comment: Comment = "\(truth.name): \(String(describing: told[uid]))"
      if let killAt = truth.containers.values.compactMap(\.sigkillAt).max() {
        let critical = try #require(told[uid]?.firstCriticalAt, comment)
        // The deadline rule itself speaks min(5 s, 25 % of the grace) before.
        let least = min(5, Double(truth.grace ?? 30) * 0.25) - 0.5
        #expect(killAt - critical.seconds >= least, comment)
      } else if let used = pod.verdict?.usedSeconds, let grace = truth.grace {
        clean += 1
        if told[uid]?.firstCriticalAt != nil {
          falseAlarms += 1
          #expect(used > 0.57 * Double(grace), comment)
        }
      }
    }
    #expect(falseAlarms * 10 <= clean, "\(falseAlarms) of \(clean)")
  }

  /// What is wrong in each recording, and nothing else.
  private static let findings: [String: Set<String>] = [
    "01-clean": [], "02-sigkill": ["R39", "R09", "R01"], "03-swallowed": ["R03"],
    "04-prestop-hup": ["R10", "R01"], "08-bad-rollout": ["R41"], "09-statefulset": [],
    "11-sidecar": [], "12-prestop-overrun": ["R08"], "13-recreate": ["R01"],
    "21-heavy": ["R39", "R09"],
  ]

  @Test(arguments: Capture.names)
  func `the findings say what is wrong and nothing that is not so`(name: String) throws {
    let (state, outputs) = try Capture(name).play()
    let expected = try #require(Self.findings[name])
    let rules = Set(
      outputs.compactMap { output -> String? in
        guard case .diagnosis(_, let diagnosis, holds: true, _) = output.change else { return nil }
        return diagnosis.rule
      })
    #expect(rules.isSubset(of: expected), "\(rules)")
    // R01 rests on when the polls happened to come.
    #expect(rules.isSuperset(of: expected.subtracting(["R01"])), "\(rules)")
    let isClean = ["01-clean", "09-statefulset", "11-sidecar", "13-recreate"].contains(name)
    if isClean {
      let worst = outputs.compactMap { output -> Alert.Level? in
        guard case .diagnosis(_, let diagnosis, _, _) = output.change else { return nil }
        return diagnosis.level
      }.max()
      #expect(worst ?? .notice == .notice)
    }
    for pod in state.pods where pod.verdict?.kind == .killed {
      #expect(pod.diagnoses.first?.level == .critical, "\(pod.object.name) has no cause")
    }
  }

  @Test func `a swallowed signal is told two seconds after it was due`() throws {
    let capture = try Capture("03-swallowed")
    let told = Self.told(capture.play().outputs)
    for (uid, truth) in capture.truth where truth.deleted {
      let asked = try #require(truth.askedAt)
      let critical = try #require(told[uid]?.firstCriticalAt)
      // A poll is half a second, and the kubelet may need as long.
      #expect((2...3.5).contains(critical.seconds - asked), "\(truth.name)")
    }
  }

  private static func told(_ outputs: [Output]) -> [String: Told] {
    var told: [String: Told] = [:]
    for output in outputs {
      switch output.change {
      case .alert(let subject, let alert):
        guard let uid = subject.pod?.uid, alert.isRaised, alert.level == .critical else { continue }
        told[uid, default: Told()].firstCriticalAt =
          told[uid]?.firstCriticalAt ?? output.time
      case .diagnosis(let subject, let diagnosis, holds: true, _):
        guard let uid = subject.pod?.uid else { continue }
        told[uid, default: Told()].rules.insert(diagnosis.rule)
        told[uid, default: Told()].worst = max(told[uid]?.worst ?? .notice, diagnosis.level)
      default: break
      }
    }
    return told
  }
}
