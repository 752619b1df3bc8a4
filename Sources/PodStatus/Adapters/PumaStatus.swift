/// Puma's control app, alone or with the workers of a cluster, which are told of up to 5 s late.
enum PumaStatus: StatusAdapter {
  static let port: Int? = 9293
  static let paths = ["/stats"]

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    _ = try answer.content
    let json = try answer.json()
    // A worker that has just begun has not told anything yet.
    let parts =
      json["worker_status"] == .null
      ? [json] : json["worker_status"].elements.map { $0["last_status"] }.filter { $0 != [:] }
    if case .array = json["worker_status"] {
    } else if json["worker_status"] != .null {
      throw .init("worker_status is \(described(json["worker_status"])); expected an array")
    }
    var sum = 0.0
    for part in parts { sum += try inFlight(part) }
    return ShutdownStatus(phase: nil, inFlight: try ShutdownStatus.tasks(sum, "busy threads"))
  }

  private static func inFlight(_ part: JSON) throws(ShutdownStatus.Malformed) -> Double {
    let most = try ShutdownStatus.tasks(part["max_threads"], "max_threads")
    let free = try ShutdownStatus.tasks(part["pool_capacity"], "pool_capacity")
    let waiting = try ShutdownStatus.tasks(part["backlog"], "backlog")
    return Double(max(most - free, 0) + waiting)
  }
}
