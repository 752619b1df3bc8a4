import KubernetesObjects
import OutputLines
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import Views

/// What is named as the reason of an end is the reason, and nothing sounds good on the way to a bad one.
struct CaptureCauseTests {
  @Test(arguments: Capture.names + Capture.slowNames)
  func `a limit or a grace is the reason only where SIGKILL came at the end of the grace`(
    name: String
  ) throws {
    let (state, _) = try Capture(name).play()
    for pod in state.pods {
      guard let verdict = pod.verdict, let cause = pod.causeFound else { continue }
      #expect(!verdict.kind.isGood)
      if ["R08", "R09", "R12", "R39", "R43"].contains(cause.rule) {
        guard case .grace = verdict.kill else {
          Issue.record("\(pod.object.name): \(cause.rule) though \(verdict.reason)")
          continue
        }
      }
    }
  }

  @Test func `a probe's kill, a cut grace and a container that runs on are named`() throws {
    func briefs(_ name: String) throws -> Set<String> {
      Set(try Capture(name).play().0.pods.compactMap(\.endBrief))
    }
    #expect(try briefs("35-liveness").contains("probe killed it"))
    #expect(try briefs("37-three-containers") == ["container runs on?"])
    #expect(try briefs("42-shortened").isSuperset(of: ["grace shortened", "force deleted"]))
    #expect(try briefs("47-exit-codes").contains("sender unknown"))
    #expect(try briefs("03-swallowed").contains("no signal (shell)"))
    #expect(try briefs("01-clean").isEmpty)
  }

  @Test func `what can still be done is said while it can`() throws {
    func ways(_ name: String) throws -> Set<String> {
      var ways: Set<String> = []
      _ = try Capture(name).play { state, _ in
        for pod in state.pods {
          guard let way = state.rescue(of: pod) else { continue }
          ways.insert(String(way.prefix { $0 != ";" }).replacing(pod.object.name, with: "POD"))
        }
      }
      return ways
    }
    let heavy = try ways("21-heavy")
    #expect(
      heavy.contains(
        "kubectl rollout pause deployment/web -n shop-heavy keeps the 5 old pods that are not deleted yet"
      ), "\(heavy)")
    #expect(
      heavy.contains("nothing: the grace period of a pod that is being deleted cannot be extended"))
    let swallowed = try ways("03-swallowed")
    // Its script is a file, which does not say what it starts.
    #expect(!swallowed.isEmpty && !swallowed.contains { $0.contains("pkill") }, "\(swallowed)")
  }

  @Test(arguments: Capture.names + Capture.slowNames)
  func `text says nothing good of a pod in the seconds before it says that it was killed`(
    name: String
  ) throws {
    let (_, outputs) = try Capture(name).play()
    var wrong: [String] = []
    for (index, output) in outputs.enumerated() {
      guard case .verdict(let pod, let verdict) = output.change, verdict.kind.isKnownBad else {
        continue
      }
      for before in outputs[..<index] where output.time - before.time <= .seconds(3) {
        let isGood =
          switch before.change {
          case .alert(let subject, let alert): subject.pod == pod && !alert.isRaised
          case .diagnosis(let subject, _, let holds, _): subject.pod == pod && !holds
          default: false
          }
        if isGood, let text = before.text { wrong.append(text) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test(arguments: Capture.names + Capture.slowNames)
  func `what text says of a pod's SIGKILL never becomes milder while the alert holds`(
    name: String
  ) throws {
    let (_, outputs) = try Capture(name).play()
    var worst: [String: Alert.Level] = [:]
    var wrong: [String] = []
    for output in outputs {
      guard case .alert(let subject, let alert) = output.change, let pod = subject.pod,
        alert.rule == .deadline || alert.rule == .forecast
      else { continue }
      guard alert.isRaised else {
        worst[pod.uid] = nil
        continue
      }
      guard let text = output.text else { continue }
      if let worst = worst[pod.uid], alert.level < worst { wrong.append(text) }
      worst[pod.uid] = max(worst[pod.uid] ?? .notice, alert.level)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }
}
