import KubernetesObjects
import Time

/// Work still arrives while the pod drains: two tasks more than there were, and until there are as few again.
enum GrowingAlert: PodAlertRule {
  static let rule = Alert.Rule.growing
  static let title = "work still arrives while the pod drains"

  static func level(of pod: Pod, _ moment: AlertMoment) -> Alert.Level? {
    guard let drainLow = pod.measured.drainLow, pod.phase < .drained, let sample = pod.workSample,
      sample.isDraining
    else { return nil }
    let isActive = pod.alerts[rule]?.isActive == true
    return sample.inFlight >= drainLow + (isActive ? 1 : 2) ? .warning : nil
  }

  static func message(of pod: Pod, at now: Instant) -> String {
    "\(pod.object.name) is draining but still receives work: \(pod.workSample?.inFlight ?? 0) in flight, "
      + "up from \(pod.measured.drainLow ?? 0)"
  }
}

extension Pod {
  /// Notes the fewest tasks while draining; in the first moments some are still on their way in.
  mutating func noteDrainLow(_ sample: Sample) {
    guard let signalAt = shutdown?.signalAt, sample.isDraining,
      sample.time >= signalAt + Pod.arrivalsEndAfter
    else { return }
    measured.drainLow = min(measured.drainLow ?? sample.inFlight, sample.inFlight)
  }

  /// How long after the signal tasks may still arrive without that being worth a word: the endpoint's
  /// removal was seen to take up to 0.8 s, and the data planes behind it about as long again.
  private static let arrivalsEndAfter = TimeSpan.seconds(2)
}
