import ArgumentParser
import Settings
import Views

/// How the dashboard looks.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "auto, default, light, neutral, high-contrast, colour-blind-safe, plain, or your own.",
      valueName: "name"))
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "Columns of the table, such as pod,phase,countdown,node,age,restarts,cause,container.",
      valueName: "names"))
  var columns: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Use no colours.")
  var noColor = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Flag(help: "Show times of day in UTC (default: local time).")
  var utc = false

  /// The settings these flags override.
  var settings: [Setting: String] {
    var settings: [Setting: String] = [:]
    settings[.theme] = theme
    settings[.columns] = columns
    if ascii { settings[.ascii] = "true" }
    if noColor { settings[.color] = "false" }
    if utc { settings[.utc] = "true" }
    if noMouse { settings[.mouse] = "false" }
    return settings
  }

  /// How the dashboard opens: what its flags choose that no file can.
  var opening: ScreenState { ScreenState() }

  func validate() throws { try checkFlags(settings) }
}
