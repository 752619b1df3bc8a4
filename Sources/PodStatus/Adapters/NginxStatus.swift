/// nginx's `stub_status`, which is gone once nginx drains: an answer says that it runs.
///
///     Reading: 0 Writing: 2 Waiting: 0
enum NginxStatus: StatusAdapter {
  static let port: Int? = 80
  static let paths = ["/nginx_status", "/basic_status", "/stub_status"]

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let lines = try answer.lines
    guard lines.first?.hasPrefix("Active connections:") == true,
      let last = lines.last.map({ $0.split(separator: " ") }), last.count == 6,
      last[0] == "Reading:", last[2] == "Writing:", last[4] == "Waiting:"
    else { throw .init("not of stub_status: no line of Reading, Writing and Waiting") }
    // Waiting connections are idle; one that writes writes this answer.
    let sum =
      try ShutdownStatus.tasks(last[1], "Reading") + ShutdownStatus.tasks(last[3], "Writing")
    return .untilDrain(inFlight: try ShutdownStatus.tasks(Double(sum), "Writing", own: 1))
  }
}
