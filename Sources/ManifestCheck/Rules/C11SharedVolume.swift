import ShutdownModel

/// C11: a rollout whose new pod waits for a volume that the old one has.
enum SharedVolume: Rule {
  static let text = RuleText(
    id: "C11", title: "old and new pod want a volume that only one node can have",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes")

  static func findings(in subject: Subject) -> [Finding] {
    guard case .rolling(let more, let less) = subject.workload.update, subject.replicas.value > 0,
      Arithmetic.bounds(surge: more, unavailable: less, replicas: subject.replicas.value)
        .unavailable == 0, !isOnOneNode(subject.pod.node)
    else { return [] }
    for volume in (try? subject.pod.node.list("volumes")) ?? [] {
      guard let name = volume[["persistentVolumeClaim", "claimName"]]?.text,
        let claim = subject.others("PersistentVolumeClaim", named: name).first,
        let modes = try? claim.node["spec"]?.texts("accessModes"), let first = modes.first,
        modes.allSatisfy({ $0.value.hasPrefix("ReadWriteOnce") })
      else { continue }
      let isOfOnePod = modes.allSatisfy { $0.value == "ReadWriteOncePod" }
      return [
        finding(
          isOfOnePod ? .critical : .warning, subject, at: subject.workload.place(of: volume),
          "the rollout starts a new pod before an old one ends, and both want the volume of the claim "
            + "\(name) (\(first.value)): "
            + (isOfOnePod
              ? "the new pod never starts" : "on another node the new pod does not start")
            + ", and the rollout stands still",
          evidence: [
            Finding.Evidence(
              place: Place(
                file: claim.file, line: first.line ?? claim.node.line, path: first.path ?? ""),
              text: "accessModes: [\(modes.map(\.value).joined(separator: ", "))]"),
            Finding.Evidence(
              place: subject.workload.place(of: less.amount),
              text: "maxUnavailable: \(less.text)\(less.amount.isDefault ? " (the default)" : "")"),
          ],
          advice: "let the old pod end first:\n  strategy:\n    type: Recreate")
      ]
    }
    return []
  }

  /// Whether all pods are bound to one node.
  private static func isOnOneNode(_ pod: ManifestNode) -> Bool {
    pod["nodeName"] != nil || pod[["nodeSelector", "kubernetes.io/hostname"]] != nil
      || pod[["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"]] != nil
  }
}
