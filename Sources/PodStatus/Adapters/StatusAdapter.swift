/// How the answers of one kind of server are read: without I/O, state or clock.
protocol StatusAdapter {
  static var port: Int? { get }
  /// The usual one first.
  static var paths: [String] { get }
  static var bodyLimit: Int { get }

  /// Its own request is not in the count.
  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus
}

extension StatusAdapter {
  static var bodyLimit: Int { ShutdownStatus.maximumBytes }
}

/// What a server answered, and where the user says that the values stand in it.
struct ServerAnswer {
  var code: Int
  var body: [UInt8]
  var mapping: StatusMapping

  /// The body of a 200; everything else is refused.
  var content: [UInt8] {
    get throws(ShutdownStatus.Malformed) {
      guard code == 200 else { throw .init("HTTP status \(code)") }
      return body
    }
  }

  /// The body of a 200 as text.
  var lines: [Substring] {
    get throws(ShutdownStatus.Malformed) {
      guard let text = String(validating: try content, as: UTF8.self) else {
        throw .init("not UTF-8")
      }
      return text.split(whereSeparator: \.isNewline)
    }
  }

  /// The body as JSON.
  func json() throws(ShutdownStatus.Malformed) -> JSON { try JSON(answer: body) }
}

extension ShutdownStatus {
  /// A count that a server named, without `own` of it, which is the request that asked.
  static func tasks(_ number: Double, _ name: String, own: Int = 0) throws(Malformed) -> Int {
    guard let count = Int(exactly: number), (0...absurdCount).contains(count) else {
      throw Malformed("\(plain(name)) is \(number); expected a count of tasks")
    }
    return max(count - own, 0)
  }

  /// The same, of a text of digits.
  static func tasks(
    _ text: Substring?, _ name: String, own: Int = 0
  ) throws(Malformed) -> Int {
    guard let text, !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      let what = text.map { "'\(plain(String($0)))'" } ?? "missing"
      throw Malformed("\(plain(name)) is \(what); expected a count of tasks")
    }
    return try tasks(Double(text) ?? .infinity, name, own: own)
  }

  /// The same, of a member of a JSON object.
  static func tasks(_ value: JSON, _ name: String) throws(Malformed) -> Int {
    guard let number = value.double else {
      throw Malformed("\(plain(name)) is \(described(value)); expected a count of tasks")
    }
    return try tasks(number, name)
  }
}
