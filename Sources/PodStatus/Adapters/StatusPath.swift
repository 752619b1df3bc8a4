/// The path of a status request, read as any server or proxy on its way may read it.
///
/// Servers differ in how often they decode, what they take for a slash and where they cut off a
/// query. So it is decoded until nothing changes, and what two of them may read in two ways is refused.
struct StatusPath {
  /// Decoded and in lower case, with the parameters that stand behind a `;`.
  private let segments: [Substring]
  /// The names and values of the query, decoded and in lower case.
  private let query: [Substring]

  /// - Throws: what is wrong and what to write, for the end of a sentence.
  init(_ text: String) throws(ShutdownStatus.Malformed) {
    guard text.first == "/", text.utf8.count <= 1000,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { throw .init("use a path that begins with / such as /shutdown-status") }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = try StatusPath.plain(parts[0])
    segments = path.text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .map { $0 }
    let query = try StatusPath.plain(parts.count > 1 ? parts[1] : "")
    self.query = query.text.split { "&;?".contains($0) }
    if beginsDrain {
      throw .init("a request for it may begin a drain; use a path that only tells the status")
    }
    guard path.isClear, query.isClear, !names.contains(where: { $0 == "." || $0 == ".." }) else {
      throw .init("servers may read it in more than one way; leave out %, \\, . and ..")
    }
  }

  /// Whether a mere read of this path may end or drain a server.
  ///
  /// Knative's `/wait-for-drain`, `/quitquitquit` and `/shutdown` of Istio and Linkerd, Envoy's
  /// `/drain_listeners` and `/healthcheck/fail`, Puma's `/halt`, Spring's `/actuator/shutdown`, and
  /// our own `?drain=1`. Some of them take a POST only; nobody needs to find out which.
  private var beginsDrain: Bool {
    if query.contains(where: { drainingWords.contains($0.prefix { $0 != "=" }) }) { return true }
    let parameters = segments.flatMap { $0.split(separator: ";").dropFirst() }
    if parameters.contains(where: { drainingWords.contains($0.prefix { $0 != "=" }) }) {
      return true
    }
    let names = names.filter { $0 != "." && $0 != ".." }
    if names.contains(where: alwaysDraining.contains) { return true }
    return names.last.map(drainingWords.contains) ?? false
      || names.suffix(2) == ["healthcheck", "fail"]
  }

  /// The segments without their parameters; one that is empty is none to many servers.
  private var names: [Substring] {
    segments.map { $0.prefix { $0 != ";" } }.filter { !$0.isEmpty }
  }

  /// A part of a path without its encoding, in lower case; clear when every server reads it so.
  private static func plain(
    _ text: Substring
  ) throws(ShutdownStatus.Malformed) -> (text: String, isClear: Bool) {
    var bytes = Array(text.utf8)
    var isClear = true
    while bytes.contains(UInt8(ascii: "%")) {
      let before = bytes.count
      for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "%") {
        let digits = bytes[(index + 1)...].prefix(2)
        guard digits.count == 2, let byte = hexadecimal(digits) else {
          isClear = false
          continue
        }
        bytes.replaceSubrange(index...index + 2, with: [byte])
        // What it means now depends on who decodes first.
        if "/?#;&=%\\.".utf8.contains(byte) { isClear = false }
      }
      if bytes.count == before { break }
    }
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .init("it hides a character that no path needs; use a path such as /shutdown-status")
    }
    if bytes.contains(UInt8(ascii: "\\")) { isClear = false }
    return (String(decoding: bytes, as: UTF8.self).lowercased(), isClear)
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard
      digits.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      })
    else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}

/// Wherever they stand in a path.
private let alwaysDraining: Set<Substring> = [
  "wait-for-drain", "quitquitquit", "abortabortabort", "drain_listeners",
]

/// At the end of a path, or as the name of a query or a parameter.
private let drainingWords: Set<Substring> = [
  "drain", "shutdown", "stop", "halt", "quit", "exit", "kill", "terminate", "restart",
  "phased-restart", "prestop", "pre-stop", "lameduck",
]
