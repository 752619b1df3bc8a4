/// ASP.NET Core's metrics as OpenTelemetry exports them; its own request is one of them.
///
/// Without Kestrel's meter nobody knows that it is ASP.NET: the kind `prometheus` reads the rest.
enum AspNetStatus: StatusAdapter {
  static let port: Int? = 8080
  static let paths = ["/metrics"]
  static let bodyLimit = MetricsText.maximumBytes

  private static let requests = Gauge("http_server_active_requests", own: 1)
  private static let kestrel = Gauge("kestrel_active_connections")

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let metrics = try MetricsText(answer.content, [requests.name, kestrel.name])
    guard metrics.has(kestrel) else { throw .init("no gauge \(kestrel.name)") }
    return ShutdownStatus(phase: nil, inFlight: try metrics.value(of: requests))
  }
}
