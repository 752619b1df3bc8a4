/// HAProxy's metrics or its statistics as CSV; both are gone once it drains.
enum HAProxyStatus: StatusAdapter {
  static let port: Int? = 8404
  static let paths = ["/metrics", "/stats;csv", "/haproxy?stats;csv"]
  static let bodyLimit = MetricsText.maximumBytes

  static let connections = Gauge("haproxy_process_current_connections", own: 1)
  private static let stopping = Gauge("haproxy_process_stopping")

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    if try answer.content.starts(with: "# pxname,".utf8) { return try csv(answer.lines) }
    let metrics = try MetricsText(answer.content, [connections.name, stopping.name])
    let inFlight = try metrics.value(of: connections)
    guard try metrics.value(of: stopping) == 0 else {
      return ShutdownStatus(phase: .draining, inFlight: inFlight)
    }
    return .untilDrain(inFlight: inFlight)
  }

  /// The sessions of all frontends; one of them is this request's.
  private static func csv(_ lines: [Substring]) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let kind = rows[0].firstIndex(of: "svname"), let scur = rows[0].firstIndex(of: "scur")
    else { throw .init("a CSV without the columns svname and scur") }
    var sum = 0
    for row in rows.dropFirst() where row.count > max(kind, scur) && row[kind] == "FRONTEND" {
      sum += try ShutdownStatus.tasks(row[scur], "scur")
    }
    return .untilDrain(inFlight: try ShutdownStatus.tasks(Double(sum), "scur", own: 1))
  }
}
