package import ContainerCommands
internal import HarmlessText
public import LogText
internal import PodStatus
public import ShutdownModel
public import Time

/// The first line of a recording: what a replay needs to begin as the run did.
public struct RecordingHeader: Equatable, Sendable {
  /// The newest format this version writes and understands.
  public static let format = 1

  public var format: Int
  /// The program that wrote it, as its `--version` says.
  public var program: String
  /// When the run began, on the clock of the machine that recorded it.
  public var started: Instant
  public var scope: Scope
  public var goal: Goal
  public var thresholds: Thresholds
  /// How log lines were read; every recorded line carries what was recognised in it.
  public var patterns: LogPatterns
  /// What the rules knew of servers; nil in what older versions recorded.
  package var servers: ServerTable?

  /// Makes the header of a recording in the newest format.
  package init(
    program: String, started: Instant, scope: Scope, goal: Goal = Goal(),
    thresholds: Thresholds = Thresholds(), patterns: LogPatterns = LogPatterns(),
    servers: ServerTable? = nil
  ) {
    format = RecordingHeader.format
    self.program = program
    self.started = started
    self.scope = scope
    self.goal = goal
    self.thresholds = thresholds
    self.patterns = patterns
    self.servers = servers
  }
}

extension RecordingHeader {
  /// Every diagnosis looks through them.
  private static let mostServerNames = 10_000

  /// The member that tells a recording from any other file, and its value.
  static let mark = (key: "recording", value: JSON.string("lastcall"))

  /// What is said of a format that this version does not know.
  static func newer(_ format: Int) -> String {
    "format \(format) is newer than \(RecordingHeader.format), the newest known here"
  }

  var json: JSON {
    var json: JSON = [
      Self.mark.key: Self.mark.value,
      "format": .integer(format),
      "program": .string(program),
      "started": JSON(started),
      "scope": scope.json,
      "goal": goal.json,
      "thresholds": thresholds.json,
      "patterns": .array(patterns.tiers.map(\.json)),
    ]
    if let servers { json["servers"] = .array(servers.servers.map(\.json)) }
    return json
  }

  init(_ fields: Fields) throws(RecordError) {
    var tiers: [LogPatterns.Tier] = []
    for tier in try fields.objects("patterns") { tiers.append(try LogPatterns.Tier(tier)) }
    var servers: [Server] = []
    for server in try fields.objects("servers") { servers.append(try Server(server)) }
    let names = servers.map { 1 + $0.images.count + $0.containers.count + $0.programs.count }
    guard names.reduce(0, +) <= Self.mostServerNames else {
      throw RecordError("servers has more than \(Self.mostServerNames) names")
    }
    self.init(
      program: try fields.string("program").harmless(limit: 200),
      started: try fields.instant("started"),
      scope: try Scope(fields.object("scope")),
      goal: try Goal(fields.optionalObject("goal")),
      thresholds: try Thresholds(fields.optionalObject("thresholds")),
      patterns: LogPatterns(tiers: tiers),
      servers: fields.json["servers"] == .null ? nil : ServerTable(servers))
    format = try fields.int("format")
  }
}

extension Goal {
  fileprivate var json: JSON {
    JSON(fields: [
      "until": until.map { .string($0.rawValue) },
      "forNanoseconds": duration.map { JSON($0) },
      "timeoutNanoseconds": timeout.map { JSON($0) },
      "strict": .flag(isStrict), "command": .flag(hasCommand),
      "alwaysSucceeds": .flag(alwaysSucceeds),
    ])
  }

  fileprivate init(_ fields: Fields?) throws(RecordError) {
    self.init()
    guard let fields else { return }
    until = try fields.optionalWord("until", Until.self)
    duration = try fields.optionalSpan("forNanoseconds")
    timeout = try fields.optionalSpan("timeoutNanoseconds")
    isStrict = try fields.bool("strict")
    hasCommand = try fields.bool("command")
    alwaysSucceeds = try fields.bool("alwaysSucceeds")
  }
}

extension Thresholds {
  fileprivate var json: JSON {
    var json: JSON = [:]
    for field in Thresholds.fields {
      switch field.place {
      case .part(let path): json[field.name] = .number(self[keyPath: path])
      case .span(let path): json[field.name + "Nanoseconds"] = JSON(self[keyPath: path])
      }
    }
    return json
  }

  /// What is missing keeps its default: an older version had fewer.
  fileprivate init(_ fields: Fields?) throws(RecordError) {
    self.init()
    guard let fields else { return }
    for field in Thresholds.fields {
      switch field.place {
      case .part(let path):
        if fields.json[field.name] != .null { self[keyPath: path] = try fields.double(field.name) }
      case .span(let path):
        if let span = try fields.optionalSpan(field.name + "Nanoseconds") {
          self[keyPath: path] = span
        }
      }
    }
  }
}

extension LogPatterns.Tier {
  fileprivate var json: JSON {
    [
      "signs": .object(
        Dictionary(
          uniqueKeysWithValues: signs.map { ($0.key.rawValue, .array($0.value.map(JSON.string))) })
      ),
      "inFlight": .array(inFlight.map(JSON.string)),
      "ignore": .array(ignore.map(JSON.string)),
      "weighsSpeaker": .bool(weighsSpeaker),
    ]
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    self.init(
      inFlight: try fields.strings("inFlight"), ignore: try fields.strings("ignore"),
      weighsSpeaker: try fields.bool("weighsSpeaker"))
    guard let signs = try fields.optionalObject("signs") else { return }
    for sign in LogSign.allCases {
      let patterns = try signs.strings(sign.rawValue)
      if !patterns.isEmpty { self.signs[sign] = patterns }
    }
  }
}
