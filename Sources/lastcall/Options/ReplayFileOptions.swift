import ArgumentParser
import Settings
import ShutdownModel
import Time

/// The files that are read instead of a cluster.
struct ReplayFileOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A recording, logs of any kind, or the output of kubectl get pods,events -o json (or -o yaml, or "
        + "-w). Use - for stdin; gzip and zstd input is decompressed.", valueName: "file"))
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "The pod name for log lines without one (default: the file's name).", valueName: "name"))
  var pod: String?

  @Option(
    help: ArgumentHelp(
      "The grace period of pods known only from their logs.", valueName: "duration"),
    transform: duration)
  var grace: TimeSpan?

  @Option(
    help: ArgumentHelp(
      "How long their preStop hook runs before the signal; it is part of the grace.",
      valueName: "duration"),
    transform: duration)
  var preStop: TimeSpan?

  var files: ReplayFiles { ReplayFiles(paths: paths, pod: pod, grace: grace, preStop: preStop) }

  func validate() throws {
    if paths.isEmpty { throw ValidationError("name a file to read, or - for stdin") }
    if paths.contains("") { throw ValidationError("a file's name is empty") }
    if paths.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("- is given twice; stdin can be read only once")
    }
    if preStop != nil, grace == nil {
      throw ValidationError("--pre-stop is a part of --grace; give both")
    }
    try PreStop.check(preStop, within: grace)
    if pod?.isEmpty == true { throw ValidationError("--pod needs a name") }
  }
}
