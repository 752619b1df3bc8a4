import Inputs
import Settings
import ShutdownModel
import Views

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of `watch`, from the command line to the exit code.
struct WatchRun {
  let scope: Scope
  let goal: Goal
  let access: KubernetesInput.Access
  let settings: Settings
  let output: OutputOptions
  let command: [String]

  /// Runs to the end; a failure to start is one sentence on stderr and code 1.
  func run() async -> Int32 {
    let clock = LocalClock()
    let queue = EventQueue(clock: clock)
    let signals = Signals(queue: queue)
    defer { withExtendedLifetime(signals) {} }
    let sources = WatchSources(
      access: access, rate: settings.pollRate,
      choice: StatusEndpointChoice(port: settings.statusPort, path: settings.statusPath),
      queue: queue, clock: clock)
    let failure = Shared<String?>(nil)
    let target = Shared<KubernetesInput.Target?>(nil)
    let task = Task {
      do {
        try await sources.run(scope) { target.value = $0 }
      } catch is CancellationError {
      } catch {
        failure.value = "\(error)"
        queue.close()
      }
    }
    var run = HeadlessRun(
      session: Session(
        state: State(
          scope: scope, goal: goal, thresholds: settings.thresholds,
          log: LogRing(entryLimit: settings.logLines, byteLimit: settings.logBytes)),
        queue: queue, clock: clock),
      format: output.output ?? .text, isQuiet: output.quiet,
      follow: { polls, _ in sources.poller.follow(polls) })
    run.session.whenListed = {
      if let target = target.value { runCommand(target, sources, queue) }
    }
    let code = await run.run()
    task.cancel()
    await task.value
    if let failure = failure.value {
      writeToStandardError("\(invokedName): \(failure)\n")
      return 1
    }
    return code
  }

  private func runCommand(
    _ target: KubernetesInput.Target, _ sources: WatchSources, _ queue: EventQueue
  ) {
    guard !command.isEmpty else { return }
    let run = CommandRun(words: command, queue: queue) { writeToStandardError($0 + "\n") }
    Task { await run.run { await sources.cluster.refresh(target) } }
  }
}
