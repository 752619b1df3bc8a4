/// Which pod a line, a fact or a report is about.
public struct PodIdentity: Equatable, Sendable {
  public var namespace: String
  public var workload: WorkloadID
  /// Its name.
  public var pod: String
  public var uid: String

  /// Names a pod.
  package init(namespace: String, workload: WorkloadID, pod: String, uid: String) {
    self.namespace = namespace
    self.workload = workload
    self.pod = pod
    self.uid = uid
  }
}
