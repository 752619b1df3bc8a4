import ShutdownModel
import Time

/// One line across the screen: what a person should look at now, worst first.
struct Banner: Equatable {
  var role: Role
  var text: String

  /// The same below the first banner: one loud line is found at once, two are not.
  var subdued: Banner {
    switch role {
    case .criticalBanner: Banner(role: .critical, text: text)
    case .warningBanner: Banner(role: .warning, text: text)
    default: self
    }
  }

  /// Alerts, one a pod, then lost connections, then rights that are missing.
  static func all(_ state: State) -> [Banner] {
    var alerts: [(level: Alert.Level, left: TimeSpan, text: String)] = []
    for index in state.pods.indices where !state.pods[index].alerts.isEmpty {
      let pod = state.pods[index]
      guard let alert = pod.alert, alert.level > .notice else { continue }
      let left = pod.shutdown?.deadline?.remaining(at: state.now) ?? .zero
      alerts.append((alert.level, left, pod.message(of: alert, at: state.now)))
    }
    for workload in state.workloads {
      guard let alert = workload.alerts.worst, alert.level > .notice else { continue }
      alerts.append((alert.level, .seconds(0), alert.message))
    }
    alerts.sort { ($1.level, $0.left) < ($0.level, $1.left) }
    var banners = alerts.map { alert in
      Banner(
        role: alert.level == .critical ? .criticalBanner : .warningBanner, text: alert.text)
    }
    let inputs = state.inputs.sorted { $0.key.text < $1.key.text }
    let lost = inputs.compactMap { input, status in
      status.lostSince.map { (name: input.text, since: $0, reason: status.lostReason) }
    }
    // One broken connection takes all watches with it: one line says it.
    for (place, input) in lost.enumerated()
    where lost.firstIndex(where: { $0.reason == input.reason }) == place {
      let more = lost.count { $0.reason == input.reason } - 1
      let whom = more > 0 ? "\(input.name) and \(more) more are" : "\(input.name) is"
      banners.append(
        Banner(
          role: .warningBanner,
          text: "\(whom) lost since \((state.now - input.since).text): "
            + "\(input.reason ?? "no reason given"); what is shown is that old"))
    }
    for (_, status) in inputs {
      banners += status.degradations.map { Banner(role: .note, text: $0) }
    }
    for (input, status) in inputs where status.discardedCount > 0 {
      banners.append(
        Banner(
          role: .note,
          text: "\(input.text): \(status.discardedCount) left out, "
            + "the last one: \(status.discardedReason ?? "")"))
    }
    return banners
  }
}
