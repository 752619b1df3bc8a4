import ArgumentParser
import Settings

/// The command line; without a subcommand it is `watch`.
@main
struct Lastcall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: invokedName,
    abstract: "Watch Kubernetes pods shut down, with a countdown to SIGKILL for each.",
    usage: "\(invokedName) [watch] [TYPE/NAME ...] [-n NAMESPACE] [options] [-- COMMAND ...]",
    discussion: """
      EXAMPLES:
        \(invokedName) deploy/web
            Watch a Deployment roll: the dashboard.
        \(invokedName) deploy/web -- kubectl rollout restart deploy/web
            Start watching, then run the command, so that nothing is missed.
        \(invokedName) watch deploy/web -n shop -o json --until drained --timeout 5m
            In CI: one JSON object per change; the exit code is the verdict.
        \(invokedName) attach localhost:8080 --grace 30
            One pod behind kubectl port-forward.
        \(invokedName) probe localhost:2019
            Which kind of status a server has, and how to watch it.
        \(invokedName) report web.jsonl -o html > web.html
            How the pods of a run recorded with --record ended.
        \(invokedName) check -f web.yaml
            What will go wrong when these pods end, before they run.
        \(invokedName) demo
            Without a cluster: a rollout of real processes on this machine.

      All options of watch: \(invokedName) help watch
      """,
    version: Version.text,
    subcommands: [
      Watch.self, Attach.self, Probe.self, Demo.self, Replay.self, ReportCommand.self, Check.self,
      SandboxWorker.self,
    ],
    defaultSubcommand: Watch.self)

  static func main() async {
    var arguments = Array(CommandLine.arguments.dropFirst())
    // Error messages repeat arguments as they are.
    for argument in arguments.prefix(while: { $0 != "--" })
    where argument.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      let problem = "the argument \(argument.quotedForMessage) has a control character; remove it"
      exit(withError: ValidationError(problem))
    }
    let takesCommand = ![
      "attach", "check", "demo", "probe", "replay", "report", "sandbox-worker",
    ].contains(arguments.first)
    if takesCommand, let terminator = arguments.firstIndex(of: "--") {
      arguments[terminator] = "--command"
    }
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let isWatch = takesCommand
      guard let hint = UnknownOption(error, isWatch: isWatch)?.hint else { exit(withError: error) }
      let problem = ValidationError(hint)
      if isWatch { Watch.exit(withError: problem) } else { exit(withError: problem) }
    }
  }
}
