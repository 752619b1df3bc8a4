import HarmlessText
import PodStatus
import ShutdownModel
import Time

/// The members of an object, read strictly: an ill-typed one is an error, a missing one only where
/// it is required.
struct Fields {
  let json: JSON

  init(_ json: JSON, _ what: String) throws(RecordError) {
    guard json.isObject else { throw RecordError("\(what) is no object") }
    self.json = json
  }

  func string(_ key: String) throws(RecordError) -> String {
    try required(key, try optionalString(key))
  }

  func optionalString(_ key: String) throws(RecordError) -> String? {
    try read(key, "a string") { $0.string }
  }

  func int(_ key: String) throws(RecordError) -> Int {
    try required(key, try optionalInt(key))
  }

  func optionalInt(_ key: String) throws(RecordError) -> Int? {
    try read(key, "a whole number") { $0.int }
  }

  /// A number of things, as large as any is.
  func count(_ key: String) throws(RecordError) -> Int {
    try required(key, try optionalCount(key))
  }

  func optionalCount(_ key: String) throws(RecordError) -> Int? {
    guard let count = try optionalInt(key) else { return nil }
    guard (0...999_999_999).contains(count) else { throw RecordError("\(key) is no count") }
    return count
  }

  /// A length in whole seconds, cut to what can be reckoned with.
  func seconds(_ key: String) throws(RecordError) -> Int {
    try int(key).withinCentury
  }

  func optionalSeconds(_ key: String) throws(RecordError) -> Int? {
    try optionalInt(key)?.withinCentury
  }

  func double(_ key: String) throws(RecordError) -> Double {
    try required(key, try read(key, "a number") { $0.double })
  }

  /// False when it is missing.
  func bool(_ key: String) throws(RecordError) -> Bool {
    try optionalBool(key) ?? false
  }

  func optionalBool(_ key: String) throws(RecordError) -> Bool? {
    try read(key, "true or false") { if case .bool(let value) = $0 { value } else { nil } }
  }

  func instant(_ key: String) throws(RecordError) -> Instant {
    try required(key, try optionalInstant(key))
  }

  func optionalInstant(_ key: String) throws(RecordError) -> Instant? {
    try read(key, "an RFC 3339 time") { $0.string.flatMap { Instant(rfc3339: $0) } }
  }

  /// A span that was written in nanoseconds.
  func span(_ key: String) throws(RecordError) -> TimeSpan {
    try required(key, try optionalSpan(key))
  }

  func optionalSpan(_ key: String) throws(RecordError) -> TimeSpan? {
    guard let nanoseconds = try optionalInt(key) else { return nil }
    guard nanoseconds >= 0 else { throw RecordError("\(key) is negative") }
    return TimeSpan(nanoseconds: Int64(nanoseconds))
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable>(
    _ key: String, _ type: Word.Type
  ) throws(RecordError) -> Word where Word.RawValue == String {
    try required(key, try optionalWord(key, type))
  }

  func optionalWord<Word: RawRepresentable>(
    _ key: String, _ type: Word.Type
  ) throws(RecordError) -> Word? where Word.RawValue == String {
    guard let text = try optionalString(key) else { return nil }
    guard let word = Word(rawValue: text) else {
      throw RecordError("\(key) is \(text.harmless(limit: 60)), which is none of its words")
    }
    return word
  }

  func optionalObject(_ key: String) throws(RecordError) -> Fields? {
    json[key] == .null ? nil : try Fields(json[key], key)
  }

  func object(_ key: String) throws(RecordError) -> Fields {
    try required(key, try optionalObject(key))
  }

  /// The elements; none when it is missing.
  func objects(_ key: String) throws(RecordError) -> [Fields] {
    var fields: [Fields] = []
    for element in try array(key) { fields.append(try Fields(element, key)) }
    return fields
  }

  /// The strings; none when it is missing.
  func strings(_ key: String) throws(RecordError) -> [String] {
    var strings: [String] = []
    for element in try array(key) {
      guard let string = element.string else { throw RecordError("\(key) holds no strings") }
      strings.append(string)
    }
    return strings
  }

  /// The whole numbers; none when it is missing.
  func ints(_ key: String) throws(RecordError) -> [Int] {
    var numbers: [Int] = []
    for element in try array(key) {
      guard let number = element.int else { throw RecordError("\(key) holds no whole numbers") }
      numbers.append(number)
    }
    return numbers
  }

  private func array(_ key: String) throws(RecordError) -> [JSON] {
    switch json[key] {
    case .null: return []
    case .array(let elements): return elements
    default: throw RecordError("\(key) is not a list")
    }
  }

  private func read<Value>(
    _ key: String, _ meaning: String, _ convert: (JSON) -> Value?
  ) throws(RecordError) -> Value? {
    let value = json[key]
    if value == .null { return nil }
    guard let converted = convert(value) else {
      throw RecordError("\(key) is not \(meaning)")
    }
    return converted
  }

  private func required<Value>(_ key: String, _ value: Value?) throws(RecordError) -> Value {
    guard let value else { throw RecordError("\(key) is missing") }
    return value
  }
}

extension JSON {
  /// An object without the members that are nil.
  init(fields: KeyValuePairs<String, JSON?>) {
    var members: [String: JSON] = [:]
    for (key, value) in fields {
      if let value { members[key] = value }
    }
    self = .object(members)
  }

  init(_ instant: Instant) {
    self = .string(instant.rfc3339Nanoseconds)
  }

  init(_ span: TimeSpan) {
    self = .integer(Int(span.nanoseconds))
  }

  /// True, or nothing: a false one is not written.
  static func flag(_ value: Bool) -> JSON? { value ? .bool(true) : nil }
}

extension Instant {
  /// `2026-11-23T14:02:31.123456789Z`: exact, from the first whole second there is.
  var rfc3339Nanoseconds: String {
    let instant = max(self, Instant(nanoseconds: -9_223_372_036_000_000_000))
    let below = ((instant.nanoseconds % 1_000_000_000) + 1_000_000_000) % 1_000_000_000
    let digits = String(below)
    return instant.rfc3339.prefix(19) + "." + String(repeating: "0", count: 9 - digits.count)
      + digits + "Z"
  }
}
