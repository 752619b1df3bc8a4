import FoundationEssentials
import KubernetesObjects
import ShutdownModel

/// Asks once, before anything is watched, whether what the user named is there.
struct ScopeCheck: Sendable {
  let client: HTTPClient
  let queue: EventQueue
  /// A command that runs beside may make the namespace.
  var isNamespaceAwaited = false

  /// The scope with the selectors of its workloads.
  ///
  /// - Throws: ``KubernetesError`` with one sentence.
  func target(_ scope: Scope) async throws -> KubernetesInput.Target {
    switch scope {
    case .endpoint, .logs:
      return KubernetesInput.Target(scope: scope, namespace: "", selectors: [:])
    case .namespace(let namespace), .selector(_, let namespace):
      let body = try await expect(
        pods(in: namespace), path: pods(in: namespace).path + "?limit=1")
      // A namespace that does not exist has empty lists, too.
      if !isNamespaceAwaited, NameList(body)?.names.isEmpty != false,
        let error = await missing(namespace)
      {
        throw error
      }
      return KubernetesInput.Target(scope: scope, namespace: namespace, selectors: [:])
    case .pods(let names, let namespace):
      for name in names { try await expect(pods(in: namespace), named: name) }
      return KubernetesInput.Target(scope: scope, namespace: namespace, selectors: [:])
    case .workloads(let ids):
      var selectors: [WorkloadID: String] = [:]
      for id in ids {
        guard let kind = id.kind.resource else { continue }
        let body = try await expect(
          collection(kind, id.namespace), named: id.name)
        if let object = try? ResourceDecoder.workload(Data(body), of: id.kind) {
          selectors[id] = object.selector
        }
      }
      // Without their pods nothing of them can be said.
      for namespace in Set(ids.map(\.namespace)) {
        try await expect(pods(in: namespace), path: pods(in: namespace).path + "?limit=1")
      }
      return KubernetesInput.Target(
        scope: scope, namespace: ids.first?.namespace ?? "default", selectors: selectors)
    }
  }

  func collection(_ kind: ResourceKind, _ namespace: String) -> WatchedCollection {
    WatchedCollection(
      kind: kind, namespace: namespace, labelSelector: nil, fieldSelector: nil, isRequired: true)
  }

  private func pods(in namespace: String) -> WatchedCollection { collection(.pods, namespace) }

  @discardableResult
  private func expect(_ collection: WatchedCollection, named name: String) async throws -> [UInt8] {
    try await expect(collection, path: collection.path(of: name), name: name)
  }

  /// The body of an answer that must be 200.
  @discardableResult
  private func expect(
    _ collection: WatchedCollection, path: String, name: String? = nil
  ) async throws -> [UInt8] {
    let response = try await answer(path)
    if let reading = response.head.serverDate { await queue.send(.serverDate(reading)) }
    let status = APIStatus(response.body)
    switch response.head.status {
    case 200: return response.body
    case 404:
      if let error = await missing(collection.namespace) { throw error }
      throw await missing(name ?? "", in: collection)
    case 401: throw KubernetesError.unauthorized
    case 403:
      throw KubernetesError.forbidden(
        "access to \(collection.kind.rawValue) in namespace \(collection.namespace) is forbidden: it "
          + "needs permission for \(collection.rule)"
          + (status?.message.map { " (\($0.prefix(200)))" } ?? ""))
    default:
      let message = APIStatus.message(in: response.body, status: response.head.status)
      throw status == nil ? KubernetesError.unreachable(message) : .failed(message)
    }
  }

  /// A server that is just busy gets a second and a third chance.
  private func answer(_ path: String) async throws -> HTTPResponse {
    var failure = HTTPError.closed
    for pause in [Duration.milliseconds(300), .seconds(1), .zero] {
      do {
        let response = try await client.get(path, timeout: .seconds(10))
        if response.head.status < 500 || pause == .zero { return response }
      } catch let error as HTTPError {
        failure = error
      }
      try await Task.sleep(for: pause)
    }
    throw KubernetesError.unreachable("\(failure)")
  }
}
