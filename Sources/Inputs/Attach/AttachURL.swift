public import PodStatus

/// Where `attach` finds one process's shutdown-status.
public struct AttachURL: Equatable, Sendable {
  public var host: String
  public var port: Int
  /// Begins with `/`; may have a query.
  public var path: String

  /// Reads `localhost:8080`, `:8080`, `http://[::1]:8080/shutdown-status`.
  ///
  /// - Parameters:
  ///   - port: stands in when the text has none, else the kind's own, else 80.
  ///   - path: stands in when the text has none, else the kind's usual one.
  /// - Throws: ``AttachURLError``.
  public init(
    _ text: String, kind: StatusKind = .lastcall, port: Int? = nil, path: String? = nil
  ) throws(AttachURLError) {
    var rest = text[...]
    if let scheme = rest.range(of: "://") {
      guard rest[..<scheme.lowerBound].lowercased() == "http" else {
        throw AttachURLError(
          text: text, problem: "use http, which kubectl port-forward speaks")
      }
      rest = rest[scheme.upperBound...]
    }
    let slash = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let written = String(rest[slash...])
    (host, self.port) = try AttachURL.authority(
      rest[..<slash], of: text, standIn: port ?? kind.defaultPort ?? 80)
    let standIn = path ?? kind.paths[0]
    let path =
      written.isEmpty || written == "/" ? standIn : written.hasPrefix("/") ? written : "/" + written
    do {
      self.path = try StatusAddress.path(path)
    } catch {
      throw AttachURLError(text: text, problem: "its path cannot be used: \(error)")
    }
  }

  /// How lines and the screen name it: `localhost:8080/shutdown-status`.
  public var text: String { authority + path }

  /// Host and port: `localhost:8080`.
  public var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  private static func authority(
    _ authority: Substring, of text: String, standIn: Int
  ) throws(AttachURLError) -> (String, Int) {
    var host = authority
    var port: Substring?
    if authority.first == "[", let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let behind = authority[authority.index(after: end)...]
      if !behind.isEmpty { port = behind.first == ":" ? behind.dropFirst() : "?" }
    } else if let colon = authority.lastIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !host.contains("@") else {
      throw AttachURLError(text: text, problem: "remove the user name")
    }
    let isHarmless = host.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isHarmless, host.utf8.count <= 253 else {
      throw AttachURLError(text: text, problem: "the host name is missing; write localhost:8080")
    }
    guard let port else { return (host.isEmpty ? "localhost" : String(host), standIn) }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw AttachURLError(text: text, problem: "its port is not a number from 1 to 65535")
    }
    return (host.isEmpty ? "localhost" : String(host), number)
  }
}

/// Why a text is nothing to attach to.
public struct AttachURLError: Error, Equatable, Sendable, CustomStringConvertible {
  let text: String
  let problem: String

  /// One sentence with what to do.
  public var description: String { "cannot attach to '\(text)': \(problem)" }
}

extension StringProtocol {
  /// Where a short text first occurs.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
