/// A path that says only whether the server still takes requests: 200 runs, 503 drains.
enum TextStatus: StatusAdapter {
  static let port: Int? = nil
  static let paths = ["/ready", "/readyz", "/ping", "/health"]
  static let bodyLimit = 16 * 1024

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let body = String(decoding: answer.body.prefix(100), as: UTF8.self)
    guard body.first(where: { !$0.isWhitespace }) != "<" else { throw .init("a page of HTML") }
    switch answer.code {
    case 200: return ShutdownStatus(phase: .running, inFlight: nil)
    case 503: return ShutdownStatus(phase: .draining, inFlight: nil)
    // lightship, for Node.
    case 500 where body.hasPrefix("SERVER_IS_SHUTTING_DOWN"):
      return ShutdownStatus(phase: .draining, inFlight: nil)
    default: throw .init("HTTP status \(answer.code); 200 is running, 503 draining")
    }
  }
}
