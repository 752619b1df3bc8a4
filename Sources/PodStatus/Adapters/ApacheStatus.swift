/// Apache's `mod_status` with `?auto`, which is gone once Apache drains: an answer says that it runs.
enum ApacheStatus: StatusAdapter {
  static let port: Int? = 80
  static let paths = ["/server-status?auto"]

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let name = "BusyWorkers: "
    let lines = try answer.lines
    guard let busy = lines.first(where: { $0.hasPrefix(name) }),
      lines.contains(where: { $0.hasPrefix("Scoreboard: ") })
    else {
      throw .init("not of mod_status: no lines BusyWorkers and Scoreboard (is ?auto missing?)")
    }
    // One worker is busy with this answer.
    return .untilDrain(
      inFlight: try ShutdownStatus.tasks(busy.dropFirst(name.count), "BusyWorkers", own: 1))
  }
}
