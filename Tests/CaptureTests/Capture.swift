import ContainerCommands
import FoundationEssentials
import Inputs
import PodStatus
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Time

@testable import KubernetesObjects
@testable import LogText

/// A recording of a real cluster as a list of events, and the truth of what happened.
struct Capture {
  struct Truth: Decodable {
    struct Run: Decodable {
      var exitCode: Int?
      var exitedAt: Double?
      var sigkilled: Bool
      var signalAt: Double?
      var sigkillAt: Double?
    }
    struct Container: Decodable {
      /// The API showed the end of its last run before the recording was over.
      var endShown: Bool
      /// Oldest first.
      var runs: [Run]

      var exitCode: Int? { runs.last?.exitCode }
      var exitedAt: Double? { runs.last?.exitedAt }
      var sigkilled: Bool { runs.last?.sigkilled ?? false }
      var sigkillAt: Double? { runs.last?.sigkillAt }
    }
    var name: String
    var deleted: Bool
    var askedAt: Double?
    /// Of the first deletion: a second does not move SIGKILL.
    var grace: Int?
    var isGone: Bool
    var containers: [String: Container]
    var lostInFlight: Int?

    /// The runs that ended after the deletion was asked.
    var runs: [Run] {
      containers.values.flatMap(\.runs).filter { run in
        run.exitedAt.map { $0 >= (askedAt ?? 0) } ?? true
      }
    }
    /// The kubelet killed a run after the deletion was asked.
    var wasKilled: Bool { runs.contains(where: \.sigkilled) }
    /// The API showed how every container that ran had ended.
    var isEndShown: Bool { containers.values.allSatisfy(\.endShown) }
  }

  let events: [Event]
  /// By the pod's UID.
  let truth: [String: Truth]
  let scope: Scope

  static let names = [
    "01-clean", "02-sigkill", "03-swallowed", "04-prestop-hup", "08-bad-rollout",
    "09-statefulset", "11-sidecar", "12-prestop-overrun", "13-recreate", "21-heavy",
  ]
  /// Of an overloaded cluster, whose API runs seconds behind.
  static let slowNames = [
    "30-drain-node", "35-liveness", "36-crashloop-deleted", "37-three-containers", "42-shortened",
    "43-namespace", "44-two-rollouts", "47-exit-codes", "52-api-restart", "58-shortened-twice",
  ]

  static let servers = try! LoadedSettings(flags: [:], environment: [:]).servers()

  init(_ name: String) throws {
    let folder = Capture.folder(of: name)
    var reader = CaptureReader()
    try reader.readAPI(Capture.lines(folder + "api.jsonl"))
    try reader.readStatus(Capture.lines(folder + "status.jsonl"))
    try reader.readLogs(Capture.lines(folder + "logs.txt"))
    try reader.readStreams(Capture.lines(folder + "streams.txt"))
    events = reader.sortedEvents
    truth = try JSONDecoder().decode(
      [String: Truth].self, from: Data(contentsOf: URL(filePath: folder + "truth.json")))
    scope = .namespace(reader.namespace)
  }

  static func folder(of name: String) -> String {
    String(#filePath.dropLast("Capture.swift".count)) + "Captures/" + name + "/"
  }

  static func lines(_ path: String) throws -> [Data] {
    try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }

  /// Feeds every event and lets ten more seconds pass.
  func play(_ each: (State, [Output]) -> Void = { _, _ in }) -> (state: State, outputs: [Output]) {
    var state = State(scope: scope, diagnosing: DiagnosisRules(), servers: Capture.servers)
    var outputs: [Output] = []
    for event in events {
      let changes = state.apply(event)
      outputs += changes
      each(state, changes)
    }
    let end = (events.last?.time ?? Instant(nanoseconds: 0)) + .seconds(10)
    outputs += state.apply(Event(time: end, .tick))
    return (state, outputs)
  }
}

/// Turns the lines of a recording into events.
struct CaptureReader {
  private var events: [(time: Double, order: Int, observation: Observation)] = []
  private var uids: [String: [(time: Double, uid: String)]] = [:]
  /// Of each pod, by its UID.
  private var containers: [String: [String]] = [:]
  private(set) var namespace = ""

  var sortedEvents: [Event] {
    events.sorted { ($0.time, $0.order) < ($1.time, $1.order) }
      .map { Event(time: Instant(seconds: $0.time), $0.observation) }
  }

  private mutating func add(_ time: Double, _ observation: Observation) {
    events.append((time, events.count, observation))
  }

  private struct APILine: Decodable {
    struct Anything: Decodable {}
    var t: Double
    var path: String
    var kind: String
  }

  mutating func readAPI(_ lines: [Data]) throws {
    for line in lines {
      let head = try JSONDecoder().decode(APILine.self, from: line)
      let parts = head.path.split(separator: "/")
      namespace = String(parts[parts.count - 2])
      guard let kind = ResourceKind(rawValue: String(parts[parts.count - 1])) else { continue }
      let body = CaptureReader.body(of: line)
      if head.kind == "list" {
        let list = try ResourceDecoder.list(body, of: kind, Capture.servers)
        for observation in list.observations { note(observation, at: head.t) }
        add(head.t, .listed(kind, uids: list.uids))
      } else if case .change(let observation?, _) = try ResourceDecoder.watchEvent(
        body, of: kind, Capture.servers)
      {
        note(observation, at: head.t)
      }
    }
  }

  /// The bytes of the line's last field.
  private static func body(of line: Data) -> Data {
    let key = Data(#""body":"#.utf8)
    guard let range = line.firstRange(of: key) else { return Data() }
    return line[range.upperBound...].dropLast()
  }

  private mutating func note(_ observation: Observation, at time: Double) {
    if case .pod(let pod) = observation, uids[pod.name]?.last?.uid != pod.uid {
      uids[pod.name, default: []].append((time, pod.uid))
    }
    if case .pod(let pod) = observation { containers[pod.uid] = pod.containers.map(\.name) }
    add(time, observation)
  }

  private func pod(_ name: String, at time: Double) -> PodReference {
    let lives = uids[name] ?? []
    return .uid((lives.last { $0.time <= time + 0.5 } ?? lives.first)?.uid ?? name)
  }

  private struct StatusLine: Decodable {
    var t: Double
    var pod: String
    var path: String
    var http: Int
    var error: String?
    /// How long the answer took, in milliseconds: `t` is when it was asked.
    var ms: Double?
  }

  mutating func readStatus(_ lines: [Data]) throws {
    for line in lines {
      let head = try JSONDecoder().decode(StatusLine.self, from: line)
      let text = String(decoding: line, as: UTF8.self)
      let answer: StatusObservation.Answer
      if head.http == 200, let body = line.firstRange(of: Data(#""body":"#.utf8)) {
        answer = CaptureReader.report(Array(line[body.upperBound...]))
      } else if text.contains("connection refused") {
        answer = .refused
      } else {
        answer = head.http == 0 ? .timedOut : .failed(String(head.http))
      }
      let answeredAt = head.t + (head.ms ?? 0) / 1000
      add(
        answeredAt,
        .status(
          StatusObservation(
            pod: pod(head.pod, at: head.t), endpoint: head.path, container: "web", answer: answer,
            latency: .seconds((head.ms ?? 0) / 1000))))
    }
  }

  /// The first object in the bytes: the line goes on behind it.
  private static func report(_ bytes: [UInt8]) -> StatusObservation.Answer {
    var depth = 0
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      guard depth == 0 else { continue }
      do {
        return .report(try ShutdownStatus(json: bytes[...index]))
      } catch {
        return .malformed(reason: "\(error)")
      }
    }
    return .malformed(reason: "cut off")
  }

  mutating func readLogs(_ lines: [Data]) throws {
    let patterns = try LoadedSettings(flags: [:], environment: [:]).logPatterns()
    var parser = LogLineParser(recogniser: try LogRecogniser(patterns))
    for bytes in lines {
      var line = parser.line(Array(bytes), pod: .unnamed)
      guard let time = line.time, case .name(let name) = line.pod else { continue }
      line.pod = pod(name, at: time.seconds)
      add(time.seconds, .log(line))
    }
  }

  /// `1795411786.946790 web-1 began`, of one stream with the logs of all containers.
  mutating func readStreams(_ lines: [Data]) {
    for bytes in lines {
      let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
      guard words.count == 3, let time = Double(words[0]) else { continue }
      let pod = pod(String(words[1]), at: time)
      guard case .uid(let uid) = pod else { continue }
      for container in containers[uid] ?? [] {
        add(
          time,
          words[2] == "began"
            ? .logBegan(pod: pod, container: container) : .logEnded(pod: pod, container: container))
      }
    }
  }
}
