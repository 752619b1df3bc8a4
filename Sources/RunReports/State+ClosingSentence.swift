internal import KubernetesObjects
public import ShutdownModel

extension State {
  /// What a run came to, for whoever has just left its screen; nil while it goes on.
  ///
  ///     stopped while 2 pods were still terminating; 3 pods ended: 1 killed, 2 clean; exit code 2
  ///
  /// Texts from outside stand in it as they came. A pod that has not ended has no verdict that says anything, so none is counted of it.
  public var closingSentence: String? {
    guard let summary = run.summary else { return nil }
    let reasons = summary.reason.components(by: "; ")
    let isLeft = reasons.first == "ended by the user"
    var parts = [isLeft ? "stopped" : reasons.first ?? ""]
    let open = pods.filter(\.isShuttingDown)
    if open.count == 1 {
      parts[0] += " while 1 pod was still terminating"
    } else if open.count > 1 {
      parts[0] += " while \(open.count) pods were still terminating"
    }
    parts += reasons.dropFirst()
    var verdicts = summary.verdicts
    for verdict in open.compactMap(\.verdict) { verdicts[verdict.kind, default: 1] -= 1 }
    let ended = verdicts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    let count = ended.map(\.value).reduce(0, +)
    if count > 0 {
      let kinds = ended.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
      parts.append("\(count) \(count == 1 ? "pod" : "pods") ended: \(kinds)")
    } else if open.isEmpty, summary.exitCode != 1 {
      parts.append("no pod was shut down")
    }
    let isForgiven = run.goal.alwaysSucceeds && ended.contains { !$0.key.isGood }
    parts.append("exit code \(summary.exitCode)" + (isForgiven ? ", as always for the demo" : ""))
    return parts.joined(separator: "; ")
  }
}

extension String {
  fileprivate func components(by separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: true).map(String.init)
  }
}
