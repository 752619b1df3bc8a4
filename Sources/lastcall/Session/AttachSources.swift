import Inputs
import PodStatus
import ShutdownModel

/// One process behind a port-forward as the source of a run.
struct AttachSources: LiveSources {
  let poller: AttachPoller
  let logs: LogSources
  let queue: EventQueue

  init(
    _ url: AttachURL, kind: StatusKind, mapping: StatusMapping, logs: LogSources,
    queue: EventQueue, clock: LocalClock
  ) {
    self.logs = logs
    self.queue = queue
    poller = AttachPoller(url, kind: kind, mapping: mapping, queue: queue, clock: clock)
  }

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await logs.readLocal(into: queue) }
      group.addTask { await poller.run() }
      // Taken as they end, or a log file that cannot be read would go unnoticed.
      while try await group.next() != nil {}
    }
  }

  func follow(_ polls: PollPlan, _ logs: LogPlan) {}
}
