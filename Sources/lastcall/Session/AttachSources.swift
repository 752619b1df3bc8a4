import Inputs
import ShutdownModel

/// One process behind a port-forward as the source of a run.
struct AttachSources: LiveSources {
  let poller: AttachPoller

  init(_ url: AttachURL, queue: EventQueue, clock: LocalClock) {
    poller = AttachPoller(url, queue: queue, clock: clock)
  }

  func run() async throws {
    await poller.run()
  }

  func follow(_ polls: PollPlan, _ logs: LogPlan) {}
}
