public import ArgumentParser
public import Sandbox
internal import Settings

/// Watches a rollout of real processes on this machine.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch a rollout of real processes on this machine; needs no cluster.",
    usage: "\(invokedName) demo [--scenario NAME] [options]",
    discussion: """
      EXAMPLES:
        \(invokedName) demo
            The whole story in a minute.
        \(invokedName) demo --scenario prestop-overrun
            A preStop hook that uses up the grace period.
        \(invokedName) demo --listen 127.0.0.1:8001
            Then elsewhere: kubectl --server 127.0.0.1:8001 get pods -w
        \(invokedName) demo -o json | jq .
            Its events; it exits by itself.

      The exit code is always 0; on a cluster it would depend on the pods.
      """)

  @Option(
    help: ArgumentHelp(
      "Which story the pods play.", valueName: "name"))
  var scenario = Sandbox.Scenario.mixed

  @Option(
    help: ArgumentHelp(
      "Also serve the demo's Kubernetes API at this address, for kubectl "
        + "--server.", valueName: "host:port"))
  var listen: String?

  @Option(help: ArgumentHelp("Random seed.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup(title: "End of the run") var goal: GoalOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Recording") var record: RecordOptions
  @OptionGroup(title: "Alerts") var alerts: AlertOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  /// The settings that flags override.
  private var flags: [Setting: String] { alerts.settings.merging(screen.settings) { $1 } }

  func run() async throws {
    if try config.printIfAsked(flags: flags) { return }
    let loaded = try config.load(flags: flags)
    let sandbox = try Sandbox(
      scenario: scenario, listen: listen, seed: seed,
      workerCommand: [Environment.executablePath, "sandbox-worker"])
    let (logs, servers) = (try LogSources(loaded), try loaded.servers())
    let run = LiveRun(
      scope: DemoSources.scope(of: sandbox), goal: goal, output: output, record: record,
      loaded: loaded, screen: screen.opening,
      hasCommand: true, isDemo: true)
    throw ExitCode(
      await run.run { queue, clock in
        DemoSources(
          sandbox: sandbox, settings: loaded.settings, servers: servers, logs: logs, queue: queue,
          clock: clock)
      })
  }
}

extension Sandbox.Scenario: ExpressibleByArgument {}
