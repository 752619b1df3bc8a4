import HarmlessText
import ShutdownModel

/// What plugins for credentials say beside kubectl's own log: there stands what to do, such as
/// `run aws sso login`.
struct PluginWords {
  private var told: Set<String> = []

  /// A plugin is asked again with each request.
  private static let limit = 20

  /// A harmless line that is worth telling; nil for one that was told, or is kubectl's log of requests.
  mutating func next(_ line: String) -> String? {
    guard told.count < Self.limit else { return nil }
    let text = line.harmless(limit: 400)
    guard !text.allSatisfy(\.isWhitespace), !Self.isLog(text), told.insert(text).inserted else {
      return nil
    }
    return text
  }

  /// kubectl's own, or that of Go's HTTP library, which says again what an answer says.
  ///
  /// `E1129 14:02:03.123456    4711 proxy_server.go:147] …`
  private static func isLog(_ line: String) -> Bool {
    if line.contains("httputil: ") || line.contains("http: ") { return true }
    guard let first = line.utf8.first, "IWEF".utf8.contains(first), line.contains("] ") else {
      return false
    }
    let digits = line.utf8.dropFirst().prefix {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    return digits.count == 4
  }
}
