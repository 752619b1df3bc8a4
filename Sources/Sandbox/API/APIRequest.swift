import NIOCore
import NIOHTTP1
import PodStatus

/// A request to the API, taken apart.
struct APIRequest: Sendable {
  /// `GET`, `DELETE`, ….
  var method: String
  /// The parts of the path, percent-decoded.
  var path: [String]
  /// The path and the query behind `/proxy`, as they came.
  var rawTarget: String
  var query: [String: String]
  var accept: String
  var body: ByteBuffer

  init(head: HTTPRequestHead, body: ByteBuffer) {
    method = head.method.rawValue
    rawTarget = head.uri
    accept = head.headers[canonicalForm: "accept"].joined(separator: ",")
    self.body = body
    let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = (target.first ?? "").split(separator: "/").map { decoded($0, plus: false) }
    query = [:]
    for pair in target.count > 1 ? target[1].split(separator: "&") : [] {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      query[decoded(parts[0], plus: true)] = parts.count > 1 ? decoded(parts[1], plus: true) : ""
    }
  }

  /// Whether a query parameter is set as Kubernetes clients set it.
  func isSet(_ name: String) -> Bool { ["true", "1"].contains(query[name]) }

  /// The body as JSON; null when it is none.
  var json: JSON { (try? JSON(parsing: body.readableBytesView)) ?? .null }

  /// Whether the client would rather have a table.
  var wantsTable: Bool { accept.contains("as=Table") }
}

/// An answer of the API.
struct APIAnswer: Sendable {
  typealias Write = @Sendable (String) async throws -> Void

  enum Content: Sendable {
    case whole(ByteBuffer)
    case stream(@Sendable (Write) async throws -> Void)
  }

  var code: Int
  var contentType: String? = "application/json"
  var content: Content
  /// Whether it is a pod's answer and not the API server's own.
  var isProxied = false

  /// An answer of one JSON value.
  static func json(_ value: JSON, code: Int = 200) -> APIAnswer {
    APIAnswer(code: code, content: .whole(ByteBuffer(string: value.text + "\n")))
  }

  /// An answer of plain text.
  static func text(_ text: String) -> APIAnswer {
    APIAnswer(code: 200, contentType: "text/plain", content: .whole(ByteBuffer(string: text)))
  }

  /// A refusal as Kubernetes words it.
  static func failure(_ code: Int, _ reason: String, _ message: String) -> APIAnswer {
    .json(status(code, reason, message), code: code)
  }

  /// The Status object of a refusal.
  static func status(_ code: Int, _ reason: String, _ message: String) -> JSON {
    [
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": .string(message), "reason": .string(reason), "code": .integer(code),
    ]
  }

  /// An answer that goes on; write is called for each piece.
  static func stream(
    _ contentType: String = "application/json",
    _ content: @escaping @Sendable (Write) async throws -> Void
  ) -> APIAnswer {
    APIAnswer(code: 200, contentType: contentType, content: .stream(content))
  }
}

private func decoded(_ text: Substring, plus: Bool) -> String {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), rest.count >= 2,
      let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(plus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
