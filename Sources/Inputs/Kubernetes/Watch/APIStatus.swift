import FoundationEssentials
import HarmlessText
import ShutdownModel

/// The API server's own answer to a request it refuses: `kind: Status`.
struct APIStatus: Decodable, Equatable {
  var kind: String
  /// One line of harmless text.
  var message: String?
  var reason: String?
  var code: Int?
  var details: Details?

  /// Which object it is about.
  struct Details: Decodable, Equatable {
    /// In the plural: `namespaces`.
    var kind: String?
  }

  /// Reads a Status from an answer's body; nil when the body is something else.
  init?(_ body: [UInt8]) {
    guard body.count < 1 << 20,
      let status = try? JSONDecoder().decode(APIStatus.self, from: Data(body)),
      status.kind == "Status"
    else { return nil }
    self = status
    message = status.message.map { $0.harmless(limit: 500) }
  }
}

extension APIStatus {
  /// The server's own sentence for a failure, in harmless text.
  ///
  /// `kubectl proxy` says in plain text why it does not get through.
  static func message(in body: [UInt8], status: Int) -> String {
    if let message = APIStatus(body)?.message, !message.isEmpty { return message }
    let line = String(harmless: body.prefix { $0 != UInt8(ascii: "\n") }, limit: 300)
    // A page of a load balancer says less than its code.
    let isSentence = !line.isEmpty && !line.hasPrefix("<") && !line.hasPrefix("{")
    return isSentence ? "\(line) (HTTP status \(status))" : "HTTP status \(status)"
  }
}

/// Why the API server cannot be used as asked; each is one sentence.
public enum KubernetesError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFound(String)
  case forbidden(String)
  /// 401: who asks is not known to the cluster, or no longer.
  case unauthorized
  /// Nothing answers, or only a proxy that does not get through.
  case unreachable(String)
  /// The API server itself says that it cannot.
  case failed(String)

  /// One sentence with what to do.
  public var description: String {
    switch self {
    case .notFound(let what): what
    case .forbidden(let what): what
    case .unauthorized:
      "the cluster does not accept the credentials (401 Unauthorized); log in again"
    case .unreachable(let why): "the cluster does not answer: \(why)"
    case .failed(let why): "the cluster returned an error: \(why)"
    }
  }
}
