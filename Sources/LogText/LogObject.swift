import PodStatus
import Time

/// A log line that is a JSON object, or a row of a table.
struct LogObject {
  /// What it says.
  private(set) var message: String?
  /// The error and the signal it names.
  private(set) var error: String?
  private(set) var signal: String?
  /// Who in the program speaks.
  private(set) var logger: String?
  /// A short word such as `info`.
  private(set) var level: String?
  /// When it says it was written.
  private(set) var moment: LogMoment?
  /// The pod it says it is of.
  private(set) var pod: String?
  private(set) var container: String?
  /// The message is a line that a collector of logs has put into it.
  private(set) var isWrapping = false
  /// The numbers of tasks in flight that it names.
  private(set) var counts = LogCounts()

  /// Reads an object; nil for any other text.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, _ names: LogMembers, year: LogYear?
  ) {
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else { return nil }
    let value = RubyHash.json(bytes).map { try? JSON(parsing: $0) } ?? (try? JSON(parsing: bytes))
    guard case .object(let members)? = value else { return nil }
    self.init(members, names, year: year)
  }

  /// Whether a message is a line of a log file on a node.
  private static func isOfNode(_ message: String) -> Bool {
    guard message.utf8.first.map(ByteSet.digits.contains) ?? false else { return false }
    // The time, its zone, and then the stream.
    guard let blank = message.utf8.prefix(48).firstIndex(of: 0x20) else { return false }
    let rest = message[blank...]
    return message[..<blank].utf8.last == UInt8(ascii: "Z")
      && (rest.hasPrefix(" stdout F ") || rest.hasPrefix(" stderr F "))
  }

  /// Reads members.
  init(_ members: [String: JSON], _ names: LogMembers, year: LogYear?) {
    var search = LogMemberSearch(names, year: year)
    search.look(in: members, rankedBy: 0)
    message = search.message?.value
    level = search.level?.value
    moment = search.momentOfMessage
    pod = search.pod?.value
    container = search.container?.value
    counts = search.counts
    signal = search.signal?.value
    logger = search.logger?.value
    error = search.error?.value
    let isDocker = ["stdout", "stderr"].contains(members["stream"]?.string)
    isWrapping =
      message.map { message in
        isDocker || pod != nil || members["kubernetes"]?.isObject == true
          || Self.isOfNode(message)
      } ?? false
  }
}

/// Finds the members of an object by their names; of several the one that is most to be believed.
private struct LogMemberSearch {
  typealias Found<Value> = (value: Value, rank: Int)

  private let names: LogMembers
  private let year: LogYear?
  var message: Found<String>?
  var level: Found<String>?
  var moment: Found<LogMoment>?
  /// A time of day that is told in a way nobody knows; no other member takes its place.
  var unreadTime = Int.max
  var pod: Found<String>?
  var container: Found<String>?
  var error: Found<String>?
  var signal: Found<String>?
  var logger: Found<String>?
  var counts = LogCounts()

  /// Members of an object within count less than any outside.
  private static let depthRank = 10_000
  private static let mostDepth = 2

  init(_ names: LogMembers, year: LogYear?) {
    self.names = names
    self.year = year
  }

  /// The time, if it does not stand deeper than the message: there it is that of something else.
  var momentOfMessage: LogMoment? {
    guard let moment, moment.rank < unreadTime else { return nil }
    let depth = message.map { $0.rank / Self.depthRank } ?? Self.mostDepth
    return moment.rank / Self.depthRank <= depth ? moment.value : nil
  }

  mutating func look(in members: [String: JSON], rankedBy outer: Int) {
    let zone = ["timezone", "tz", "time_zone"].lazy.compactMap { members[$0]?.string }.first
    for (name, value) in members {
      if let count = value.int { counts.add(name, count) }
      for place in names.places(of: name) {
        var value = value
        for part in place.path { value = value.member(part) }
        // The first zone that a text has is its own.
        if place.role == .time, let zone, let text = value.string,
          text.utf8.contains(UInt8(ascii: ":"))
        {
          value = .string("\(text) \(zone)")
        }
        take(value, as: place.role, rank: outer + place.rank)
      }
    }
  }

  private mutating func take(_ value: JSON, as role: LogMembers.Role, rank: Int) {
    switch role {
    case .message: note(Self.text(value), rank, \.message)
    case .level: note(Self.level(value), rank, \.level)
    case .time:
      guard rank < moment?.rank ?? .max else { return }
      let found = value.logMoment(year: year)
      note(found, rank, \.moment)
      if found == nil, value.holdsClock { unreadTime = min(unreadTime, rank) }
    case .pod: note(Self.name(value), rank, \.pod)
    case .container: note(Self.name(value), rank, \.container)
    case .error: note(Self.short(value), rank, \.error)
    case .signal: note(Self.short(value), rank, \.signal)
    case .logger: note(Self.short(value), rank, \.logger)
    case .within:
      guard case .object(let members) = value, rank < Self.depthRank * Self.mostDepth else {
        return
      }
      look(in: members, rankedBy: (rank / Self.depthRank + 1) * Self.depthRank + rank % 100 * 100)
    }
  }

  private mutating func note<Value>(
    _ value: Value?, _ rank: Int, _ place: WritableKeyPath<LogMemberSearch, Found<Value>?>
  ) {
    guard let value, rank < self[keyPath: place]?.rank ?? .max else { return }
    self[keyPath: place] = (value, rank)
  }

  private static func text(_ value: JSON) -> String? {
    guard let text = value.string else { return nil }
    let end = text.utf8.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return end.map { String(text[...$0]) }
  }

  private static func level(_ value: JSON) -> String? {
    value.string.flatMap { text in
      (1...12).contains(text.utf8.count) && text.utf8.allSatisfy(ByteSet.word.contains)
        ? text : nil
    }
  }

  private static func short(_ value: JSON) -> String? {
    if let number = value.int { return String(number) }
    return value.string.flatMap { (1...1024).contains($0.utf8.count) ? $0 : nil }
  }

  private static func name(_ value: JSON) -> String? {
    value.string.flatMap { name in
      (1...253).contains(name.utf8.count)
        && name.utf8.allSatisfy {
          ByteSet.word.contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        } ? name : nil
    }
  }
}

extension JSON {
  /// A member in either case.
  fileprivate func member(_ name: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    if let value = members[name] { return value }
    return members.first { $0.key.utf8.count == name.utf8.count && $0.key.lowercased() == name }?
      .value
      ?? .null
  }

  /// It is a text with a time of day.
  fileprivate var holdsClock: Bool {
    guard let bytes = string?.utf8.prefix(64), bytes.count >= 8 else { return false }
    return zip(zip(bytes, bytes.dropFirst()), bytes.dropFirst(2)).contains { pair, third in
      ByteSet.digits.contains(pair.0) && pair.1 == UInt8(ascii: ":")
        && ByteSet.digits.contains(third)
    }
  }

  /// A text, a number since 1970 in seconds to nanoseconds, or an object that holds such.
  fileprivate func logMoment(year: LogYear?) -> LogMoment? {
    switch self {
    case .string(let text):
      guard (8...64).contains(text.utf8.count) else { return nil }
      if let time = Instant(rfc3339: text) { return LogMoment(kind: .exact, instant: time) }
      return Array(text.utf8).withUnsafeBufferPointer {
        var cursor = LineCursor($0, 0..<$0.count)
        cursor.takeSpaces()
        guard let moment = cursor.attempt({ $0.epoch() }) ?? cursor.moment(year: year) else {
          return nil
        }
        cursor.takeSpaces()
        return cursor.isAtEnd ? moment : nil
      }
    case .integer(let number) where number >= 100_000_000_000_000_000:
      return LogMoment(kind: .exact, instant: Instant(nanoseconds: Int64(number)))
    case .object(let members):
      // What PHP makes of a date: `{"date":"2026-11-23 05:29:35.123456","timezone":"Europe/Berlin"}`.
      if let date = members["date"]?.string, let zone = members["timezone"]?.string {
        return JSON.string("\(date) \(zone)").logMoment(year: year)
      }
      let seconds = ["epochSecond", "seconds"].lazy.compactMap { members[$0]?.int }.first
      if let seconds, seconds >= 315_532_800, seconds < 9_000_000_000 {
        let below = ["nanoOfSecond", "nanos"].lazy.compactMap { members[$0]?.int }.first ?? 0
        return LogMoment(
          kind: .exact,
          instant: Instant(
            nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(min(max(below, 0), 999_999_999))))
      }
      guard members.count == 1, let (name, value) = members.first, name.hasPrefix("$") else {
        return nil
      }
      return value.logMoment(year: year)
    default: return double.flatMap(LogMoment.init(number:))
    }
  }
}

extension LogMoment {
  /// Since 1970 in seconds, milliseconds, microseconds or nanoseconds, as its size tells.
  fileprivate init?(number: Double) {
    guard number >= 315_532_800 else { return nil }
    // A number of that size is exact to no more than a microsecond.
    for (limit, scale) in [(1e11, 1e6), (1e14, 1e3), (1e17, 1.0)] where number < limit {
      let (nanoseconds, isTooLate) = Int64((number * scale).rounded())
        .multipliedReportingOverflow(by: 1000)
      guard !isTooLate else { return nil }
      self.init(kind: .exact, instant: Instant(nanoseconds: nanoseconds))
      return
    }
    return nil
  }
}
