import ShutdownModel
import Time

@testable import KubernetesObjects

// What came of a story.

extension Story {
  func pod(_ uid: String = "web-1") -> Pod {
    guard let pod = state.pod(uid) else { fatalError("no pod \(uid)") }
    return pod
  }

  /// The verdicts that were printed, each with its time.
  func verdicts(of uid: String = "web-1") -> [(seconds: Double, verdict: Verdict)] {
    outputs.compactMap { output in
      guard case .verdict(let pod, let verdict) = output.change, pod.uid == uid else { return nil }
      return (output.time.inStory, verdict)
    }
  }

  func verdict(of uid: String = "web-1") -> Verdict? { verdicts(of: uid).first?.verdict }

  func kind(of uid: String = "web-1") -> Verdict.Kind? { verdict(of: uid)?.kind }

  func phases(of uid: String = "web-1") -> [Phase] {
    outputs.compactMap { output in
      guard case .phase(let pod, _, let to) = output.change, pod.uid == uid else { return nil }
      return to
    }
  }

  /// `overdue+`, `overdue-`: a condition that began to hold or ceased to, with its time.
  func conditions(_ uid: String = "web-1") -> [(seconds: Double, text: String)] {
    outputs.compactMap { output in
      guard case .condition(let pod, let condition, let holds) = output.change, pod.uid == uid
      else { return nil }
      return (output.time.inStory, condition.rawValue + (holds ? "+" : "-"))
    }
  }

  /// `warning+`, `critical-`: an alert raised or cleared, with its time.
  func alerts(
    _ uid: String = "web-1", _ rule: Alert.Rule = .deadline
  ) -> [(seconds: Double, text: String)] {
    outputs.compactMap { output in
      guard case .alert(let subject, let alert) = output.change, alert.rule == rule,
        subject.pod?.uid == uid
      else { return nil }
      return (output.time.inStory, alert.level.rawValue + (alert.isRaised ? "+" : "-"))
    }
  }

  func alertTimes(_ text: String, _ rule: Alert.Rule = .deadline) -> [Double] {
    alerts("web-1", rule).filter { $0.text == text }.map(\.seconds)
  }

  func times(_ condition: String, _ uid: String = "web-1") -> [Double] {
    conditions(uid).filter { $0.text == condition }.map(\.seconds)
  }

  /// Seconds left at an instant; nil when no countdown runs.
  func left(_ seconds: Double, _ uid: String = "web-1") -> Double? {
    running(seconds, uid)?.remaining.seconds
  }

  func running(_ seconds: Double, _ uid: String = "web-1") -> Countdown.Running? {
    guard case .running(let running) = pod(uid).countdown(at: .at(seconds)) else { return nil }
    return running
  }

  var summary: Summary? { state.run.summary }
}

extension Instant {
  /// Seconds after the story's start.
  static func at(_ seconds: Double) -> Instant { Story.start + .seconds(seconds) }

  /// Its seconds after the story's start, to the millisecond.
  var inStory: Double { ((self - Story.start).seconds * 1000).rounded() / 1000 }
}
