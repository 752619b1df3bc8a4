internal import ShutdownModel

extension Wire {
  struct Event: Decodable {
    struct Reference: Decodable {
      var uid: String?
      var fieldPath: String?
    }
    var metadata: ObjectMeta
    var involvedObject: Reference
    var type: String?
    var reason: String?
    var message: String?
    var count: Int?
    var firstTimestamp: Time?
    var lastTimestamp: Time?
    var eventTime: Time?
  }

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

extension Wire.Event {
  /// The model's view of the event; nil when it is about nothing with a UID.
  var object: EventObject? {
    guard let uid = involvedObject.uid else { return nil }
    return EventObject(
      uid: metadata.uid, involvedUID: uid,
      container: involvedObject.fieldPath.flatMap(Self.container(inFieldPath:)),
      isWarning: type == "Warning",
      reason: String((reason ?? "").prefix(128)),
      message: message ?? "",
      count: count ?? 1,
      time: [lastTimestamp, eventTime, firstTimestamp].compactMap { $0?.instant }.max())
  }

  /// `web` of `spec.containers{web}`.
  private static func container(inFieldPath path: String) -> String? {
    guard path.hasSuffix("}"), let brace = path.firstIndex(of: "{") else { return nil }
    return String(path[path.index(after: brace)...].dropLast())
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
