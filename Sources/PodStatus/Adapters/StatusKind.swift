/// A kind of server whose answer can be read as a ``ShutdownStatus``.
///
/// In the order in which `lastcall probe` believes them: what only one server says comes first.
/// Whether a refused connection means that the drain has begun is not a matter of the kind: the
/// last value is kept and ages, and the model takes a refusal that lasts as evidence of draining.
public enum StatusKind: String, CaseIterable, Sendable {
  case lastcall
  case envoy
  case nginx
  case haproxy
  case apache
  case caddy
  case traefik
  case spring
  case puma
  case aspnet
  case prometheus
  case json
  case text

  /// The port its server uses unless told otherwise; nil when that is the pod's own.
  public var defaultPort: Int? { adapter.port }

  /// The paths whose answers it can read, the usual one first.
  public var paths: [String] { adapter.paths }

  /// The largest answer that is read, in bytes.
  public var bodyLimit: Int { adapter.bodyLimit }

  /// Reads an answer; what the server leaves unsaid is nil in the status.
  ///
  /// - Throws: why it is not of this kind, as one harmless line.
  public func status(
    code: Int, body: [UInt8], mapping: StatusMapping = StatusMapping()
  ) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    guard body.count <= bodyLimit else {
      throw .init("\(body.count) bytes; at most \(bodyLimit) are read")
    }
    return try adapter.status(ServerAnswer(code: code, body: body, mapping: mapping))
  }

  private var adapter: any StatusAdapter.Type {
    switch self {
    case .lastcall: LastcallStatus.self
    case .envoy: EnvoyStatus.self
    case .nginx: NginxStatus.self
    case .haproxy: HAProxyStatus.self
    case .apache: ApacheStatus.self
    case .caddy: CaddyStatus.self
    case .traefik: TraefikStatus.self
    case .spring: SpringStatus.self
    case .puma: PumaStatus.self
    case .aspnet: AspNetStatus.self
    case .prometheus: PrometheusStatus.self
    case .json: JSONStatus.self
    case .text: TextStatus.self
    }
  }
}
