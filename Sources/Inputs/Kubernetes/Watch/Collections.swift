import KubernetesObjects
import ShutdownModel

extension Scope {
  /// What has to be listed and watched for a scope.
  ///
  /// A list tells what is gone, so each kind is read by one collection only: one that selects when a
  /// single workload is watched, else the namespace's.
  func collections(_ namespace: String, selectors: [WorkloadID: String]) -> [WatchedCollection] {
    func collection(
      _ kind: ResourceKind, labels: String? = nil, field: String? = nil, isRequired: Bool = false
    ) -> WatchedCollection {
      WatchedCollection(
        kind: kind, namespace: namespace, labelSelector: labels, fieldSelector: field,
        isRequired: isRequired)
    }
    let common = [
      collection(.endpointSlices), collection(.events, field: "involvedObject.kind=Pod"),
    ]
    switch self {
    case .endpoint, .logs: return []
    case .pods(let names, _):
      let field = names.count == 1 ? names.first.map { "metadata.name=\($0)" } : nil
      return [collection(.pods, field: field, isRequired: true)] + common
    case .selector(let selector, _):
      return [collection(.pods, labels: selector, isRequired: true)] + common
    case .namespace:
      return [
        collection(.pods, isRequired: true), collection(.deployments), collection(.statefulSets),
        collection(.daemonSets), collection(.replicaSets), collection(.controllerRevisions),
      ] + common
    case .workloads(let ids):
      let labels = ids.count == 1 ? ids.first.flatMap { selectors[$0] } : nil
      var collections = [collection(.pods, labels: labels, isRequired: true)]
      for kind in ResourceKind.allCases {
        let ofKind = ids.filter { $0.kind.resource == kind }
        guard let first = ofKind.first else { continue }
        let field = ofKind.count == 1 ? "metadata.name=\(first.name)" : nil
        collections.append(collection(kind, field: field, isRequired: true))
      }
      if ids.contains(where: { $0.kind == .deployment }) {
        collections.append(collection(.replicaSets, labels: labels))
      }
      if ids.contains(where: { $0.kind == .statefulSet || $0.kind == .daemonSet }) {
        collections.append(collection(.controllerRevisions, labels: labels))
      }
      return collections + common
    }
  }
}
