import ArgumentParser
import Inputs
import PodStatus
import Settings

/// Says what kind of status a server has.
struct Probe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Detect which kind of status a server has, and show how to watch it.",
    usage: "\(invokedName) probe URL [-o FORMAT]",
    discussion: """
      EXAMPLES:
        kubectl port-forward pod/web-5d68-hq9mt 2019 &
        \(invokedName) probe localhost:2019
            Every path that some kind of status has is asked once.
        \(invokedName) probe localhost:8080/jobs/stats -o json
            This path alone, read as every kind; one JSON object a line.

      Paths whose reading may begin a drain are never asked. The exit code is 0 when a kind fits, else 1.
      """)

  @Argument(help: ArgumentHelp("The server, with or without a path.", valueName: "url"))
  var url: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Output format.", valueName: "format"))
  var output = OutputFormat.text

  @OptionGroup(title: "Configuration") var config: ConfigOptions

  func run() async throws {
    if try config.printIfAsked(flags: [:]) { return }
    let address: AttachURL
    do {
      address = try AttachURL(url, path: "/")
    } catch {
      throw ValidationError("\(error)")
    }
    let mapping = try config.load(flags: [:]).statusMapping()
    throw ExitCode(
      await ProbeRun(url: address, isExact: address.path != "/", output: output).run(mapping))
  }
}
