import ArgumentParser
import Recording
import ShutdownModel

extension ReportFormat: ExpressibleByArgument {}

/// Reports on recorded runs.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report on recorded runs: verdicts, drains, what was lost, the grace needed.",
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

      A recording is made with --record. Of several runs the exit code is the worst.
      """)

  @Argument(help: ArgumentHelp("Recordings; - is stdin.", valueName: "file"))
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How it is written.", valueName: "format"))
  var output = ReportFormat.text

  func validate() throws {
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("stdin can be read only once")
    }
  }

  func run() throws {
    var run = ReportRun()
    for file in files {
      do {
        let recording = try Recording(path: file)
        let warnings = recording.warnings
        let place = files.count > 1 ? "\(file.harmless(limit: 300)): " : ""
        for line in warnings { writeToStandardError("\(invokedName): \(place)\(line)\n") }
        run.add(
          events: recording.events, initialState: recording.initialState(),
          name: file == "-" ? "stdin" : file, program: recording.header?.program,
          warnings: warnings)
      } catch {
        writeToStandardError("\(invokedName): \(error)\n")
        throw ExitCode(1)
      }
    }
    throw ExitCode(run.write(output))
  }
}
