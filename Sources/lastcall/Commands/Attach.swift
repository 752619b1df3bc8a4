import ArgumentParser
import Inputs
import PodStatus
import Settings
import ShutdownModel
import Time

/// Watches one process by its status endpoint alone.
struct Attach: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch one pod through its port-forward, without access to the cluster.",
    usage: "\(invokedName) attach URL [--grace DURATION [--pre-stop DURATION]] [options]",
    discussion: """
      EXAMPLES:
        kubectl port-forward pod/web-5d68-hq9mt 8080 &
        \(invokedName) attach localhost:8080 --grace 30
        \(invokedName) attach localhost:8080 --grace 30 --pre-stop 5 -o json
        \(invokedName) attach localhost:8080 --status nginx
        kubectl logs -f web-5d68-hq9mt | \(invokedName) attach localhost:8080 --logs -

      It waits while nothing listens, and goes on when the port-forward comes back.
      """)

  @Argument(help: ArgumentHelp("The address of the shutdown status.", valueName: "url"))
  var url: String

  @Option(
    help: ArgumentHelp(
      "The pod's grace period (default: what its status says).", valueName: "duration"),
    transform: duration)
  var grace: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "How long its preStop hook runs before the signal; it is part of the grace.",
      valueName: "duration"),
    transform: duration)
  var preStop: TimeSpan?

  @OptionGroup(title: "End of the run") var goal: GoalOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Recording") var record: RecordOptions
  @OptionGroup(title: "Shutdown status") var status: StatusOptions
  @OptionGroup(title: "Logs") var logs: LogOptions
  @OptionGroup(title: "Alerts") var alerts: AlertOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  /// The settings that flags override.
  var flags: [Setting: String] {
    [status.settings, logs.settings, alerts.settings, screen.settings].reduce(into: [:]) {
      $0.merge($1) { $1 }
    }
  }

  func validate() throws {
    if goal.until == .available {
      throw ValidationError(
        "--until available needs a workload; with attach write --until drained or gone")
    }
    try PreStop.check(preStop, within: grace)
  }

  func run() async throws {
    if try config.printIfAsked(flags: flags) { return }
    let loaded = try config.load(flags: flags)
    let url = try self.address(loaded.settings)
    let kind = loaded.settings.status?.kind ?? .lastcall
    let mapping = try loaded.statusMapping()
    let logs = try LogSources(logs, loaded)
    let run = LiveRun(
      scope: .endpoint(url.text, grace: grace, preStop: preStop), goal: goal, output: output,
      record: record, loaded: loaded, screen: screen.opening,
      readsStandardInput: logs.local.contains("-"))
    throw ExitCode(
      await run.run { queue, clock in
        AttachSources(
          url, kind: kind, mapping: mapping, logs: logs, queue: queue, clock: clock)
      })
  }

  private func address(_ settings: Settings) throws -> AttachURL {
    do {
      let status = settings.status
      return try AttachURL(
        url, kind: status?.kind ?? .lastcall, port: settings.statusPort ?? status?.port,
        path: settings.statusPath ?? status?.path)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}
