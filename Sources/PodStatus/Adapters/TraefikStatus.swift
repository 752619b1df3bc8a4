/// Traefik's metrics: it counts connections, the idle ones, too, but no requests.
enum TraefikStatus: StatusAdapter {
  static let port: Int? = 8080
  static let paths = ["/metrics"]
  static let bodyLimit = MetricsText.maximumBytes

  /// Its own entry points have the connections of those who ask for its health and its metrics.
  static let connections = Gauge(
    "traefik_open_connections", own: 1,
    apart: (label: "entrypoint", values: ["traefik", "metrics"]))

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let metrics = try MetricsText(answer.content, [connections.name])
    return ShutdownStatus(phase: nil, inFlight: try metrics.value(of: connections))
  }
}
