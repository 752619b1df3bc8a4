import KubernetesObjects
import Time

extension Pod {
  /// Which container kept the pod longest, when it was another than the one the verdict speaks of.
  ///
  /// - Parameter container: that of the verdict.
  func holderText(beside container: String?) -> String? {
    guard let shutdown else { return nil }
    let start = shutdown.asked ?? .distantPast
    let ends = object.containers.compactMap { other in
      other.kind == .`init`
        ? nil
        : other.termination?.finishedAt.flatMap { $0 >= start ? (container: other, time: $0) : nil }
    }
    guard let own = ends.first(where: { $0.container.name == container }),
      let last = ends.max(by: { $0.time < $1.time }), last.container.name != container,
      // Times are whole seconds.
      last.time - own.time >= .seconds(2)
    else { return nil }
    let kind =
      switch last.container.kind {
      case .sidecar: " (a native sidecar)"
      case .ephemeral: " (an ephemeral container)"
      case .main, .`init`: ""
      }
    return "\(last.container.name)\(kind) held the pod for \((last.time - own.time).text) more"
  }
}
