import Inputs
import ShutdownModel

/// The inputs of `watch` and `demo`: a cluster, its pods' status and their logs.
struct WatchSources {
  let cluster: KubernetesInput
  let poller: StatusPoller

  init(
    access: KubernetesInput.Access, rate: Int, choice: StatusEndpointChoice, queue: EventQueue,
    clock: LocalClock
  ) {
    cluster = KubernetesInput(access: access, queue: queue, clock: clock)
    poller = StatusPoller(
      rate: rate, choice: choice, slot: cluster.slot, queue: queue, clock: clock)
  }

  /// Runs everything until the task is cancelled.
  ///
  /// - Throws: what the cluster's first try throws.
  func run(_ scope: Scope, found: @escaping @Sendable (KubernetesInput.Target) -> Void) async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await poller.run() }
      try await cluster.run(scope, found: found)
      group.cancelAll()
    }
  }
}
