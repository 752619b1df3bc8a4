/// Envoy's admin: its statistics, as text or for Prometheus, its state and its readiness.
///
/// It says when it drains after `/healthcheck/fail`, but not after `/drain_listeners?graceful`: that
/// it is live says nothing.
enum EnvoyStatus: StatusAdapter {
  static let port: Int? = 9901
  static let paths = [
    "/stats?filter=downstream_rq_active%7Cserver.live%7Ctotal_listeners_draining",
    "/stats/prometheus", "/server_info", "/ready",
  ]
  static let bodyLimit = MetricsText.maximumBytes

  static let requests = Gauge(
    "envoy_http_downstream_rq_active",
    apart: (label: "envoy_http_conn_manager_prefix", values: ["admin"]))
  private static let live = Gauge("envoy_server_live")
  private static let draining = Gauge("envoy_listener_manager_total_listeners_draining")

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    if let state = readiness(answer) { return try status(state: state) }
    if try answer.content.first == UInt8(ascii: "{") {
      let state = try answer.json()["state"]
      guard let state = state.string else {
        throw .init("state is \(described(state)); expected LIVE or DRAINING")
      }
      return try status(state: state)
    }
    if try answer.content.starts(with: "# ".utf8) { return try prometheus(answer) }
    return try text(answer.lines.compactMap(statistic))
  }

  private static func readiness(_ answer: ServerAnswer) -> String? {
    guard answer.body.count <= 32, [200, 503].contains(answer.code) else { return nil }
    let word = String(decoding: answer.body, as: UTF8.self).filter { !$0.isWhitespace }
    return states.contains(word) ? word : nil
  }

  private static let states = ["LIVE", "DRAINING", "PRE_INITIALIZING", "INITIALIZING"]

  private static func status(state: String) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    guard states.contains(state) else { throw .init("state is '\(plain(state))'") }
    return ShutdownStatus(phase: state == "DRAINING" ? .draining : nil, inFlight: nil)
  }

  /// Such as `http.ingress_http.downstream_rq_active: 2`.
  private static func statistic(_ line: Substring) -> (name: Substring, value: Substring)? {
    guard let colon = line.lastIndex(of: ":"),
      let value = line[colon...].split(separator: " ").last,
      !line[..<colon].contains(" ")
    else { return nil }
    return (line[..<colon], value)
  }

  private static func text(
    _ statistics: [(name: Substring, value: Substring)]
  ) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    var sum: Int?
    var drains = false
    for (name, value) in statistics {
      switch name {
      case "server.live":
        if try ShutdownStatus.tasks(value, "server.live") == 0 { drains = true }
      case "listener_manager.total_listeners_draining":
        if try ShutdownStatus.tasks(value, String(name)) > 0 { drains = true }
      case _ where name.hasPrefix("http.") && name.hasSuffix(".downstream_rq_active"):
        // The admin's own request has a prefix of its own.
        let count = try ShutdownStatus.tasks(value, "downstream_rq_active")
        sum = (sum ?? 0) + (name.hasPrefix("http.admin.") ? 0 : count)
      default: continue
      }
    }
    guard let sum else { throw .init("no http.*.downstream_rq_active among Envoy's statistics") }
    return ShutdownStatus(
      phase: drains ? .draining : nil,
      inFlight: try ShutdownStatus.tasks(Double(sum), "downstream_rq_active"))
  }

  private static func prometheus(
    _ answer: ServerAnswer
  ) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let metrics = try MetricsText(answer.content, [requests.name, live.name, draining.name])
    let inFlight = try metrics.value(of: requests)
    let isLive = metrics.has(live) ? try metrics.value(of: live) > 0 : true
    let drains = metrics.has(draining) ? try metrics.value(of: draining) > 0 : false
    return ShutdownStatus(phase: isLive && !drains ? nil : .draining, inFlight: inFlight)
  }
}
