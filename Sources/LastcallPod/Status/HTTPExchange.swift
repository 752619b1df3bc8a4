/// A request as the pod's small server understands it: GET, HEAD or POST, no body.
package struct HTTPRequest: Equatable, Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  package var method: Method
  package var path: String
  package var query: [String: String]
  /// What was said beside, by its name in lower case.
  package var fields: [String: String]
  /// It came from this machine itself.
  package var isLocal = false

  /// What makes a text no such request.
  package enum Refusal: Int, Error {
    case bad = 400
    case method = 405
  }

  /// Reads a whole head, up to its empty line.
  package init(head: [UInt8]) throws(Refusal) {
    guard let text = String(validating: head, as: UTF8.self) else { throw .bad }
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[1].hasPrefix("/"), ["HTTP/1.1", "HTTP/1.0"].contains(words[2])
    else { throw .bad }
    guard let method = Method(rawValue: String(words[0])) else { throw .method }
    self.method = method
    fields = [:]
    var hosts = 0
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { throw .bad }
      let isEmpty = line[line.index(after: colon)...].allSatisfy { $0 == "0" || $0 == " " }
      let name = line[..<colon].lowercased()
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields[name] = String(value.reversed().drop { $0 == " " }.reversed())
      switch name {
      case "host": hosts += 1
      case "transfer-encoding": throw .bad
      case "content-length" where !isEmpty: throw .bad
      default: break
      }
    }
    // RFC 9112, 3.2: one in each request of HTTP/1.1.
    guard hosts == 1 || hosts == 0 && words[2] == "HTTP/1.0" else { throw .bad }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(target[0])
    query = [:]
    for pair in target.count > 1 ? target[1].split(separator: "&") : [] {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      query[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
  }

  /// The number of that name in the query; nil when it is absent or outside the range.
  package func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
    query[name].flatMap(Double.init).flatMap { range.contains($0) ? $0 : nil }
  }
}

/// One whole answer; the connection closes after it.
package struct HTTPAnswer: Equatable, Sendable {
  package var code: Int
  package var contentType: String
  package var body: String

  package init(_ code: Int, _ body: String, contentType: String = "text/plain; charset=utf-8") {
    self.code = code
    self.body = body
    self.contentType = contentType
  }

  /// The bytes as they go over the wire; to a HEAD without the body.
  func bytes(isHeadOnly: Bool) -> [UInt8] {
    let reasons = [
      200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
      408: "Request Timeout", 431: "Request Header Fields Too Large", 503: "Service Unavailable",
    ]
    let head = """
      HTTP/1.1 \(code) \(reasons[code] ?? "Status")\r
      Content-Type: \(contentType)\r
      Content-Length: \(body.utf8.count)\r
      Cache-Control: no-store\r
      Connection: close\r
      \(code == 405 ? "Allow: GET, HEAD\r\n" : "")\r

      """
    return Array((isHeadOnly ? head : head + body).utf8)
  }
}

/// What a request gets: an answer at once, or one later.
package enum HTTPReply: Sendable {
  case now(HTTPAnswer)
  case later(HTTPWait)
}

/// An answer that is given when it is due or ready, whichever comes first.
package struct HTTPWait: Sendable {
  var due: ContinuousClock.Instant
  var isReady: (@Sendable () -> Bool)?
  var answer: @Sendable () -> HTTPAnswer
  var abandon: @Sendable () -> Void
  /// It never gives way to others that wait.
  var isPrivileged: Bool

  /// Waits; abandon is called instead of answer when the client goes first.
  package init(
    atMost seconds: Double, isReady: (@Sendable () -> Bool)? = nil,
    isPrivileged: Bool = false, answer: @escaping @Sendable () -> HTTPAnswer,
    abandon: @escaping @Sendable () -> Void = {}
  ) {
    self.due = .now + .seconds(seconds)
    self.isReady = isReady
    self.answer = answer
    self.abandon = abandon
    self.isPrivileged = isPrivileged
  }
}
