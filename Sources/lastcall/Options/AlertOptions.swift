import ArgumentParser
import Settings

/// What is done about alerts besides showing them.
struct AlertOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run this by /bin/sh for each alert that is raised or cleared, even with --quiet: it gets a "
        + "line of JSON on stdin, LASTCALL_ALERT_* variables, and 10 s.",
      valueName: "command"))
  var onAlert: String?

  /// The settings these flags override.
  var settings: [Setting: String] { [.onAlert: onAlert].compactMapValues { $0 } }

  func validate() throws { try checkFlags(settings) }
}
