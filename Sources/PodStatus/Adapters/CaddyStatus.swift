/// Caddy's admin, which stays up through the drain and does not say that there is one.
enum CaddyStatus: StatusAdapter {
  static let port: Int? = 2019
  static let paths = ["/metrics", "/reverse_proxy/upstreams"]
  static let bodyLimit = MetricsText.maximumBytes

  // Older versions count a request once for each handler it passes through.
  static let requests = Gauge("caddy_http_requests_in_flight", mostOf: "handler")

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    guard try answer.content.first == UInt8(ascii: "[") else {
      let metrics = try MetricsText(answer.content, [requests.name])
      return ShutdownStatus(phase: nil, inFlight: try metrics.value(of: requests))
    }
    var sum = 0.0
    for upstream in try answer.json().elements {
      sum += Double(try ShutdownStatus.tasks(upstream["num_requests"], "num_requests"))
    }
    return ShutdownStatus(phase: nil, inFlight: try ShutdownStatus.tasks(sum, "num_requests"))
  }
}
