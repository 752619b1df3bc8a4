import ArgumentParser
import KubernetesObjects
import Settings
import ShutdownModel

/// A workload or a pod as it is named on the command line: `deploy/web`, `pod/web-5d68-hq9mt`.
struct WatchTarget: Equatable {
  var kind: WorkloadID.Kind
  var name: String

  /// Reads `TYPE/NAME`, with the types and short names that kubectl knows.
  init(argument: String) throws {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw ValidationError(
        "\(argument.quotedForMessage) is not TYPE/NAME; write for example deploy/web or pod/web-1"
          + Self.subcommandHint(for: argument))
    }
    // `deployments.v1.apps` says the same as `deployments`.
    let type = parts[0].lowercased().prefix { $0 != "." }
    guard let kind = Self.kinds.first(where: { $0.names.contains(String(type)) })?.kind else {
      throw ValidationError(
        "lastcall cannot watch the type \(parts[0].quotedForMessage)"
          + hint(for: String(type), among: Self.kinds.map(\.names[0])))
    }
    guard Self.isName(parts[1]) else {
      throw ValidationError(
        "\(parts[1].quotedForMessage) is not the name of an object; "
          + "names have lower-case letters, digits, '-' and '.'")
    }
    self.kind = kind
    name = parts[1]
  }

  private static let kinds: [(kind: WorkloadID.Kind, names: [String])] = [
    (.deployment, ["deployment", "deployments", "deploy"]),
    (.statefulSet, ["statefulset", "statefulsets", "sts"]),
    (.daemonSet, ["daemonset", "daemonsets", "ds"]),
    (.pod, ["pod", "pods", "po"]),
  ]

  private static func isName(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private static func subcommandHint(for argument: String) -> String {
    let names = ["watch", "attach", "check", "demo", "probe", "replay", "report"]
    let nearest = nearestName(to: argument, among: names)
    return nearest.map { "; or did you mean the command '\($0)'?" } ?? ""
  }
}
