package import ContainerCommands
package import FoundationEssentials
internal import KubernetesObjects
public import ShutdownModel

/// Turns the API server's JSON into observations, strictly.
public enum ResourceDecoder {
  /// One list answer.
  public struct List: Sendable {
    public var observations: [Observation]
    /// The UIDs of all items, for ``Observation/listed(_:uids:)``.
    public var uids: Set<String>
    public var resourceVersion: String
    /// `metadata.continue`: there is more.
    public var continuation: String?
    /// Items that could not be decoded, with the reason; they are left out.
    public var undecodable: [String]
  }

  /// One line of a watch.
  public enum WatchEvent: Equatable, Sendable {
    /// Something changed; nil for an object lastcall has no use for.
    case change(Observation?, resourceVersion: String)
    case bookmark(resourceVersion: String)
    /// An ERROR event, for example 410 Gone.
    case error(code: Int, message: String)
  }

  /// Decodes a List of a kind.
  ///
  /// - Parameter servers: whose images are kept of a pod, and whose limits.
  /// - Throws: `DecodingError` when the answer is no list at all.
  package static func list(
    _ body: Data, of kind: ResourceKind, _ servers: ServerTable = ServerTable()
  ) throws -> List {
    switch kind {
    case .pods: try list(body, Wire.Pod.self) { .pod($0.object(servers)) }
    case .deployments:
      try list(body, Wire.Workload.self) { .workload($0.object(kind: .deployment)) }
    case .statefulSets:
      try list(body, Wire.Workload.self) { .workload($0.object(kind: .statefulSet)) }
    case .daemonSets:
      try list(body, Wire.Workload.self) { .workload($0.object(kind: .daemonSet)) }
    case .replicaSets, .controllerRevisions:
      try list(body, Wire.Revision.self) { $0.object.map { .revision($0) } }
    case .endpointSlices:
      try list(body, Wire.EndpointSlice.self) { .endpointSlice($0.object) }
    case .events: try list(body, Wire.Event.self) { $0.object.map { .event($0) } }
    }
  }

  /// Decodes one line of a watch of a kind.
  ///
  /// - Parameter servers: whose images are kept of a pod, and whose limits.
  /// - Throws: `DecodingError` when the line is no watch event, or its object lacks what is needed.
  package static func watchEvent(
    _ line: Data, of kind: ResourceKind, _ servers: ServerTable = ServerTable()
  ) throws -> WatchEvent {
    let head = try JSONDecoder().decode(Head.self, from: line)
    switch head.type {
    case "BOOKMARK": return .bookmark(resourceVersion: head.object.metadata?.resourceVersion ?? "")
    case "ERROR": return .error(code: head.object.code ?? 0, message: head.object.message ?? "")
    case "ADDED", "MODIFIED", "DELETED": break
    default:
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: [], debugDescription: "unknown watch event type"))
    }
    let isDeleted = head.type == "DELETED"
    let observation: Observation?
    switch kind {
    case .pods:
      let pod = try object(line, Wire.Pod.self).object(servers)
      observation = isDeleted ? .podDeleted(pod) : .pod(pod)
    case .deployments: observation = try workload(line, .deployment, isDeleted)
    case .statefulSets: observation = try workload(line, .statefulSet, isDeleted)
    case .daemonSets: observation = try workload(line, .daemonSet, isDeleted)
    case .replicaSets, .controllerRevisions:
      let revision = try object(line, Wire.Revision.self)
      observation =
        isDeleted
        ? .revisionDeleted(uid: revision.metadata.uid) : revision.object.map { .revision($0) }
    case .endpointSlices:
      let slice = try object(line, Wire.EndpointSlice.self)
      observation =
        isDeleted ? .endpointSliceDeleted(uid: slice.metadata.uid) : .endpointSlice(slice.object)
    case .events:
      // An event that expires says nothing.
      observation = isDeleted ? nil : try object(line, Wire.Event.self).object.map { .event($0) }
    }
    return .change(observation, resourceVersion: head.object.metadata?.resourceVersion ?? "")
  }

  /// Decodes one workload, as a GET of it answers.
  ///
  /// - Throws: `DecodingError`.
  static func workload(_ body: Data, of kind: WorkloadID.Kind) throws -> WorkloadObject {
    try JSONDecoder().decode(Wire.Workload.self, from: body).object(kind: kind)
  }

  private struct Head: Decodable {
    struct Object: Decodable {
      struct Metadata: Decodable { var resourceVersion: String? }
      var metadata: Metadata?
      var code: Int?
      var message: String?
    }
    var type: String
    var object: Object
  }

  private struct Enveloped<Object: Decodable>: Decodable {
    var object: Object
  }

  private struct Listed<Item: Decodable>: Decodable {
    struct Metadata: Decodable {
      var resourceVersion: String?
      var `continue`: String?
    }
    var metadata: Metadata
    var items: [Tolerant<Item>]?
  }

  /// An item that may fail without taking its list along.
  private struct Tolerant<Item: Decodable>: Decodable {
    var result: Result<Item, any Error>
    /// Known even of an item that cannot be decoded: it is in the list, so it has not gone.
    var uid: String?

    init(from decoder: any Decoder) throws {
      result = Result { try Item(from: decoder) }
      uid = try? Named(from: decoder).metadata.uid
    }
  }

  private struct Named: Decodable {
    struct Metadata: Decodable { var uid: String }
    var metadata: Metadata
  }

  private static func object<Object: Decodable>(_ line: Data, _: Object.Type) throws -> Object {
    try JSONDecoder().decode(Enveloped<Object>.self, from: line).object
  }

  private static func workload(
    _ line: Data, _ kind: WorkloadID.Kind, _ isDeleted: Bool
  ) throws -> Observation {
    let object = try object(line, Wire.Workload.self).object(kind: kind)
    return isDeleted ? .workloadDeleted(object.id) : .workload(object)
  }

  private static func list<Item: Decodable>(
    _ body: Data, _: Item.Type, _ observation: (Item) -> Observation?
  ) throws -> List {
    let listed = try JSONDecoder().decode(Listed<Item>.self, from: body)
    var list = List(
      observations: [], uids: [], resourceVersion: listed.metadata.resourceVersion ?? "",
      continuation: listed.metadata.continue.flatMap { $0.isEmpty ? nil : $0 }, undecodable: [])
    for item in listed.items ?? [] {
      if let uid = item.uid { list.uids.insert(uid) }
      switch item.result {
      case .success(let item):
        if let seen = observation(item) { list.observations.append(seen) }
      case .failure(let error): list.undecodable.append(error.decodingReason)
      }
    }
    return list
  }
}

extension Error {
  /// Where in the JSON decoding failed, and why; no value of the input.
  var decodingReason: String {
    guard let error = self as? DecodingError else { return "not JSON" }
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
        .joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, let context):
      "\((path(context) + "." + key.stringValue).drop { $0 == "." }) is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      "\(path(context)) is not of type \(type)"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "not JSON" : "\(path(context)): \(context.debugDescription)"
    @unknown default: "not JSON"
    }
  }
}
