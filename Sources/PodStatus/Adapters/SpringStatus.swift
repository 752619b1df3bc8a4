/// Spring Boot's Actuator: the metric as JSON, all metrics for Prometheus, or the readiness.
///
/// Only with a management port of its own does it answer during the drain (from Spring Boot 3.4 on),
/// and requests to that port are not counted.
enum SpringStatus: StatusAdapter {
  static let port: Int? = 8081
  static let paths = [
    "/actuator/metrics/http.server.requests.active", "/actuator/prometheus",
    "/actuator/health/readiness",
  ]
  static let bodyLimit = MetricsText.maximumBytes

  /// The same number by the names that its versions and settings give it.
  static let requests = ["active_count", "gcount", "count"].map {
    Gauge("http_server_requests_active_seconds_\($0)")
  }

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    guard answer.body.first == UInt8(ascii: "{") else {
      let metrics = try MetricsText(answer.content, requests.map(\.name))
      return ShutdownStatus(phase: nil, inFlight: try metrics.value(ofFirst: requests))
    }
    let json = try answer.json()
    switch (answer.code, json["status"].string) {
    case (503, "OUT_OF_SERVICE"): return ShutdownStatus(phase: .draining, inFlight: nil)
    case (200, "UP"): return ShutdownStatus(phase: nil, inFlight: nil)
    default: return ShutdownStatus(phase: nil, inFlight: try active(json, answer))
    }
  }

  private static func active(
    _ json: JSON, _ answer: ServerAnswer
  ) throws(ShutdownStatus.Malformed) -> Int {
    _ = try answer.content
    let measurement = json["measurements"].elements.first {
      $0["statistic"].string == "ACTIVE_TASKS"
    }
    guard let measurement else { throw .init("no measurement ACTIVE_TASKS") }
    return try ShutdownStatus.tasks(measurement["value"], "ACTIVE_TASKS")
  }
}
