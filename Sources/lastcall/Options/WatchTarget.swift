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
    guard parts.count == 2 else { throw ValidationError(Self.notAPair(argument)) }
    guard let kind = Self.kind(of: parts[0]) else {
      throw ValidationError(Self.unknownType(parts[0], name: parts[1]))
    }
    guard Self.isName(parts[1]) else {
      throw ValidationError(
        "\(parts[1].quotedForMessage) is not the name of an object; "
          + "names have lower-case letters, digits, '-' and '.'")
    }
    self.kind = kind
    name = parts[1]
  }

  /// The kind that kubectl would take a type for; `deployments.v1.apps` says the same as `deployments`.
  static func kind(of type: String) -> WorkloadID.Kind? {
    let name = String(type.lowercased().prefix { $0 != "." })
    return kinds.first { $0.names.contains(name) }?.kind
  }

  /// The kinds that can be watched, each with kubectl's names of it.
  static let kinds: [(kind: WorkloadID.Kind, names: [String])] = [
    (.deployment, ["deployment", "deployments", "deploy"]),
    (.statefulSet, ["statefulset", "statefulsets", "sts"]),
    (.daemonSet, ["daemonset", "daemonsets", "ds"]),
    (.pod, ["pod", "pods", "po"]),
  ]

  static func isName(_ text: String) -> Bool {
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
}
