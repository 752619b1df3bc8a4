import ArgumentParser
import Settings
import ShutdownModel
import Time
import Views

/// Shows a recorded run again.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a recorded run or plain logs: the dashboard, its lines, or one frame.",
    usage: "\(invokedName) replay FILE ... [--at TIME] [options]",
    discussion: """
      EXAMPLES:
        \(invokedName) deploy/web --record web.jsonl
            Record a run, and afterwards:
        \(invokedName) replay web.jsonl
            The same dashboard with a timeline: space plays and pauses, arrows seek.
        \(invokedName) replay web.jsonl -o json | jq .
            What the live run printed, line for line; the exit code is the live one.
        \(invokedName) replay web.jsonl --at 12s --size 120x36
            One frame as text.
        kubectl logs -l app=web --prefix --timestamps | \(invokedName) replay - --grace 30
            Drains and verdicts from logs alone.
      """)

  @OptionGroup var files: ReplayFileOptions

  @Option(
    help: ArgumentHelp("Print the frame at this time after the start.", valueName: "duration"),
    transform: duration)
  var at: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "The size of the frame or the asciicast (default: 120x36).", valueName: "columns x rows"))
  var size: FrameSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Write the dashboard as an asciicast (v2) for sharing; - is stdout.", valueName: "file.cast"))
  var exportCast: String?

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @OptionGroup(title: "Configuration") var config: ConfigOptions

  private var frameSize: Frame.Size { size?.size ?? Frame.Size(rows: 36, columns: 120) }

  func validate() throws {
    if exportCast?.isEmpty == true { throw ValidationError("--export-cast needs a file name") }
    if at != nil, exportCast != nil {
      throw ValidationError("--at and --export-cast exclude each other; give one of them")
    }
    if at != nil || exportCast != nil, output.output != nil {
      throw ValidationError(
        "-o is for the lines of the run; leave it out with --at and --export-cast")
    }
    if size != nil, at == nil, exportCast == nil {
      throw ValidationError("--size is for --at and --export-cast; the dashboard fits the terminal")
    }
  }

  func run() async throws {
    if try config.printIfAsked(flags: screen.settings) { return }
    let loaded = try config.load(flags: screen.settings)
    let run = ReplayRun(files: files.files, loaded: loaded, screen: screen.opening)
    if let at {
      throw ExitCode(await run.printFrame(at: at, size: frameSize))
    }
    if let exportCast {
      throw ExitCode(await run.exportCast(to: exportCast, size: frameSize))
    }
    if output.isOnScreen {
      throw ExitCode(await run.dashboard(keysFromTerminal: files.paths.contains("-")))
    }
    throw ExitCode(await run.headless(format: output.output ?? .text, isQuiet: output.quiet))
  }
}

/// `120x36`.
struct FrameSizeArgument: ExpressibleByArgument {
  let size: Frame.Size

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (1...500).contains(columns), (1...200).contains(rows)
    else { return nil }
    size = Frame.Size(rows: rows, columns: columns)
  }
}
