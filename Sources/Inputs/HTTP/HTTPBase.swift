/// Where an HTTP server is reached.
public enum HTTPBase: Equatable, Sendable {
  /// A unix-domain socket by its path.
  case socket(path: String)
  /// Plain HTTP over TCP.
  case tcp(host: String, port: Int)

  /// What stands in the Host header: `kubectl proxy` refuses hosts other than its own.
  var hostHeader: String {
    switch self {
    case .socket: "localhost"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}

/// Why a request got no answer.
public enum HTTPError: Error, Equatable, Sendable {
  /// Nobody listens.
  case refused
  case timedOut
  /// The connection ended before the answer did.
  case closed
  /// The answer is not HTTP, or more than was allowed.
  case malformed(String)
  /// Any other failure to connect, in the system's words.
  case unreachable(String)
}

extension HTTPError: CustomStringConvertible {
  /// For a sentence: "… : connection refused".
  public var description: String {
    switch self {
    case .refused: "connection refused"
    case .timedOut: "no answer in time"
    case .closed: "the connection was closed"
    case .malformed(let reason): reason
    case .unreachable(let reason): reason
    }
  }
}
