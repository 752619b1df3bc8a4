import KubernetesObjects
import ShutdownModel
import Time

/// The pods in the order the table shows them, after the filter.
///
/// A pod is large and there may be ten thousand: what is sorted are places and keys, not pods.
struct PodList {
  private let state: State
  /// Places in `State.pods`.
  private let order: [Int]

  /// What one pod is sorted by: the first difference decides.
  private struct Key {
    var workload: Int
    var group: Int
    /// By the order the user has chosen; zero in the order of urgency.
    var chosen: Int64
    var urgency: Int64
    var place: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.workload, left.group, left.chosen, left.urgency, left.place)
        < (right.workload, right.group, right.chosen, right.urgency, right.place)
    }
  }

  init(state: State, screen: ScreenState) {
    self.state = state
    let filter = screen.filter.lowercased()
    var workloads: [WorkloadID: Int] = [:]
    if state.workloads.count > 1 {
      for (index, workload) in state.workloads.enumerated() { workloads[workload.id] = index }
    }
    let names = screen.sort == .name ? PodList.nameRanks(state) : []
    var keys: [Key] = []
    keys.reserveCapacity(state.pods.count)
    for place in state.pods.indices
    where filter.isEmpty || PodList.matches(state.pods[place], filter) {
      let (group, urgency) = PodList.rank(state.pods[place], state)
      let chosen: Int64 =
        switch screen.sort {
        case .urgency: 0
        case .name: Int64(names[place])
        case .inFlight: -Int64(state.pods[place].inFlight ?? -1)
        case .age: state.pods[place].object.createdAt?.nanoseconds ?? .max
        }
      keys.append(
        Key(
          workload: workloads.isEmpty ? 0 : workloads[state.pods[place].workload] ?? 0,
          group: group, chosen: chosen, urgency: urgency, place: place))
    }
    if !workloads.isEmpty { PodList.putDangerFirst(&keys, workloads: state.workloads.count) }
    keys.sort { $0 < $1 }
    order = keys.map(\.place)
  }

  /// Ranks the workloads by their worst pod, and by name where these are alike.
  private static func putDangerFirst(_ keys: inout [Key], workloads count: Int) {
    var worst = Array(repeating: Int.max, count: count)
    for key in keys { worst[key.workload] = min(worst[key.workload], key.group) }
    var ranks = Array(repeating: 0, count: count)
    let order = worst.indices.sorted { (worst[$0], $0) < (worst[$1], $1) }
    for (rank, workload) in order.enumerated() { ranks[workload] = rank }
    for place in keys.indices { keys[place].workload = ranks[keys[place].workload] }
  }

  var count: Int { order.count }

  /// The pod at a position of the list.
  subscript(position: Int) -> Pod { state.pods[order[position]] }

  /// The position of a pod; nil when the list does not have it.
  func position(of uid: String?) -> Int? {
    guard let uid else { return nil }
    return order.firstIndex { state.pods[$0].uid == uid }
  }

  private static func matches(_ pod: Pod, _ filter: String) -> Bool {
    pod.object.name.lowercased().contains(filter)
      || pod.phase.rawValue.lowercased().contains(filter)
      || pod.verdict?.kind.rawValue.contains(filter) == true
  }

  /// Each pod's rank by name, by its place.
  private static func nameRanks(_ state: State) -> [Int] {
    let names = state.pods.indices.map { state.pods[$0].object.name }
    var ranks = Array(repeating: 0, count: names.count)
    let sorted = names.indices.sorted { (names[$0], $0) < (names[$1], $1) }
    for (rank, place) in sorted.enumerated() { ranks[place] = rank }
    return ranks
  }

  /// Terminating pods first, by their danger and then by the time they have left; then those that ended
  /// badly, the worst first; then running ones, the old revision first; then those that ended well.
  private static func rank(_ pod: Pod, _ state: State) -> (group: Int, urgency: Int64) {
    if pod.isShuttingDown {
      let danger =
        switch pod.alert?.level {
        case .critical: 0
        case .warning: 1
        case .notice, nil: 2
        }
      switch pod.countdown(at: state.now) {
      case .overdue(let by): return (danger, -by.nanoseconds)
      case .running(let running): return (danger, running.remaining.nanoseconds)
      case .past(let by): return (danger, Int64.max - 3 - max(by.nanoseconds, 0) / 1_000_000)
      case .unseen: return (danger, Int64.max - 1)
      case .none: return (danger, Int64.max)
      }
    }
    if pod.phase >= .exited {
      if let verdict = pod.verdict {
        let kinds = Verdict.Kind.allCases
        return (
          verdict.kind.isGood ? 7 : 4, Int64(kinds.firstIndex(of: verdict.kind) ?? kinds.count)
        )
      }
      return (pod.shutdown == nil ? 8 : 3, 0)
    }
    return (state.standing(of: pod) == .old ? 5 : 6, 0)
  }
}
