import KubernetesObjects
import ShutdownModel
import Time

/// The pods in the order the table shows them, in sections, after the filter.
///
/// A pod is large and there may be ten thousand: what is sorted are places and keys, not pods.
struct PodList {
  private let state: State
  /// Every section, the one with the most danger first.
  let sections: [PodSection]
  /// Places in `State.pods` of the pods that are shown.
  private let order: [Int]

  /// What one pod is sorted by: the first difference decides.
  private struct Key {
    var section: Int
    var danger: Int
    /// By the order the user has chosen; zero in the order of urgency.
    var chosen: Int64
    var urgency: Int64
    var place: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.section, left.danger, left.chosen, left.urgency, left.place)
        < (right.section, right.danger, right.chosen, right.urgency, right.place)
    }
  }

  /// What the pods of a section have in common.
  private struct SectionKey: Hashable {
    var workload: Int
    var standing: Workload.Standing
    /// Of pods that only a selector holds together, what their names have in common.
    var sharedName: Substring
  }

  init(state: State, screen: ScreenState) {
    self.state = state
    var gathering = Gathering(state)
    var filter = screen.textFilter
    let names = screen.sort == .name ? PodList.nameRanks(state) : []
    var keys: [Key] = []
    keys.reserveCapacity(state.pods.count)
    for place in state.pods.indices
    where filter.isEmpty || PodList.shows(state.pods[place], &filter) {
      let standing = gathering.standing(at: place)
      let rank = DangerRank(of: state.pods[place], isOld: standing == .old, at: state.now)
      let chosen: Int64 =
        switch screen.sort {
        case .urgency: 0
        case .name: Int64(names[place])
        case .inFlight: -Int64(state.pods[place].inFlight ?? -1)
        case .age: state.pods[place].object.createdAt?.nanoseconds ?? .max
        }
      keys.append(
        Key(
          section: gathering.section(at: place, standing, danger: rank.danger), danger: rank.danger,
          chosen: chosen, urgency: rank.urgency, place: place))
    }
    let ranks = gathering.ranks
    for index in keys.indices { keys[index].section = ranks[keys[index].section] }
    keys.sort { $0 < $1 }
    let folding = Folding(
      state, screen, sectionCount: gathering.keys.count, workloadCount: gathering.workloadCount,
      openCount: gathering.openCount)
    var sections: [PodSection] = []
    var first = 0
    for index in keys.indices
    where index + 1 == keys.count || keys[index + 1].section != keys[index].section {
      let part = keys[first...index]
      sections.append(
        folding.section(
          of: part.map { (place: $0.place, danger: $0.danger) },
          standing: gathering.standing(at: part[first].place)))
      first = index + 1
    }
    let counts = sections.reduce(into: [WorkloadID: Int]()) { $0[$1.workload, default: 0] += 1 }
    for index in sections.indices {
      sections[index].isOnlyRevision = counts[sections[index].workload] == 1
    }
    self.sections = sections
    order = sections.flatMap(\.shown)
  }

  /// How many pods are shown.
  var count: Int { order.count }

  /// The pod at a position of those that are shown.
  subscript(position: Int) -> Pod { state.pods[order[position]] }

  /// The position of a pod; nil when the list does not show it.
  func position(of uid: String?) -> Int? {
    guard let uid else { return nil }
    return order.firstIndex { state.pods[$0].uid == uid }
  }

  private static func shows(_ pod: Pod, _ filter: inout TextFilter) -> Bool {
    filter.shows(pod.object.name, pod.phase.rawValue, pod.verdict?.kind.rawValue)
  }

  /// Each pod's rank by name, by its place.
  private static func nameRanks(_ state: State) -> [Int] {
    let names = state.pods.indices.map { state.pods[$0].object.name }
    var ranks = Array(repeating: 0, count: names.count)
    let sorted = names.indices.sorted { (names[$0], $0) < (names[$1], $1) }
    for (rank, place) in sorted.enumerated() { ranks[place] = rank }
    return ranks
  }

  /// Puts pods into sections while they are walked through.
  private struct Gathering {
    private(set) var keys: [SectionKey] = []
    private var worst: [Int] = []
    private var indices: [SectionKey: Int] = [:]
    private var workloads: [WorkloadID: Int] = [:]
    private let state: State

    init(_ state: State) {
      self.state = state
      for (index, workload) in state.workloads.enumerated() { workloads[workload.id] = index }
    }

    /// How many sections have something to look at.
    var openCount: Int { worst.count { $0 < DangerRank.calm } }

    var workloadCount: Int { Set(keys.map(\.workload)).count }

    func standing(at place: Int) -> Workload.Standing {
      guard let workload = workloads[state.pods[place].workload] else { return .unknown }
      return state.workloads[workload].standing(of: state.pods[place])
    }

    mutating func section(at place: Int, _ standing: Workload.Standing, danger: Int) -> Int {
      // Pods that have ended make their section one to look at, before those that have only come.
      let danger = danger == DangerRank.endedWell ? DangerRank.calm : danger
      let id = state.pods[place].workload
      let key = SectionKey(
        // A pod of its own makes no section of its own.
        workload: id.kind == .pod ? -1 : workloads[id] ?? -2, standing: standing,
        sharedName: id.kind == .selector ? state.pods[place].sharedNamePart : "")
      if let index = indices[key] {
        worst[index] = min(worst[index], danger)
        return index
      }
      indices[key] = keys.count
      keys.append(key)
      worst.append(danger)
      return keys.count - 1
    }

    /// Each section's rank: by its worst pod, and by name where these are alike.
    var ranks: [Int] {
      var ranks = Array(repeating: 0, count: keys.count)
      let order = keys.indices.sorted { left, right in
        (worst[left], keys[left].workload, keys[left].sharedName, left)
          < (worst[right], keys[right].workload, keys[right].sharedName, right)
      }
      for (rank, section) in order.enumerated() { ranks[section] = rank }
      return ranks
    }
  }

  /// Which sections are folded to their heading, and which pods share a row.
  private struct Folding {
    let state: State
    let screen: ScreenState
    let sectionCount: Int
    let workloadCount: Int
    /// How many sections have something to look at.
    let openCount: Int

    init(
      _ state: State, _ screen: ScreenState, sectionCount: Int, workloadCount: Int, openCount: Int
    ) {
      (self.state, self.screen) = (state, screen)
      (self.sectionCount, self.workloadCount) = (sectionCount, workloadCount)
      self.openCount = openCount
    }

    func section(
      of pods: [(place: Int, danger: Int)], standing: Workload.Standing
    ) -> PodSection {
      let isCalm = pods.allSatisfy { $0.danger >= DangerRank.calm }
      let places = pods.map(\.place)
      let isFolded = isFolded(places, standing, isCalm: isCalm)
      // Of two sections in danger none hides the other behind pods that only run.
      let isShared =
        !isFolded && !isCalm && openCount > 1 && screen.filter.isEmpty
        && (standing == .old ? screen.foldsOld : screen.foldsNew) == nil
        && !isSelected(pods.filter { DangerRank.running.contains($0.danger) }.map(\.place))
      let rest = isShared ? pods.filter { DangerRank.running.contains($0.danger) } : []
      return PodSection(
        workload: places.first.map { state.pods[$0].workload }
          ?? WorkloadID(kind: .pod, namespace: "", name: ""),
        standing: standing, isCalm: isCalm, isFolded: isFolded, places: places[...],
        shown: isFolded
          ? []
          : rest.count > 1
            ? pods.filter { !DangerRank.running.contains($0.danger) }.map(\.place) : places,
        rest: rest.count > 1 ? rest.map(\.place) : [])
    }

    /// By the user's choice; else what is calm, where there is something else to look at.
    ///
    /// The old pods of the only workload stay: what became of them is what one waits for.
    private func isFolded(
      _ places: [Int], _ standing: Workload.Standing, isCalm: Bool
    ) -> Bool {
      if let choice = standing == .old ? screen.foldsOld : screen.foldsNew { return choice }
      guard isCalm, sectionCount > 1, screen.filter.isEmpty,
        standing == .new || workloadCount > 1
      else { return false }
      return !isSelected(places)
    }

    private func isSelected(_ places: [Int]) -> Bool {
      guard let selected = screen.selectedUID else { return false }
      return places.contains { state.pods[$0].uid == selected }
    }
  }
}
