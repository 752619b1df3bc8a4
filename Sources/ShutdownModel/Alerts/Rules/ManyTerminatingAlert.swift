import KubernetesObjects
import Time

/// More old pods end at once than the strategy takes away at once.
enum ManyTerminatingAlert: WorkloadAlertRule {
  static let rule = Alert.Rule.manyTerminating
  static let title = "more old pods are terminating at once than the strategy takes down"

  static func level(of workload: Workload, _ state: State) -> Alert.Level? {
    guard let object = workload.object, let takenAtOnce = workload.takenAtOnce,
      workload.leavingCount > takenAtOnce
    else { return nil }
    // Outside a rollout pods go for other reasons: fewer replicas, a node that is drained.
    guard case .progressing = workload.rollout else {
      return workload.alerts[rule]?.isActive == true ? .notice : nil
    }
    return workload.leavingCount > max(object.desiredReplicas, 1) ? .warning : .notice
  }

  static func message(of workload: Workload, at now: Instant) -> String {
    let replicas = workload.object?.desiredReplicas ?? 0
    return
      "\(workload.leavingCount) pods of \(workload.id.text) are terminating at once; its strategy takes down "
      + "\(workload.takenAtOnce ?? 0) at a time. They run in addition to its "
      + "\(replicas) replica\(replicas == 1 ? "" : "s")"
  }
}

extension Workload {
  /// How many pods the strategy takes away at once; nil where it sets no bound, or does not roll.
  ///
  /// Source: `pkg/controller/deployment/util` `ResolveFenceposts`: surge is rounded up, unavailable
  /// down, and both are not 0.
  public var takenAtOnce: Int? {
    guard let object, case .rollingUpdate(let surge, let unavailable, _) = object.strategy else {
      return nil
    }
    let absurdCount = 1_000_000_000
    func pods(_ text: String?, _ fallback: String, roundingUp: Bool) -> Int {
      let text = text ?? fallback
      guard text.hasSuffix("%") else { return min(max(Int(text) ?? 0, 0), absurdCount) }
      let part = Double(text.dropLast()) ?? 0
      let count = part / 100 * Double(object.desiredReplicas)
      guard (0..<Double(absurdCount)).contains(count) else { return object.desiredReplicas }
      return Int(count.rounded(roundingUp ? .up : .down))
    }
    switch id.kind {
    case .deployment:
      let sum = pods(surge, "25%", roundingUp: true) + pods(unavailable, "25%", roundingUp: false)
      return max(sum, 1)
    case .statefulSet: return max(pods(unavailable, "1", roundingUp: false), 1)
    case .daemonSet:
      let sum = pods(surge, "0", roundingUp: true) + pods(unavailable, "1", roundingUp: true)
      return max(sum, 1)
    case .replicaSet, .job, .selector, .pod, .endpoint, .log: return nil
    }
  }
}
