import ArgumentParser
import ShutdownModel

extension ReportFormat: ExpressibleByArgument {}

/// Reports on recorded runs.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Report on recorded runs or logs: verdicts, drains, losses, the grace period needed.",
    usage: "\(invokedName) report FILE ... [-o FORMAT]",
    discussion: """
      EXAMPLES:
        \(invokedName) report web.jsonl
            What became of each pod, as text; the exit code is that of the run.
        \(invokedName) report web.jsonl -o markdown
            Tables for a pull request or a postmortem.
        \(invokedName) report web.jsonl -o junit > lastcall.xml
            In CI: a test case a pod, so that a killed pod is a failed test.
        \(invokedName) report before.jsonl after.jsonl -o html > report.html
            One page with time lines and drain curves; it needs no network.
        \(invokedName) report *.jsonl -o json | jq .drainSeconds
            One JSON object a run.

      A recording is made with --record; without one, logs do (see help replay). Of several runs the
      exit code is the worst.
      """)

  @OptionGroup var files: ReplayFileOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Output format.", valueName: "format"))
  var output = ReportFormat.text

  @OptionGroup(title: "Configuration") var config: ConfigOptions

  func run() async throws {
    if try config.printIfAsked(flags: [:]) { return }
    let run = ReportRun(files: files.files, loaded: try config.load(flags: [:]))
    throw ExitCode(await run.write(output))
  }
}
