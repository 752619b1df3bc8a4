import KubernetesObjects
import ShutdownModel

extension Column {
  /// What the service does with the pod.
  static let endpoint = Column(
    id: "endpoint", titles: ["ENDPOINT"],
    wishes: { screen, _ in
      screen >= ScreenWidth.wider ? [Wish(turn: 100, width: 11)] : []
    },
    cell: .text { $0.pod.endpointText($0.glyphs) }, ended: .empty)
}

extension Pod {
  fileprivate func endpointText(_ glyphs: Glyphs) -> (String, Role) {
    guard let endpoint else { return phase >= .exited ? ("", .quiet) : (glyphs.dash, .quiet) }
    if endpoint.isTerminating {
      return endpoint.isServing ? ("serving", .warning) : ("terminating", .quiet)
    }
    return endpoint.isReady ? ("ready", shutdown == nil ? .plain : .warning) : ("not ready", .quiet)
  }
}
