import FoundationEssentials
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import HarmlessText
@testable import Inputs
@testable import KubernetesObjects

@Suite struct ResourceDecoderTests {
  private func pods(_ items: String...) throws -> ResourceDecoder.List {
    try ResourceDecoder.list(Data(Objects.podList(items, version: 5).utf8), of: .pods)
  }

  @Test func `every line of the recordings is understood`() throws {
    var kinds: Set<ResourceKind> = []
    var count = 0
    for recording in try Recording.all() {
      for line in recording {
        kinds.insert(line.kind)
        count += 1
        if line.isList {
          let list = try ResourceDecoder.list(line.body, of: line.kind)
          #expect(list.undecodable == [])
          #expect(list.uids.count >= list.observations.count)
          #expect(!list.resourceVersion.isEmpty)
        } else {
          let event = try ResourceDecoder.watchEvent(line.body, of: line.kind)
          // Nothing else is in the recordings, and only an event that expires says nothing.
          switch event {
          case .bookmark(let version): #expect(!version.isEmpty)
          case .change(let seen, let version):
            #expect(seen != nil || line.kind == .events)
            #expect(!version.isEmpty)
          case .error(let code, let message): Issue.record("\(code) \(message)")
          }
        }
      }
    }
    #expect(kinds.isSuperset(of: [.pods, .deployments, .replicaSets, .endpointSlices, .events]))
    #expect(count > 2000)
  }

  @Test func `a pod is read field by field`() throws {
    let json = #"""
      {"metadata":{"uid":"u","name":"web-1","namespace":"shop","generation":2,
       "deletionTimestamp":"2026-11-24T00:00:30Z","deletionGracePeriodSeconds":30,
       "labels":{"pod-template-hash":"abc"},"annotations":{"lastcall.dev/status":"9000"},
       "ownerReferences":[{"kind":"Other","name":"o","uid":"1"},
        {"kind":"ReplicaSet","name":"web-abc","uid":"2","controller":true}]},
       "spec":{"terminationGracePeriodSeconds":45,"nodeName":"n",
        "initContainers":[{"name":"setup"},{"name":"mesh","restartPolicy":"Always"}],
        "containers":[{"name":"web","ports":[{"name":"http","containerPort":8080}],
         "lifecycle":{"preStop":{"sleep":{"seconds":5}}}}]},
       "status":{"phase":"Running","conditions":[{"type":"Ready","status":"False"}],
        "containerStatuses":[{"name":"web","ready":true,"restartCount":3,
         "state":{"terminated":{"exitCode":137,"reason":"Error",
          "finishedAt":"2026-11-24T00:00:29Z"}}}]}}
      """#
    guard case .pod(let pod)? = try pods(json).observations.first else {
      Issue.record("no pod")
      return
    }
    #expect(pod.deletionTimestamp == Instant(rfc3339: "2026-11-24T00:00:30Z"))
    #expect(pod.deletionGracePeriodSeconds == 30 && pod.terminationGracePeriodSeconds == 45)
    #expect(pod.owner == OwnerReference(kind: "ReplicaSet", name: "web-abc", uid: "2"))
    #expect(pod.revisionHash == "abc" && pod.statusAnnotation == "9000" && pod.isReady == false)
    #expect(pod.containers.map(\.kind) == [.main, .`init`, .sidecar])
    #expect(pod.containers.first?.preStop == .sleep(seconds: 5))
    #expect(pod.containers.first?.termination?.exitCode == 137)
  }

  @Test(arguments: [
    (#"{}"#, "items.[1].metadata is missing"),
    (#"null"#, "items.[1] is not of type Dictionary<String, Any>"),
    (#""pod""#, "items.[1] is not of type Dictionary<String, Any>"),
    (#"{"metadata":{"name":"x"},"spec":{}}"#, "items.[1].metadata.uid is missing"),
    (#"{"metadata":{"uid":"x","name":"x"}}"#, "items.[1].spec is missing"),
    (
      #"{"metadata":{"uid":"x","name":"x"},"spec":{"containers":{}}}"#,
      "items.[1].spec.containers is not of type Array<Any>"
    ),
    (
      #"{"metadata":{"uid":"x","name":"x","deletionTimestamp":"soon"},"spec":{"containers":[]}}"#,
      "items.[1].metadata.deletionTimestamp: not an RFC 3339 time"
    ),
    (
      #"{"metadata":{"uid":"x","name":"x","deletionGracePeriodSeconds":"30"},"spec":{}}"#,
      "items.[1].metadata.deletionGracePeriodSeconds is not of type Int"
    ),
  ]) func `an object that cannot be read is named, and its neighbours are read`(
    object: String, reason: String
  ) throws {
    let list = try pods(Objects.pod("a", version: 1), object, Objects.pod("b", version: 2))
    #expect(list.observations.compactMap(\.word) == ["a@1", "b@2"])
    #expect(list.undecodable == [reason])
  }

  @Test func `an object that cannot be read has not gone`() throws {
    let broken = #"{"metadata":{"uid":"x","name":"x"},"spec":{"containers":7}}"#
    #expect(try pods(Objects.pod("a", version: 1), broken).uids == ["a", "x"])
  }

  @Test(arguments: [
    "1e400", "99999999999999999999", "-99999999999999999999", "1.5", "1e5000000", "-0", "NaN",
    "9223372036854775807", "-9223372036854775808",
  ]) func `no number of an object stops anything`(number: String) throws {
    let more =
      #","deletionTimestamp":"2026-11-24T00:00:30Z","deletionGracePeriodSeconds":\#(number)"#
    let line = Objects.watchLine("MODIFIED", Objects.pod("a", version: 1, more: more))
    let event = try? ResourceDecoder.watchEvent(Data(line.utf8), of: .pods)
    guard case .change(let observation?, _) = event else { return }
    var state = State(scope: .namespace("shop"), diagnosing: DiagnosisRules())
    let now = Instant(seconds: 1_795_000_000)
    _ = state.apply(Event(time: now, observation))
    _ = state.apply(Event(time: now + .seconds(60), .tick))
    #expect(state.pod("a") != nil)
  }

  @Test func `nesting without end is refused`() throws {
    let deep = String(repeating: #"{"object":"#, count: 100_000)
    #expect(throws: (any Error).self) {
      try ResourceDecoder.watchEvent(Data(deep.utf8), of: .pods)
    }
    let closed =
      #"{"type":"ADDED","object":{"metadata":{"uid":"a","name":"a"},"spec":{"containers":[]},"x":"#
      + String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000) + "}}"
    #expect(throws: (any Error).self) {
      try ResourceDecoder.watchEvent(Data(closed.utf8), of: .pods)
    }
  }

  @Test func `bytes that are no UTF-8 are refused or made harmless`() throws {
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      let text = Objects.watchLine("ADDED", Objects.pod("a", version: 1))
      var bytes = Array(text.utf8)
      let place = try #require(bytes.firstIndex(of: UInt8(ascii: "-")))
      bytes.replaceSubrange(place...place, with: bad)
      let event = try? ResourceDecoder.watchEvent(Data(bytes), of: .pods)
      if case .change(.pod(let pod)?, _) = event {
        #expect(pod.name.unicodeScalars.contains("\u{FFFD}"))
      }
    }
  }

  @Test(arguments: 0..<100)
  func `a recorded line with any bytes changed never stops anything`(seed: Int) throws {
    var chance = SeededGenerator(seed: seed)
    let recording = try #require(try Recording.all().randomElement(using: &chance))
    for _ in 0..<20 {
      let line = try #require(recording.randomElement(using: &chance))
      var bytes = Array(line.body)
      for _ in 0..<Int.random(in: 1...4, using: &chance) {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        bytes[place] =
          Bool.random(using: &chance)
          ? UInt8.random(in: .min ... .max, using: &chance)
          : Array(#"{}[]",:0-e"#.utf8).randomElement(using: &chance) ?? 0
      }
      if Bool.random(using: &chance) {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &chance))
      }
      do {
        _ =
          line.isList
          ? String(describing: try ResourceDecoder.list(Data(bytes), of: line.kind).uids)
          : String(describing: try ResourceDecoder.watchEvent(Data(bytes), of: line.kind))
      } catch {
        #expect(!error.decodingReason.isEmpty)
      }
    }
  }

  @Test func `an ERROR event is the server's word, whatever it watches`() throws {
    let line = Data(Objects.gone.utf8)
    for kind in ResourceKind.allCases {
      #expect(
        try ResourceDecoder.watchEvent(line, of: kind)
          == .error(code: 410, message: "too old resource version: 5 (900)"))
    }
  }
}

/// What a real cluster answered, line for line.
enum Recording {
  struct Line: Sendable {
    var kind: ResourceKind
    var isList: Bool
    var body: Data
  }

  private struct Head: Decodable {
    var path: String
    var kind: String
  }

  private static let loaded = Result { try load() }

  static func all() throws -> [[Line]] { try loaded.get() }

  private static func load() throws -> [[Line]] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appending(path: "CaptureTests/Captures").path(percentEncoded: false)
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)/api.jsonl"))
      return try data.split(separator: UInt8(ascii: "\n")).compactMap { line in
        let head = try JSONDecoder().decode(Head.self, from: Data(line))
        guard
          let kind = ResourceKind(
            rawValue: head.path.split(separator: "/").last.map(String.init) ?? ""),
          let key = line.firstRange(of: Data(#""body":"#.utf8))
        else { return nil }
        return Line(
          kind: kind, isList: head.kind == "list", body: Data(line[key.upperBound...].dropLast()))
      }
    }
  }
}
