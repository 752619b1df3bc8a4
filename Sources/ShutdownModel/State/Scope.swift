public import KubernetesObjects
public import Time

/// What a run watches.
public enum Scope: Equatable, Sendable {
  case workloads([WorkloadID])
  case selector(String, namespace: String)
  case pods([String], namespace: String)
  /// Every workload of a namespace.
  case namespace(String)
  /// One process at a URL, with the grace the user gave and how long a preStop hook runs before the
  /// signal.
  case endpoint(String, grace: TimeSpan?, preStop: TimeSpan? = nil)
  /// Logs, or what plain kubectl recorded, by their names, with the grace the user gave and how long
  /// a preStop hook runs before the signal.
  case logs([String], grace: TimeSpan?, preStop: TimeSpan? = nil)
}

extension Scope {
  /// The namespace; empty for an endpoint, and before it is known.
  public var namespace: String {
    switch self {
    case .workloads(let ids): ids.first?.namespace ?? ""
    case .selector(_, let namespace), .pods(_, let namespace), .namespace(let namespace): namespace
    case .endpoint, .logs: ""
    }
  }

  /// What is watched, as the summary names it: `deployment/web`, `selector/app=web`.
  public var text: String {
    switch self {
    case .workloads(let ids): ids.map(\.text).joined(separator: ", ")
    case .selector(let selector, _): "selector/\(selector)"
    case .pods(let names, _): names.map { "pod/\($0)" }.joined(separator: ", ")
    case .namespace(let namespace): "namespace/\(namespace)"
    case .endpoint(let url, _, _): "endpoint/\(url)"
    case .logs(let names, _, _): names.map { "log/\($0)" }.joined(separator: ", ")
    }
  }
}
