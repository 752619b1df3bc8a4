import ArgumentParser
import Settings

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
            Its events; it ends by itself.
      """)

  @Option(
    help: ArgumentHelp(
      "What happens to the pods.", valueName: "name"))
  var scenario = DemoScenario.mixed

  @Option(
    help: ArgumentHelp(
      "Serve the demo's Kubernetes API here too, for kubectl --server.", valueName: "host:port"))
  var listen: String?

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "number"))
  var seed: UInt64?

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  func run() async throws {
    if try config.printIfAsked(flags: screen.settings) { return }
  }
}
