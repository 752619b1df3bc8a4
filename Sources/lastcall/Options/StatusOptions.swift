import ArgumentParser
import PodStatus
import Settings

/// How the pods are asked for their shutdown status.
struct StatusOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Status requests per second, over all pods (default: 50).", valueName: "number"))
  var pollRate: String?

  @Option(
    help: ArgumentHelp(
      "The source of the pods' status: \(StatusKind.allCases.map(\.rawValue).joined(separator: ", ")) "
        + "(default: each pod's annotation, else lastcall).",
      valueName: "kind[:port][/path]"))
  var status: String?

  @Option(
    help: ArgumentHelp("The pods' status port (default: found for each pod).", valueName: "port"))
  var statusPort: String?

  @Option(
    help: ArgumentHelp("The pods' status path (default: found for each pod).", valueName: "path"))
  var statusPath: String?

  /// The settings these flags override.
  var settings: [Setting: String] {
    [
      .pollRate: pollRate, .status: status, .statusPort: statusPort, .statusPath: statusPath,
    ].compactMapValues { $0 }
  }

  func validate() throws { try checkFlags(settings) }
}
