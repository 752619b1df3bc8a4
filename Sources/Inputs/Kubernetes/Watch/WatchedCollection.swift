import ShutdownModel

/// One collection of the API, as it is listed and watched.
struct WatchedCollection: Equatable, Sendable {
  var kind: ResourceKind
  var namespace: String
  var labelSelector: String?
  var fieldSelector: String?
  /// Without it nothing works; what is not required degrades with one line.
  var isRequired: Bool

  /// The path of the collection, without a query.
  var path: String {
    "/\(kind.groupVersion)/namespaces/\(namespace.percentEncoded)/\(kind.rawValue)"
  }

  /// The path of one object of it.
  func path(of name: String) -> String { "\(path)/\(name.percentEncoded)" }

  /// The query that selects, joined with more.
  func query(_ more: [(String, String)]) -> String {
    var parts = more
    if let labelSelector, !labelSelector.isEmpty { parts.append(("labelSelector", labelSelector)) }
    if let fieldSelector { parts.append(("fieldSelector", fieldSelector)) }
    return "?" + parts.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
  }

  /// The rule that is missing when the API server says 403.
  var rule: String { "get, list, watch on \(kind.ruleName)" }
}

extension ResourceKind {
  /// `api/v1`, `apis/apps/v1`, ….
  var groupVersion: String {
    switch self {
    case .pods, .events: "api/v1"
    case .deployments, .statefulSets, .daemonSets, .replicaSets, .controllerRevisions:
      "apis/apps/v1"
    case .endpointSlices: "apis/discovery.k8s.io/v1"
    }
  }

  /// As RBAC names it.
  var ruleName: String {
    switch self {
    case .pods, .events: rawValue
    case .endpointSlices: "endpointslices.discovery.k8s.io"
    default: "\(rawValue).apps"
    }
  }

  /// What is not known when it cannot be read.
  var withoutIt: String {
    switch self {
    case .endpointSlices: "whether a pod still receives traffic is unknown"
    case .events: "failed preStop hooks are not shown"
    case .replicaSets, .controllerRevisions: "old and new revisions cannot be distinguished"
    case .pods, .deployments, .statefulSets, .daemonSets: "they are not shown"
    }
  }
}

extension String {
  /// For one segment of a path or one value of a query (RFC 3986 unreserved characters stay).
  var percentEncoded: String {
    var text = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }
}
