import ArgumentParser
import Settings

/// An option that lastcall does not have, and what to write in its place.
///
/// ArgumentParser proposes whatever is spelled like it, `--for` in place of `--json`; what people try first
/// are the options of kubectl.
struct UnknownOption {
  let name: String
  /// What the parser proposes.
  let proposed: String?
  private let isWatch: Bool

  /// - Returns: nil when the error is another.
  init?(_ error: any Error, isWatch: Bool) {
    let message = Lastcall.message(for: error)
    guard
      let match = message.firstMatch(
        of: /^Unknown option '([^']*)'(?:\. Did you mean '([^']*)'\?)?/)
    else { return nil }
    name = String(match.1)
    proposed = match.2.map(String.init)
    self.isWatch = isWatch
  }

  /// The sentence in place of the parser's; nil where that one is right.
  var hint: String? {
    let unknown = "unknown option '\(name)'"
    if let advice = isWatch ? Self.advice(name) : nil { return "\(unknown): \(advice)" }
    if name == "--json" { return "\(unknown): write -o json" }
    guard let proposed else { return nil }
    return nearestName(to: name, among: [proposed]) == nil ? unknown : nil
  }

  /// What does in `watch` what an option does in kubectl.
  private static func advice(_ name: String) -> String? {
    switch name {
    case "--json": "write -o json"
    case "-w", "--watch", "--watch-only", "--follow":
      "leave it out; lastcall always watches until the end"
    case "-f", "--filename":
      "leave it out, lastcall always follows; to check a manifest write \(invokedName) check -f FILE"
    case "--tail", "--since", "--since-time", "--previous":
      "lastcall follows logs from now on; for older ones: "
        + "kubectl logs deploy/web --prefix --timestamps | \(invokedName) replay -"
    case "-c", "--container", "--containers", "--all-containers":
      "lastcall watches every container of a pod; name only the workload or the pod"
    case "--cluster", "--user", "--server", "-s", "--token", "--as", "--as-group",
      "--certificate-authority", "--insecure-skip-tls-verify":
      "choose the cluster with --context and --kubeconfig; everything else belongs in the context"
    case "--label", "--labels", "--label-selector": "write -l, as in -l app=web"
    case "--field-selector": "select pods by labels, as in -l app=web, or name one, as in pod/web-1"
    case "--ns": "write -n"
    default: nil
    }
  }
}
