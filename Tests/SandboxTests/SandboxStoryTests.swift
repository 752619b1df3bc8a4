import FoundationEssentials
import Inputs
import PodStatus
import Sandbox
import ShutdownModel
import Synchronization
import Testing
import Time

@testable import KubernetesObjects

/// One story with real workers, seen through the API.
@Suite(.timeLimit(.minutes(5))) struct SandboxStoryTests {
  private let pods = "/api/v1/namespaces/demo/pods"

  @Test func `a rollout ends each old pod as its habit wants, and leaves nothing`() async throws {
    let sandbox = try Sandbox(story: .short, workerCommand: Programs.worker)
    let folder = String(sandbox.endpoint.dropLast("/api.sock".count))
    let seen = try await sandbox.run { sandbox in
      let client = HTTPClient(base: .socket(path: sandbox.endpoint), clock: LocalClock())
      let seen = PodHistory()
      let watch = Task {
        try await client.stream(pods + "?watch=1&resourceVersion=0") { _ in
        } receive: { line in
          if let event = try? ResourceDecoder.watchEvent(Data(line.bytes), of: .pods) {
            seen.add(event)
          }
        }
      }
      await sandbox.waitUntilStoryIsOver()
      // What has been told so far must be what a list says now.
      let list = try await self.list(client)
      await seen.waitForDeletions(3)
      watch.cancel()
      #expect(seen.alive == list.uids)
      return seen
    }
    let ends = seen.ends.values.sorted { $0.order < $1.order }
    #expect(ends.count == 3)
    #expect(ends.map(\.code).sorted() == [0, 0, 137])
    for end in ends {
      // The stuck one was given its whole grace, the others needed none of it.
      #expect(end.code == 0 ? end.seconds <= 3 : end.seconds >= 3, "\(end)")
    }
    #expect(try await Programs.count(with: folder) == 0)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `pods answer through the proxy, and their logs can be read`() async throws {
    var story = Story.short
    story.rolloutAfterSeconds = 3600
    let sandbox = try Sandbox(story: story, workerCommand: Programs.worker)
    try await sandbox.run { sandbox in
      let client = HTTPClient(base: .socket(path: sandbox.endpoint), clock: LocalClock())
      let areReady = try await Programs.eventually {
        try await self.list(client).observations.count {
          if case .pod(let pod) = $0 { pod.isReady == true } else { false }
        } == 3
      }
      #expect(areReady)
      guard case .pod(let pod)? = try await list(client).observations.first else {
        Issue.record("no pod")
        return
      }
      let path = "\(pods)/\(pod.name):8081/proxy/shutdown-status"
      // On a busy machine some answers may come too late for the proxy.
      var status = try await client.get(path)
      let answers = try await Programs.eventually {
        if status.head.status != 200 { status = try await client.get(path) }
        return status.head.status == 200
      }
      #expect(answers)
      let report = try ShutdownStatus(json: status.body)
      #expect(report.phase == .running && report.inFlight ?? -1 >= 0)
      #expect(status.head.date == nil, "the pod's answer has no date of the API server")
      // The web server's own port has no such path, and the answer is the pod's own.
      let other = try await client.get("\(pods)/\(pod.name):8080/proxy/shutdown-status")
      #expect(other.head.status == 404)
      let closed = try await client.get("\(pods)/\(pod.name):9999/proxy/")
      #expect(closed.head.status == 503)
      #expect(String(decoding: closed.body, as: UTF8.self).contains("connection refused"))
      let log = try await client.get("\(pods)/\(pod.name)/log?timestamps=true")
      let words = String(decoding: log.body, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      #expect(words.count >= 2 && words[1] == "start")
      #expect(Instant(rfc3339: String(words[0])) != nil)
      let missing = try await client.get(pods + "/nobody")
      #expect(missing.head.status == 404 && missing.head.date != nil)
    }
  }

  @Test func `a watch from a version that is forgotten is told so`() async throws {
    let sandbox = try Sandbox(story: .short, workerCommand: Programs.worker, historyLimit: 2)
    try await sandbox.run { sandbox in
      let client = HTTPClient(base: .socket(path: sandbox.endpoint), clock: LocalClock())
      let isOld = try await Programs.eventually {
        Int(try await list(client).resourceVersion) ?? 0 > 20
      }
      #expect(isOld)
      var events: [ResourceDecoder.WatchEvent] = []
      try await client.stream(pods + "?watch=1&resourceVersion=1") { _ in
      } receive: { line in
        events.append(try ResourceDecoder.watchEvent(Data(line.bytes), of: .pods))
      }
      guard case .error(410, _)? = events.first else {
        Issue.record("\(events)")
        return
      }
    }
  }

  private func list(_ client: HTTPClient) async throws -> ResourceDecoder.List {
    let answer = try await client.get(pods)
    let list = try ResourceDecoder.list(Data(answer.body), of: .pods)
    #expect(list.undecodable == [])
    return list
  }
}

/// What a watch has told of pods.
private final class PodHistory: Sendable {
  struct End: Sendable {
    var order: Int
    var code: Int
    /// From the deletion to the end, in whole seconds.
    var seconds: Double
  }

  private struct Content {
    var alive: Set<String> = []
    var ends: [String: End] = [:]
    var deletions = 0
  }

  private let content = Mutex(Content())
  private let (changes, changed) = AsyncStream<Void>.makeStream()

  var alive: Set<String> { content.withLock { $0.alive } }
  var ends: [String: End] { content.withLock { $0.ends } }

  func add(_ event: ResourceDecoder.WatchEvent) {
    content.withLock { content in
      switch event {
      case .change(.pod(let pod)?, _):
        content.alive.insert(pod.uid)
        note(pod, &content)
      case .change(.podDeleted(let pod)?, _):
        content.alive.remove(pod.uid)
        content.deletions += 1
      default: break
      }
    }
    changed.yield()
  }

  private func note(_ pod: PodObject, _ content: inout Content) {
    guard let end = pod.containers.first?.termination, let grace = pod.deletionGracePeriodSeconds,
      grace > 0, let deadline = pod.deletionTimestamp, let finishedAt = end.finishedAt
    else { return }
    let asked = deadline - .seconds(Double(grace))
    content.ends[pod.uid] = End(
      order: content.ends.count, code: end.exitCode, seconds: (finishedAt - asked).seconds)
  }

  func waitForDeletions(_ count: Int) async {
    guard content.withLock({ $0.deletions }) < count else { return }
    for await _ in changes where content.withLock({ $0.deletions }) >= count { return }
  }
}
