import ArgumentParser
import FoundationEssentials
import Settings

/// Which configuration file is read, and whether it is only shown.
struct ConfigOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration file (default: ~/.config/lastcall/config.yaml).", valueName: "file"))
  var path: String?

  @Flag(name: .customLong("print-config"), help: "Print every setting and its origin, and exit.")
  var isPrinted = false

  /// All sources of settings, read; a line for each thing ignored goes to stderr.
  func load(flags: [Setting: String]) throws -> LoadedSettings {
    let loaded = try LoadedSettings(
      flags: flags, environment: ProcessInfo.processInfo.environment, configPath: path)
    for warning in loaded.warnings { writeToStandardError(warning + "\n") }
    return loaded
  }

  /// Prints the settings in force if `--print-config` asks for that; false if it does not.
  func printIfAsked(flags: [Setting: String]) throws -> Bool {
    if isPrinted { print(try load(flags: flags).yaml, terminator: "") }
    return isPrinted
  }
}
