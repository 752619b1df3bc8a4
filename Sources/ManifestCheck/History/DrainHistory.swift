internal import GraceAdvice
internal import KubernetesObjects
public import ShutdownModel

/// What recorded runs say of workloads, to be held against their manifests.
public struct DrainHistory: Sendable {
  /// A workload of the recordings.
  struct Entry: Sendable {
    var drains: WorkloadDrains
    /// The recordings in which a pod of it was on its way out, as they were named.
    var recordings: [String]
    /// What is advised by all of them.
    var advice: GraceRecommendation
  }

  /// All recordings, in the order they were given.
  private(set) var recordings: [String] = []
  /// In the order of the workloads' identifiers.
  private(set) var entries: [Entry] = []

  /// Makes a history of nothing.
  public init() {}

  /// Adds a run that is over.
  public mutating func add(_ state: State, recording: String) {
    recordings.append(recording)
    for drains in WorkloadDrains.all(of: state) {
      if let index = entries.firstIndex(where: { $0.drains.workload == drains.workload }) {
        entries[index].drains.merge(drains)
        entries[index].recordings.append(recording)
        entries[index].advice = entries[index].drains.recommendation
      } else {
        entries.append(
          Entry(drains: drains, recordings: [recording], advice: drains.recommendation))
      }
    }
    entries.sort { $0.drains.workload < $1.drains.workload }
  }

  /// The workloads of the recordings that a manifest means; one that names no namespace means all.
  func entries(of workload: Workload) -> [Entry] {
    entries.filter { entry in
      let id = entry.drains.workload
      return id.kind.rawValue == workload.kind.rawValue.lowercased()
        && id.name == workload.manifest.name
        && (workload.manifest.namespace.isEmpty || id.namespace == workload.manifest.namespace)
    }
  }

  /// The recordings in which none of these workloads was seen to end a pod.
  func absent(from entries: [Entry]) -> [String] {
    let seen = Set(entries.flatMap(\.recordings))
    return recordings.filter { !seen.contains($0) }
  }
}
