package import ContainerCommands
internal import FoundationEssentials
internal import KubernetesObjects
public import ShutdownModel

/// A cluster as a source of events: everything a scope needs, listed and watched.
public struct KubernetesInput: Sendable {
  /// How the API server is reached.
  public enum Access: Sendable {
    /// Through `kubectl proxy`, with the user's own credentials.
    case kubectl(Kubectl)
    /// At a base that needs none: the demo's.
    case direct(HTTPBase)
  }

  /// What is watched, with its namespace and its selectors found.
  public struct Target: Sendable {
    public var scope: Scope
    public var namespace: String
    var selectors: [WorkloadID: String]
  }

  /// The connection that stands now, for the poller and the log streams.
  public let slot = ClientSlot()
  private let access: Access
  private let servers: ServerTable
  private let isNamespaceAwaited: Bool
  private let queue: EventQueue
  private let clock: LocalClock
  private let said: @Sendable (String) async -> Void

  /// Makes an input; nothing is started yet.
  ///
  /// - Parameters:
  ///   - servers: whose images are kept of a pod, and whose limits.
  ///   - isNamespaceAwaited: a command that runs beside may make the namespace.
  ///   - said: gets what kubectl's plugins for credentials say, one harmless line each.
  package init(
    access: Access, servers: ServerTable, isNamespaceAwaited: Bool = false, queue: EventQueue,
    clock: LocalClock,
    said: @escaping @Sendable (String) async -> Void = { _ in }
  ) {
    self.access = access
    self.servers = servers
    self.isNamespaceAwaited = isNamespaceAwaited
    self.said = said
    self.queue = queue
    self.clock = clock
  }

  /// Connects, checks that the scope is there, and then watches it until the task is cancelled.
  ///
  /// - Parameter found: called once, before the first observation.
  /// - Throws: ``KubectlError`` or ``KubernetesError`` when the first try fails.
  public func run(_ scope: Scope, found: @escaping @Sendable (Target) -> Void) async throws {
    let watcher = Watcher(
      scope: scope, servers: servers, isNamespaceAwaited: isNamespaceAwaited, queue: queue,
      clock: clock, slot: slot, found: found)
    switch access {
    case .direct(let base):
      try await watcher.serve(base)
    case .kubectl(let kubectl):
      try await KubectlProxy(kubectl, said: said).run { reason in
        slot.set(nil)
        await queue.send(.input(InputObservation(.proxy, .lost(reason))))
      } _: { base in
        try await watcher.serve(base)
      }
    }
  }

  /// Reads the workloads anew, so that the model knows what a command has just changed.
  public func refresh(_ target: Target) async {
    guard case .workloads(let ids) = target.scope, let client = slot.client else { return }
    for id in ids {
      guard let kind = id.kind.resource else { continue }
      let collection = WatchedCollection(
        kind: kind, namespace: target.namespace, labelSelector: nil, fieldSelector: nil,
        isRequired: true)
      guard let response = try? await client.get(collection.path(of: id.name)),
        response.head.status == 200,
        let workload = try? ResourceDecoder.workload(Data(response.body), of: id.kind)
      else { continue }
      await queue.send(.workload(workload))
    }
  }
}
