import Synchronization
import Time

@testable import Inputs
@testable import LogText
@testable import ShutdownModel

/// A pod's log as a server's script gives it, and what comes of following it.
struct ScriptedLog {
  /// What the server answers to the openings of the log, one after the other; the last is repeated.
  var openings: [[ScriptedServer.Move]]
  /// Who has the pod's name at each opening; the last is repeated, nil is nobody.
  var owners: [String?] = ["uid-a"]
  /// The status of the lists that tell the owner, before the owners count.
  var failures: [Int] = []

  static let target = LogPlan.Target(
    uid: "uid-a", namespace: "shop", pod: "store-1", container: "web", priority: .terminating)

  /// Follows the log until something is seen; what was seen in short words, and the requests.
  func follow(
    until isLast: @escaping @Sendable (Observation) -> Bool
  ) async throws -> (words: [String], opened: [ScriptedServer.Request]) {
    let script = Mutex((opened: 0, asked: 0))
    let (openings, owners, failures) = (openings, owners, failures)
    return try await ScriptedServer.answering { request in
      if request.path.hasSuffix("/log") {
        let number = script.withLock { script in
          defer { script.opened += 1 }
          return script.opened
        }
        return openings[min(number, openings.count - 1)]
      }
      let number = script.withLock { script in
        defer { script.asked += 1 }
        return script.asked
      }
      if number < failures.count { return [.answer("{}", status: failures[number])] }
      let owner = owners[min(number - failures.count, owners.count - 1)]
      let items = owner.map { #"{"metadata":{"uid":"\#($0)"}}"# } ?? ""
      return [.answer(#"{"kind":"PodList","items":[\#(items)]}"#)]
    }.run { server in
      let clock = LocalClock(start: Instant(seconds: 1000))
      let queue = EventQueue(clock: clock)
      let slot = ClientSlot()
      slot.set(HTTPClient(base: server.base, clock: clock))
      let follower = LogFollower(
        limit: 5, recogniser: try LogRecogniser(LogPatterns()), slot: slot, queue: queue)
      follower.follow(LogPlan(targets: [ScriptedLog.target]))
      var observed = Observed(queue)
      await observed.read(until: isLast)
      follower.stop()
      return (
        observed.all.compactMap(ScriptedLog.word),
        server.requests.filter { $0.path.hasSuffix("/log") }
      )
    }
  }

  /// Follows until a line says this.
  func follow(
    untilSaid text: String
  ) async throws -> (words: [String], opened: [ScriptedServer.Request]) {
    try await follow { if case .log(let line) = $0 { line.text.contains(text) } else { false } }
  }

  private static func word(_ observation: Observation) -> String? {
    switch observation {
    case .log(let line):
      line.pod == .uid(target.uid) && line.container == target.container
        ? (line.isNotice ? "notice " : "") + line.text : "of another: \(line.text)"
    case .logBegan: "began"
    case .logEnded: "ended"
    case .input(let input): if case .degraded(let text) = input.change { text } else { nil }
    default: nil
    }
  }
}

extension ScriptedServer.Move {
  /// A line as the API stamps it, so many nanoseconds after 12:00:00.
  static func line(_ nanoseconds: Int, _ text: String) -> Self {
    .chunk(stamp(nanoseconds) + " " + text + "\n")
  }

  static func stamp(_ nanoseconds: Int) -> String {
    let digits = String(nanoseconds % 1_000_000_000)
    let seconds = nanoseconds / 1_000_000_000
    return "2026-11-23T12:00:0\(seconds)." + String(repeating: "0", count: 9 - digits.count)
      + digits + "Z"
  }
}
