extension ShutdownStatus {
  /// The largest answer that is read, in bytes.
  public static let maximumBytes = 256 * 1024
  /// How many ages an answer carries at most.
  public static let maximumAges = 100

  /// Why an answer is no shutdown status: one plain line that names the field and its value.
  public struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
    public let reason: String
    public var description: String { reason }

    package init(_ reason: String) {
      self.reason = reason
    }
  }

  /// Reads one answer: what is required must be right, what is optional and is not is absent.
  public init(json bytes: some Collection<UInt8>) throws(Malformed) {
    guard bytes.count <= Self.maximumBytes else {
      throw Malformed("\(bytes.count) bytes; at most \(Self.maximumBytes) are read")
    }
    try self.init(members: JSON(answer: bytes))
  }

  /// Reads an answer that has been parsed.
  ///
  /// - Parameter mayLack: without `phase` or `inFlight` it is still one, as other servers give it.
  ///   In the contract's own answers `inFlight` stands always, and null says that it is not known.
  package init(members answer: JSON, mayLack: Bool = false) throws(Malformed) {
    guard case .object = answer else { throw Malformed("not a JSON object: \(plain(answer.text))") }
    let lacks = { mayLack && answer[$0] == .null }
    self.init(
      phase: lacks("phase") ? nil : try Self.phase(answer["phase"]),
      inFlight: lacks("inFlight") || answer.members["inFlight"] == .null
        ? nil : try required("inFlight", "a count of tasks", count)(answer),
      drainElapsedSeconds: try required("drainElapsedSeconds", "seconds", seconds)(answer),
      drainTimeoutSeconds: positive(answer["drainTimeoutSeconds"]),
      signal: answer["signal"].string.flatMap { $0.utf8.count <= 64 ? $0 : nil },
      oldestSeconds: ages(answer["oldestSeconds"]),
      durations: histogram(answer["durations"]),
      streams: count(answer["streams"]),
      completed: total(answer["completed"]),
      gracePeriodSeconds: positive(answer["gracePeriodSeconds"]))
    // No word of the contract: a recording keeps it of other servers.
    closesOnDrain = mayLack && answer["closesOnDrain"] == true
  }

  private static func phase(_ value: JSON) throws(Malformed) -> Phase {
    if let phase = value.string.flatMap(Phase.init(rawValue:)) { return phase }
    let known = Phase.allCases.map(\.rawValue).joined(separator: ", ")
    throw Malformed("phase is \(described(value)); expected one of \(known)")
  }

  /// This status as the body of an answer: one JSON object, what is absent left out.
  ///
  /// Only `inFlight` never is: null says that what counts could not be read.
  public var json: String {
    var members = members.members
    members["inFlight"] = inFlight.map(JSON.integer) ?? .null
    return JSON.object(members).text
  }

  /// The answer's members, in no order.
  package var members: JSON {
    var members: [String: JSON] = [
      "drainElapsedSeconds": .number(drainElapsedSeconds),
      "signal": signal.map(JSON.string) ?? .null,
    ]
    members["phase"] = phase.map { .string($0.rawValue) }
    members["inFlight"] = inFlight.map(JSON.integer)
    members["drainTimeoutSeconds"] = drainTimeoutSeconds.map(JSON.number)
    members["streams"] = streams.map(JSON.integer)
    members["completed"] = completed.map(JSON.integer)
    members["gracePeriodSeconds"] = gracePeriodSeconds.map(JSON.number)
    if closesOnDrain { members["closesOnDrain"] = true }
    if !oldestSeconds.isEmpty {
      members["oldestSeconds"] = .array(oldestSeconds.prefix(Self.maximumAges).map(JSON.number))
    }
    if !durations.isEmpty {
      members["durations"] = .array(
        durations.map { [.number($0.upperBoundSeconds), .integer($0.count)] })
    }
    return .object(members)
  }
}

extension JSON {
  /// Parses the body of an answer.
  init(answer bytes: some Collection<UInt8>) throws(ShutdownStatus.Malformed) {
    do {
      self = try JSON(parsing: bytes)
    } catch {
      throw .init("not JSON: " + (error.member.map { plain($0) + ": " } ?? "") + error.problem)
    }
  }
}

/// More than a billion tasks at once, or a drain of ten years, is a broken counter and not a pod.
let absurdCount = 1_000_000_000
/// What every JSON number carries exactly; a program that counts a million a second needs 285 years.
private let absurdTotal = 1 << 53
private let absurdSeconds = 10 * 365 * 86_400.0
private let maximumBuckets = 1000

private func required<Value>(
  _ name: String, _ meaning: String, _ read: @escaping (JSON) -> Value?
) -> (JSON) throws(ShutdownStatus.Malformed) -> Value {
  { (answer: JSON) throws(ShutdownStatus.Malformed) -> Value in
    if let value = read(answer[name]) { return value }
    throw ShutdownStatus.Malformed("\(name) is \(described(answer[name])); expected \(meaning)")
  }
}

private func count(_ value: JSON) -> Int? {
  value.int.flatMap { (0...absurdCount).contains($0) ? $0 : nil }
}

/// A count over the whole life of a process may be far larger than one of tasks at once.
private func total(_ value: JSON) -> Int? {
  value.int.flatMap { (0...absurdTotal).contains($0) ? $0 : nil }
}

private func seconds(_ value: JSON) -> Double? {
  value.double.flatMap { (0...absurdSeconds).contains($0) ? $0 : nil }
}

private func positive(_ value: JSON) -> Double? {
  seconds(value).flatMap { $0 > 0 ? $0 : nil }
}

private func ages(_ value: JSON) -> [Double] {
  let ages = value.elements.prefix(ShutdownStatus.maximumAges).map(seconds)
  return ages.contains(nil) ? [] : ages.compactMap(\.self)
}

private func histogram(_ value: JSON) -> [ShutdownStatus.DurationBucket] {
  var buckets: [ShutdownStatus.DurationBucket] = []
  guard value.elements.count <= maximumBuckets else { return [] }
  for pair in value.elements.map(\.elements) {
    guard pair.count == 2, let bound = seconds(pair[0]), let count = total(pair[1]),
      buckets.last.map({ $0.upperBoundSeconds < bound }) ?? true
    else { return [] }
    buckets.append(.init(upperBoundSeconds: bound, count: count))
  }
  return buckets
}

func described(_ value: JSON) -> String {
  switch value {
  case .null: "missing"
  case .number(let number): String(number)
  default: plain(value.text)
  }
}

/// A hostile value, short and in printable ASCII, so that a reason can be shown as it is.
func plain(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40).map { (0x20...0x7e).contains($0.value) ? $0 : "?" }
  return String(String.UnicodeScalarView(shown)) + (text.unicodeScalars.count > 40 ? "..." : "")
}
