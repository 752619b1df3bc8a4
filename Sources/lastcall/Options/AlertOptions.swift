import ArgumentParser
import Settings

/// What is done about alerts besides showing them.
struct AlertOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run this command with /bin/sh for each alert raised or cleared (also with --quiet). It gets one "
        + "JSON line on stdin, LASTCALL_ALERT_* variables, and a 10 s timeout.",
      valueName: "command"))
  var onAlert: String?

  /// The settings these flags override.
  var settings: [Setting: String] { [.onAlert: onAlert].compactMapValues { $0 } }

  func validate() throws { try checkFlags(settings) }
}
