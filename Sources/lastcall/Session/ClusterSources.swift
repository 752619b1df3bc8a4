import ContainerCommands
import Inputs
import PodStatus
import Settings
import ShutdownModel

/// A cluster as the source of a run: its objects, its pods' status and their logs.
final class ClusterSources: LiveSources {
  private let access: KubernetesInput.Access
  /// The scope once the namespace is known, given that namespace.
  private let scope: @Sendable (_ namespace: String) -> Scope
  private let command: CommandRun?
  private let queue: EventQueue
  private let cluster: KubernetesInput
  private let poller: StatusPoller
  private let logs: LogSources
  private let follower: LogFollower?
  private let target = Shared<KubernetesInput.Target?>(nil)

  init(
    access: KubernetesInput.Access, settings: Settings, mapping: StatusMapping,
    servers: ServerTable, logs: LogSources, command: CommandRun?, queue: EventQueue,
    clock: LocalClock,
    echo: @escaping @Sendable (String) -> Void = { _ in },
    scope: @escaping @Sendable (_ namespace: String) -> Scope
  ) {
    self.access = access
    self.scope = scope
    self.command = command
    self.queue = queue
    cluster = KubernetesInput(
      access: access, servers: servers, isNamespaceAwaited: command != nil, queue: queue,
      clock: clock
    ) { line in
      echo("kubectl: \(line)")
      await queue.send(.commandOutput("kubectl: \(line)"))
    }
    poller = StatusPoller(
      rate: settings.pollRate,
      choice: StatusEndpointChoice(
        kind: settings.status?.kind, port: settings.statusPort ?? settings.status?.port,
        path: settings.statusPath ?? settings.status?.path),
      mapping: mapping, slot: cluster.slot, queue: queue, clock: clock
    ) { namespace in
      if case .kubectl(let kubectl) = access {
        await kubectl.mayProxyPods(in: namespace)
      } else {
        nil
      }
    }
    self.logs = logs
    follower =
      logs.streamLimit == 0
      ? nil
      : LogFollower(
        limit: logs.streamLimit, recogniser: logs.recogniser, slot: cluster.slot, queue: queue)
  }

  func run() async throws {
    do {
      try await watch()
    } catch {
      guard case .kubectl(let kubectl) = access else { throw error }
      throw ClusterProblem(await kubectl.explanation(of: error) ?? error, kubectl)
    }
  }

  private func watch() async throws {
    let scope = try await namedScope()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      defer { follower?.stop() }
      group.addTask {
        await self.poller.run()
        return false
      }
      group.addTask {
        try await self.logs.readLocal(into: self.queue)
        return false
      }
      group.addTask {
        try await self.cluster.run(scope) { self.target.value = $0 }
        return true
      }
      // A log file that cannot be read ends the run; logs that have ended do not.
      while let isOver = try await group.next(), !isOver {}
      group.cancelAll()
    }
  }

  func follow(_ polls: PollPlan, _ logs: LogPlan) {
    poller.follow(polls)
    follower?.follow(logs)
  }

  func isListed() async {
    guard let command, let target = target.value else { return }
    await command.run { await self.cluster.refresh(target) }
  }

  /// Asks kubectl for the namespace and the context, and says both.
  private func namedScope() async throws -> Scope {
    guard case .kubectl(let kubectl) = access else {
      let scope = scope("")
      await queue.send(.scope(scope, clusterContext: "demo"))
      return scope
    }
    async let context = kubectl.effectiveContext()
    let scope = scope(try await kubectl.effectiveNamespace())
    await queue.send(.scope(scope, clusterContext: await context))
    return scope
  }
}
