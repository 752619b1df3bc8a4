internal import FoundationEssentials

/// The API server's own answer to a request it refuses: `kind: Status`.
struct APIStatus: Decodable, Equatable {
  var kind: String
  var message: String?
  var reason: String?
  var code: Int?

  /// Reads a Status from an answer's body; nil when the body is something else.
  init?(_ body: [UInt8]) {
    guard body.count < 1 << 20,
      let status = try? JSONDecoder().decode(APIStatus.self, from: Data(body)),
      status.kind == "Status"
    else { return nil }
    self = status
  }
}

/// Why the API server cannot be used as asked; each is one sentence.
public enum KubernetesError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFound(String)
  case forbidden(String)
  case unreachable(String)

  /// One sentence with what to do.
  public var description: String {
    switch self {
    case .notFound(let what): what
    case .forbidden(let what): what
    case .unreachable(let why): "the cluster does not answer: \(why)"
    }
  }
}
