import ContainerCommands
import Inputs
import KubernetesObjects
import PodStatus
import Sandbox
import Settings
import ShutdownModel

/// The demo's cluster of real processes, watched through the same client as any other.
final class DemoSources: LiveSources {
  private let sandbox: Sandbox
  private let cluster: ClusterSources
  private let queue: EventQueue

  init(
    sandbox: Sandbox, settings: Settings, servers: ServerTable, logs: LogSources, queue: EventQueue,
    clock: LocalClock
  ) {
    self.sandbox = sandbox
    self.queue = queue
    let scope = DemoSources.scope(of: sandbox)
    // Its workers serve lastcall's own status, wherever the user's pods have theirs.
    var settings = settings
    (settings.status, settings.statusPort, settings.statusPath) = (nil, nil, nil)
    cluster = ClusterSources(
      access: .direct(.socket(path: sandbox.endpoint)), settings: settings,
      mapping: StatusMapping(), servers: servers, logs: logs, command: nil, queue: queue,
      clock: clock,
      scope: { _ in scope })
  }

  /// The one Deployment there is.
  static func scope(of sandbox: Sandbox) -> Scope {
    let name = sandbox.workload.split(separator: "/").last.map(String.init) ?? ""
    return .workloads([
      WorkloadID(kind: .deployment, namespace: sandbox.namespace, name: name)
    ])
  }

  func run() async throws {
    let cluster = cluster
    try await sandbox.run { _ in try await cluster.run() }
  }

  func follow(_ polls: PollPlan, _ logs: LogPlan) { cluster.follow(polls, logs) }

  /// The story is told as a command that runs beside: only its end may end the run.
  func isListed() async {
    await queue.send(.command(.began(text: "the demo's rollout")))
    await sandbox.waitUntilStoryIsOver()
    await queue.send(.command(.ended(exitCode: 0)))
  }
}
