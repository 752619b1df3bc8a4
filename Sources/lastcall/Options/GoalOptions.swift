import ArgumentParser
import Settings
import ShutdownModel
import Time

/// When the run is over and what its exit code judges.
struct GoalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Exit once the rollout is available, the old pods are drained, or they are gone "
        + "(default without a terminal: drained).",
      valueName: "goal"))
  var until: Goal.Until?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Watch for this long, whatever happens.", valueName: "duration"),
    transform: duration)
  var length: TimeSpan?

  @Option(
    help: ArgumentHelp("Give up after this long, with exit code 4.", valueName: "duration"),
    transform: duration)
  var timeout: TimeSpan?

  @Flag(help: "Exit with 0 only if every shutdown was observed to be clean.")
  var strict = false

  func validate() throws {
    if until != nil, length != nil {
      throw ValidationError("--until and --for exclude each other; give one of them")
    }
  }

  /// The goal of a run; off the screen it defaults to `drained`.
  func goal(hasCommand: Bool, isOnScreen: Bool) -> Goal {
    Goal(
      until: length == nil ? until ?? (isOnScreen ? nil : .drained) : nil,
      duration: length, timeout: timeout, isStrict: strict, hasCommand: hasCommand)
  }
}
