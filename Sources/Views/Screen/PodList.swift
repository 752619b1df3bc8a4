import ShutdownModel

/// The pods in the order the table shows them, after the filter.
struct PodList {
  let pods: [Pod]

  init(state: State, screen: ScreenState) {
    let filter = screen.filter.lowercased()
    let shown =
      filter.isEmpty
      ? state.pods
      : state.pods.filter { pod in
        pod.object.name.lowercased().contains(filter)
          || pod.phase.rawValue.lowercased().contains(filter)
          || pod.verdict?.kind.rawValue.contains(filter) == true
      }
    let isGrouped = state.workloads.count > 1
    let ranked = shown.enumerated().map { index, pod in
      (pod: pod, rank: PodList.rank(pod, state), index: index)
    }
    pods = ranked.sorted { left, right in
      if isGrouped, left.pod.workload != right.pod.workload {
        return left.pod.workload < right.pod.workload
      }
      if left.rank.group != right.rank.group { return left.rank.group < right.rank.group }
      switch screen.sort {
      case .urgency: break
      case .name:
        if left.pod.object.name != right.pod.object.name {
          return left.pod.object.name < right.pod.object.name
        }
      case .inFlight:
        let (a, b) = (left.pod.lastSample?.inFlight ?? -1, right.pod.lastSample?.inFlight ?? -1)
        if a != b { return a > b }
      case .age:
        let (a, b) = (left.pod.object.createdAt, right.pod.object.createdAt)
        if let a, let b, a != b { return a < b }
      }
      if left.rank.urgency != right.rank.urgency { return left.rank.urgency < right.rank.urgency }
      return left.index < right.index
    }.map(\.pod)
  }

  /// Terminating pods first, those with the least time left before the others; then running ones,
  /// the old revision first; then those that have ended, the worst first.
  private static func rank(_ pod: Pod, _ state: State) -> (group: Int, urgency: Int64) {
    if pod.isShuttingDown {
      switch pod.countdown(at: state.now) {
      case .overdue(let by): return (0, -by.nanoseconds)
      case .running(let running): return (0, running.remaining.nanoseconds)
      case .unseen: return (0, Int64.max - 1)
      case .none: return (0, Int64.max)
      }
    }
    if pod.phase >= .exited {
      if let verdict = pod.verdict {
        let kinds = Verdict.Kind.allCases
        return (4, Int64(kinds.firstIndex(of: verdict.kind) ?? kinds.count))
      }
      return (pod.shutdown == nil ? 5 : 1, 0)
    }
    return (state.standing(of: pod) == .old ? 2 : 3, 0)
  }
}
