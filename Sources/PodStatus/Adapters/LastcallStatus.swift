/// The contract itself.
enum LastcallStatus: StatusAdapter {
  static let port: Int? = nil
  static let paths = ["/shutdown-status"]

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    try ShutdownStatus(json: answer.content)
  }
}
