import ArgumentParser
import Settings

/// Where log lines come from.
struct LogOptions: ParsableArguments {
  @Option(
    name: .customLong("logs"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read the log from stdin (-) or follow a file instead of using the cluster; repeatable.",
      valueName: "-|file"))
  var sources: [String] = []

  @Flag(name: .customLong("no-logs"), help: "Read no logs at all.")
  var isOff = false

  @Option(
    help: ArgumentHelp("Log streams followed at once (default: 50).", valueName: "number"))
  var maxLogStreams: String?

  /// The settings these flags override.
  var settings: [Setting: String] {
    [.maxLogStreams: maxLogStreams].compactMapValues { $0 }
  }

  func validate() throws {
    if isOff, !sources.isEmpty {
      throw ValidationError("--logs and --no-logs exclude each other; give one of them")
    }
    if sources.contains("") {
      throw ValidationError("--logs needs a file name, or - for stdin")
    }
    if sources.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("--logs - is given twice; stdin can be read only once")
    }
    try checkFlags(settings)
  }
}
