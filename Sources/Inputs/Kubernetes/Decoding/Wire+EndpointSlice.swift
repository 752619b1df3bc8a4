import KubernetesObjects
import ShutdownModel

extension Wire {
  struct EndpointSlice: Decodable {
    struct Endpoint: Decodable {
      struct Conditions: Decodable {
        var ready: Bool?
        var serving: Bool?
        var terminating: Bool?
      }
      struct Target: Decodable {
        var kind: String?
        var uid: String?
      }
      var conditions: Conditions?
      var targetRef: Target?
    }
    var metadata: ObjectMeta
    var endpoints: [Endpoint]?
  }
}

extension Wire.EndpointSlice {
  /// The model's view of the slice: only endpoints that are pods.
  ///
  /// Source: discovery/v1 types: a nil `ready` or `serving` counts as true, `terminating` as false.
  var object: EndpointSliceObject {
    EndpointSliceObject(
      uid: metadata.uid, name: metadata.name,
      endpoints: (endpoints ?? []).compactMap { endpoint in
        guard endpoint.targetRef?.kind == "Pod", let uid = endpoint.targetRef?.uid else {
          return nil
        }
        return EndpointSliceObject.Endpoint(
          podUID: uid, isReady: endpoint.conditions?.ready ?? true,
          isServing: endpoint.conditions?.serving ?? endpoint.conditions?.ready ?? true,
          isTerminating: endpoint.conditions?.terminating ?? false)
      })
  }
}
