import ContainerCommands
import FoundationEssentials
import KubernetesObjects
import ShutdownModel

extension ResourceDecoder {
  /// Decodes one object of any kind, as kubectl prints it.
  ///
  /// - Parameters:
  ///   - isDeleted: a watch said so; of an event, which only expires, it means nothing.
  ///   - servers: whose images are kept of a pod, and whose limits.
  /// - Returns: nil for a kind that lastcall has no use for.
  /// - Throws: `DecodingError`.
  static func object(
    _ body: Data, ofKind kind: String, apiVersion: String, isDeleted: Bool, _ servers: ServerTable
  ) throws -> Observation? {
    let decoder = JSONDecoder()
    func workload(_ kind: WorkloadID.Kind) throws -> Observation {
      let object = try decoder.decode(Wire.Workload.self, from: body).object(kind: kind)
      return isDeleted ? .workloadDeleted(object.id) : .workload(object)
    }
    switch kind {
    case "Pod":
      let pod = try decoder.decode(Wire.Pod.self, from: body).object(servers)
      return isDeleted ? .podDeleted(pod) : .pod(pod)
    case "Event" where !apiVersion.hasPrefix("audit.k8s.io"):
      if isDeleted { return nil }
      return try decoder.decode(Wire.Event.self, from: body).object.map { .event($0) }
    case "Deployment": return try workload(.deployment)
    case "StatefulSet": return try workload(.statefulSet)
    case "DaemonSet": return try workload(.daemonSet)
    case "ReplicaSet", "ControllerRevision":
      let revision = try decoder.decode(Wire.Revision.self, from: body)
      if isDeleted { return .revisionDeleted(uid: revision.metadata.uid) }
      return revision.object.map { .revision($0) }
    case "EndpointSlice":
      let slice = try decoder.decode(Wire.EndpointSlice.self, from: body)
      return isDeleted
        ? .endpointSliceDeleted(uid: slice.metadata.uid) : .endpointSlice(slice.object)
    default: return nil
    }
  }
}
