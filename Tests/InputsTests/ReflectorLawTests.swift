import ShutdownModel
import Synchronization
import Testing

@testable import Inputs
@testable import KubernetesObjects

/// Whatever a server does to its watches, nothing is lost and nothing comes twice.
@Suite(.timeLimit(.minutes(5))) struct ReflectorLawTests {
  @Test(arguments: 0..<24)
  func `over drops and relists no change is lost and none comes twice`(seed: Int) async throws {
    let cluster = Mutex(ChangingPods(seed: seed))
    let (reflector, queue) = Script.reflector(.pods)
    try await ScriptedServer.answering { request in
      cluster.withLock { $0.answer(request) }
    }.run { server in
      let run = Task { await reflector.run(HTTPClient(base: server.base, clock: LocalClock())) }
      var observed = Observed(queue)
      await observed.read { observation in
        if case .pod(let pod) = observation { pod.uid == "end" } else { false }
      }
      run.cancel()
      await run.value
      var known: [String: Int] = [:]
      var watched: [Int] = []
      var lists = 0
      for observation in observed.all {
        switch observation {
        case .pod(let pod):
          known[pod.uid] = pod.generation
          if pod.labels["from"] == "watch" { watched.append(pod.generation ?? 0) }
        case .podDeleted(let pod):
          known[pod.uid] = nil
          watched.append(pod.generation ?? 0)
        case .listed(_, let uids):
          lists += 1
          for uid in known.keys where !uids.contains(uid) { known[uid] = nil }
        default: break
        }
      }
      let truth = cluster.withLock { $0 }
      #expect(zip(watched, watched.dropFirst()).allSatisfy(<), "twice, or out of order")
      #expect(truth.said.subtracting(watched) == [], "lost")
      #expect(known == truth.state(at: truth.history.count))
      #expect(lists == truth.lists)
    }
  }
}

/// Some pods with a history, and a server of theirs that breaks off whenever chance wants it.
private struct ChangingPods {
  struct Change {
    var uid: String
    var isDeleted: Bool
  }

  /// The change at index i is version i + 1.
  private(set) var history: [Change] = []
  /// The versions a watch has said whole.
  private(set) var said: Set<Int> = []
  private(set) var lists = 0
  private var random: SeededGenerator
  /// The cluster's version now.
  private var version = 0
  private var breaks = 5

  init(seed: Int) {
    random = SeededGenerator(seed: seed)
    var alive: Set<String> = []
    for _ in 0..<40 {
      let uid = "u\(Int.random(in: 0..<6, using: &random))"
      let isDeleted = alive.contains(uid) && Int.random(in: 0..<3, using: &random) == 0
      if isDeleted { alive.remove(uid) } else { alive.insert(uid) }
      history.append(Change(uid: uid, isDeleted: isDeleted))
    }
    history.append(Change(uid: "end", isDeleted: false))
    version = Int.random(in: 0..<8, using: &random)
  }

  /// The version of every pod there is at a version of the cluster.
  func state(at version: Int) -> [String: Int] {
    var state: [String: Int] = [:]
    for (index, change) in history.prefix(version).enumerated() {
      state[change.uid] = change.isDeleted ? nil : index + 1
    }
    return state
  }

  mutating func answer(_ request: ScriptedServer.Request) -> [ScriptedServer.Move] {
    guard request.query("watch") != nil else { return list() }
    let from = request.query("resourceVersion").flatMap { Int($0) } ?? 0
    return watch(after: from)
  }

  private mutating func list() -> [ScriptedServer.Move] {
    lists += 1
    let pods = state(at: version).sorted { $0.key < $1.key }
      .map { Objects.pod($0.key, version: $0.value, more: #","labels":{"from":"list"}"#) }
    return [.answer(Objects.podList(pods, version: version))]
  }

  private mutating func watch(after from: Int) -> [ScriptedServer.Move] {
    breaks -= 1
    guard breaks > 0 else {
      version = history.count
      return [.streamHead()] + (from..<version).map { .chunk(say($0)) } + [.hang]
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1:
      // Changes pass while nobody watches, and the server forgets them.
      version = min(version + Int.random(in: 0..<6, using: &random), history.count - 1)
      return Bool.random(using: &random)
        ? [.answer(Objects.status(410, "Gone", "too old"), status: 410)]
        : [.streamHead(), .chunk(Objects.gone), .hang]
    case 2: return [.answer(Objects.status(500, "Internal", "no"), status: 500)]
    default: break
    }
    let end = min(from + Int.random(in: 0..<8, using: &random), history.count - 1)
    version = max(version, end)
    var moves: [ScriptedServer.Move] = [.streamHead()]
    for index in from..<max(from, end) { moves.append(.chunk(say(index))) }
    if Bool.random(using: &random) { moves.append(.chunk(Objects.bookmark(max(from, end)))) }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: moves.append(.streamEnd)
    case 1: moves.append(.close)
    default:
      // A line that is cut off was not said.
      let rest = line(max(from, end)).utf8.prefix(60)
      moves += [.chunk(String(decoding: rest, as: UTF8.self)), .close]
    }
    return moves
  }

  private mutating func say(_ index: Int) -> String {
    said.insert(index + 1)
    return line(index)
  }

  private func line(_ index: Int) -> String {
    let change = history[index]
    let pod = Objects.pod(change.uid, version: index + 1, more: #","labels":{"from":"watch"}"#)
    return Objects.watchLine(change.isDeleted ? "DELETED" : "MODIFIED", pod)
  }
}
