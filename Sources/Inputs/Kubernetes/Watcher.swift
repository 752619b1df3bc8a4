import ContainerCommands
import ShutdownModel
import Synchronization

/// Keeps the reflectors of a scope running over one connection after the other.
final class Watcher: Sendable {
  private let scope: Scope
  private let servers: ServerTable
  private let isNamespaceAwaited: Bool
  private let queue: EventQueue
  private let clock: LocalClock
  private let slot: ClientSlot
  private let found: @Sendable (KubernetesInput.Target) -> Void
  /// Made by the first connection; they keep their place over the next.
  private let reflectors = Mutex<[Reflector]?>(nil)

  init(
    scope: Scope, servers: ServerTable, isNamespaceAwaited: Bool, queue: EventQueue,
    clock: LocalClock, slot: ClientSlot,
    found: @escaping @Sendable (KubernetesInput.Target) -> Void
  ) {
    self.scope = scope
    self.servers = servers
    self.isNamespaceAwaited = isNamespaceAwaited
    self.queue = queue
    self.clock = clock
    self.slot = slot
    self.found = found
  }

  /// Watches over one connection until the task is cancelled.
  func serve(_ base: HTTPBase) async throws {
    let client = HTTPClient(base: base, clock: clock)
    let reflectors = try await prepare(client)
    slot.set(client)
    await queue.send(.input(InputObservation(.proxy, .connected)))
    await withTaskGroup(of: Void.self) { group in
      for reflector in reflectors { group.addTask { await reflector.run(client) } }
      group.addTask { await Pulse(queue: self.queue, clock: self.clock).run(client) }
    }
  }

  private func prepare(_ client: HTTPClient) async throws -> [Reflector] {
    if let reflectors = reflectors.withLock({ $0 }) { return reflectors }
    let target = try await ScopeCheck(
      client: client, queue: queue, isNamespaceAwaited: isNamespaceAwaited
    ).target(scope)
    found(target)
    let made = scope.collections(target.namespace, selectors: target.selectors)
      .map { Reflector($0, servers: servers, queue: queue) }
    reflectors.withLock { $0 = made }
    return made
  }
}
