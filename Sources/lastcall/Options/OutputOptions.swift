import ArgumentParser

/// How the events are written when there is no dashboard.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// A line for a person.
  case text
  /// A JSON object a line.
  case json
  /// A line that a screen reader reads well.
  case plain
}

/// Where the story goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Instead of the dashboard, write one line per change: text, json, or plain for screen readers "
        + "(default without a terminal: text).",
      valueName: "format"))
  var output: OutputFormat?

  @Flag(
    name: .shortAndLong,
    help: "Write only verdicts and the summary; on the dashboard, no bell and no notification.")
  var quiet = false

  /// The run has a dashboard.
  var isOnScreen: Bool { output == nil && Environment.hasScreen }
}
