/// Any gauge in Prometheus' text format: the user's, else the first of the usual ones.
enum PrometheusStatus: StatusAdapter {
  static let port: Int? = nil
  static let paths = ["/metrics"]
  static let bodyLimit = MetricsText.maximumBytes

  /// Gauges of requests in flight, surer ones first.
  static let usual =
    [Gauge("http_server_active_requests")] + SpringStatus.requests + [
      CaddyStatus.requests, EnvoyStatus.requests, TraefikStatus.connections,
      HAProxyStatus.connections,
      Gauge("http_server_requests_in_flight"), Gauge("http_requests_in_flight"),
      Gauge("http_requests_in_progress"), Gauge("http_requests_inprogress"),
      Gauge("in_flight_requests"),
    ]

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let mapping = answer.mapping
    if let selector = mapping.gauge {
      let gauge = Gauge(selector.name, own: mapping.subtract, labels: selector.labels)
      let metrics = try MetricsText(answer.content, [gauge.name])
      return ShutdownStatus(phase: nil, inFlight: try metrics.value(of: gauge))
    }
    let metrics = try MetricsText(answer.content, usual.map(\.name))
    return ShutdownStatus(
      phase: nil, inFlight: try metrics.value(ofFirst: usual, own: mapping.subtract))
  }
}
