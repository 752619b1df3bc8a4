extension String {
  /// Whether a mere read of this path may end or drain a server.
  ///
  /// Knative's `/wait-for-drain`, `/quitquitquit` and `/shutdown` of Istio and Linkerd, Envoy's
  /// `/drain_listeners` and `/healthcheck/fail`, Puma's `/halt`, Spring's `/actuator/shutdown`, and
  /// our own `?drain=1`. Some of them take a POST only; nobody needs to find out which.
  var beginsDrain: Bool {
    let parts = split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? parts[1] : ""
    let names = query.split { "&;".contains($0) }.map { $0.prefix { $0 != "=" }.plainWord }
    if names.contains(where: drainingWords.contains) { return true }
    // `%2F` may be a slash to the server.
    let segments = parts[0].plainWord.split(separator: "/")
      .map { String($0.prefix { $0 != ";" }) }.filter { !$0.isEmpty && $0 != "." }
    if segments.contains(where: alwaysDraining.contains) { return true }
    return segments.last.map(drainingWords.contains) ?? false
      || segments.suffix(2) == ["healthcheck", "fail"]
  }
}

/// Wherever they stand in a path.
private let alwaysDraining: Set = [
  "wait-for-drain", "quitquitquit", "abortabortabort", "drain_listeners",
]

/// At the end of a path, or as a query's name.
private let drainingWords: Set = [
  "drain", "shutdown", "stop", "halt", "quit", "exit", "kill", "terminate", "restart",
  "phased-restart", "prestop", "pre-stop",
]

extension Substring {
  /// In lower case, without percent-encoding.
  fileprivate var plainWord: String {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let decoded = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self).lowercased()
  }
}
