internal import PodStatus

/// A log line that is a JSON object.
struct LogObject {
  /// What it says, with the error it names.
  private(set) var message: String?
  /// A short word such as `info`.
  private(set) var level: String?
  /// When it says it was written.
  private(set) var time: Instant?
  private let members: [String: JSON]

  /// Reads an object; nil for any other text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}"),
      case .object(let members) = try? JSON(parsing: bytes)
    else { return nil }
    self.members = members
    message = Self.messageNames.lazy.compactMap { Self.text(members[$0]) }.first
    if let said = message,
      let error = ["error", "err"].lazy.compactMap({ members[$0]?.string }).first
    {
      message = "\(said): \(error)"
    }
    level = ["level", "severity", "lvl", "LogLevel"].lazy.compactMap { members[$0]?.string }
      .first { (1...12).contains($0.utf8.count) && $0.utf8.allSatisfy(ByteSet.word.contains) }
    time =
      ["ts", "time", "timestamp", "@timestamp"].lazy
      .compactMap { members[$0].flatMap(Self.time) }.first
  }

  /// How many tasks it says are in flight.
  ///
  /// Short names such as `active` may be of anything, a pool of connections for one: they count
  /// only beside a message about the shutdown.
  func inFlight(ifSigned isSigned: Bool) -> Int? {
    var names = Self.countNames
    if isSigned { names += ["active", "remaining", "pending", "running"] }
    let counts = members.compactMap { name, value -> (rank: Int, count: Int)? in
      let plain = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
      guard let rank = names.firstIndex(of: plain), let count = value.int,
        (0...999_999_999).contains(count)
      else { return nil }
      return (rank, count)
    }
    // Of several of one name the larger: better too much work than too little.
    return counts.min { ($0.rank, -$0.count) < ($1.rank, -$1.count) }?.count
  }

  private static let messageNames = ["msg", "message", "log", "event", "body"]

  /// Lower case, without `_`, `-` and `.`.
  private static let countNames =
    ["inflight"]
    + ["inflight", "active", "remaining", "pending", "open"].flatMap { state in
      ["requests", "tasks", "jobs", "connections"].map { state + $0 }
    }

  private static func text(_ value: JSON?) -> String? {
    let text = value?.string ?? value?["stringValue"].string
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// RFC 3339, or a number since 1970 in seconds, milliseconds, microseconds or nanoseconds.
  private static func time(_ value: JSON) -> Instant? {
    if let text = value.string { return Instant(rfc3339: text) }
    if case .integer(let number) = value, number >= 100_000_000_000_000_000 {
      return Instant(nanoseconds: Int64(number))
    }
    guard let number = value.double, number >= 100_000_000 else { return nil }
    for (limit, scale) in [(1e11, 1.0), (1e14, 1e3), (1e17, 1e6)] where number < limit {
      return Instant(seconds: number / scale)
    }
    return nil
  }
}
