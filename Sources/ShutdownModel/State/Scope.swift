/// What a run watches.
public enum Scope: Equatable, Sendable {
  case workloads([WorkloadID])
  case selector(String, namespace: String)
  case pods([String], namespace: String)
  /// Every workload of a namespace.
  case namespace(String)
  /// One process at a URL, with the grace the user gave.
  case endpoint(String, grace: TimeSpan?)
}
