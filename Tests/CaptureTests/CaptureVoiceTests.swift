import KubernetesObjects
import ShutdownModel
import Testing
import Time

/// At every event of every capture, what is said of a pod in one place is not denied in another.
struct CaptureVoiceTests {
  @Test(arguments: Capture.names)
  func `beside a missing signal there is no chance, no time it needs and no word of a good end`(
    name: String
  ) throws {
    var wrong: [String] = []
    _ = try Capture(name).play { state, _ in
      for pod in state.pods where pod.alerts[.noSignal]?.isActive == true {
        let prospect = pod.prospect(at: state.now)
        if prospect != .noSignal, prospect != .unknown { wrong.append("\(pod.uid): \(prospect)") }
        if pod.alerts[.forecast]?.isActive == true { wrong.append("\(pod.uid): a forecast") }
        let text = pod.alert.map { pod.message(of: $0, at: state.now) } ?? ""
        if text.contains(" it needs ") || text.contains("chance") { wrong.append(text) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test(arguments: Capture.names)
  func `done is said of no pod whose signal nobody saw`(name: String) throws {
    var wrong: [String] = []
    _ = try Capture(name).play { state, _ in
      for pod in state.pods where pod.prospect(at: state.now) == .empty {
        let isSeen = pod.shutdown.map { $0.signalAt != nil || $0.isDrainInferred } ?? false
        if !isSeen, pod.phase < .drained { wrong.append(pod.uid) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }
}
