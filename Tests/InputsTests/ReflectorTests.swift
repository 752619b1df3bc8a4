import ContainerCommands
import NIOCore
import ShutdownModel
import Synchronization
import Testing

@testable import Inputs

@Suite(.timeLimit(.minutes(5))) struct ReflectorTests {
  private typealias Move = ScriptedServer.Move

  @Test func `a list in pages is one list, and the watch begins where it ended`() async throws {
    let script = Script(
      lists: [
        [.answer(Objects.podList([Objects.pod("a", version: 1)], version: 5, next: "n 1"))],
        [.answer(Objects.podList([Objects.pod("b", version: 2)], version: 5))],
      ], watches: [])
    let (words, server) = try await script.play(until: "listed a,b")
    #expect(words == ["a@1", "b@2", "listed a,b"])
    #expect(server.map { $0.query("continue") }.prefix(2) == [nil, "n%201"])
    #expect(server.allSatisfy { $0.path == "/api/v1/namespaces/shop/pods" })
  }

  @Test func `a watch goes on behind the last thing it said, bookmarks included`() async throws {
    let script = Script(watches: [
      [
        .streamHead(), .chunk(Objects.watchLine("ADDED", Objects.pod("a", version: 7))),
        .streamEnd,
      ],
      [.streamHead(), .chunk(Objects.bookmark(9)), .streamEnd],
      [
        .streamHead(), .chunk(Objects.watchLine("DELETED", Objects.pod("a", version: 10))),
        .hang,
      ],
    ])
    let (words, requests) = try await script.play(until: "-a@10")
    #expect(words == ["listed ", "a@7", "-a@10"])
    #expect(
      requests.compactMap { $0.query("watch") == nil ? nil : $0.query("resourceVersion") }
        == ["5", "7", "9"])
    #expect(requests.last?.query("allowWatchBookmarks") == "true")
  }

  @Test func `a line that a drop has cut off is read once, whole, after it`() async throws {
    let line = Objects.watchLine("ADDED", Objects.pod("b", version: 8))
    let script = Script(watches: [
      [
        .streamHead(), .chunk(Objects.watchLine("ADDED", Objects.pod("a", version: 7))),
        .chunk(String(line.prefix(40))), .close,
      ],
      [.streamHead(), .chunk(line), .hang],
    ])
    let (words, _) = try await script.play(until: "b@8")
    #expect(
      words == [
        "listed ", "a@7", #"lost("the connection was closed")"#, "connected", "b@8",
      ])
  }

  @Test(arguments: [true, false])
  func `410 Gone lists again and names everything there is`(asStatus: Bool) async throws {
    let gone: [Move] =
      asStatus
      ? [.answer(Objects.status(410, "Gone", "too old"), status: 410)]
      : [.streamHead(), .chunk(Objects.gone), .hang]
    let script = Script(
      lists: [
        [
          .answer(
            Objects.podList(
              [Objects.pod("a", version: 1), Objects.pod("b", version: 2)], version: 5))
        ],
        [.answer(Objects.podList([Objects.pod("b", version: 6)], version: 9))],
      ], watches: [gone])
    let (words, requests) = try await script.play(until: "listed b")
    #expect(words == ["a@1", "b@2", "listed a,b", "b@6", "listed b"])
    #expect(requests.filter { $0.query("watch") == nil }.count == 2)
  }

  @Test func `410 Gone between two pages begins the list anew`() async throws {
    let first = Objects.podList([Objects.pod("a", version: 1)], version: 5, next: "n")
    let script = Script(
      lists: [
        [.answer(first)], [.answer(Objects.status(410, "Expired", "old"), status: 410)],
        [.answer(Objects.podList([Objects.pod("b", version: 6)], version: 9))],
      ], watches: [])
    let (words, requests) = try await script.play(until: "listed b")
    // A half list never says what has gone.
    #expect(words == ["a@1", "b@6", "listed b"])
    #expect(requests.prefix(3).map { $0.query("continue") } == [nil, "n", nil])
  }

  @Test func `errors of the server are said once, and their end`() async throws {
    let failure: [Move] = [.answer(Objects.status(500, "Internal", "etcd is gone"), status: 500)]
    let script = Script(
      lists: [failure, [.text("garbage\r\n\r\n"), .close], [.answer("{]")]], watches: [])
    let (words, requests) = try await script.play(until: "listed ")
    #expect(words == [#"lost("etcd is gone")"#, "connected", "listed "])
    #expect(requests.filter { $0.query("watch") == nil }.count == 4)
  }

  @Test func `a missing right is said once, with the rule`() async throws {
    let forbidden = Objects.status(403, "Forbidden", "pods is forbidden: User cannot list")
    let reflector = Script.reflector(.events)
    try await ScriptedServer.answering({ _ in [.answer(forbidden, status: 403)] }).run { server in
      // Each new connection asks again.
      for _ in 0..<3 {
        let count = server.requests.count
        let run = Task { [queue = reflector.queue] in
          await reflector.reflector.run(HTTPClient(base: server.base, clock: LocalClock()))
          queue.wakeUp()
        }
        while server.requests.count == count { await Task.yield() }
        if count == 0 {
          var observed = Observed(reflector.queue)
          await observed.read { _ in true }
          #expect(
            observed.words == [
              #"degraded("events: needs permission for get, list, watch on events; "#
                + #"failed preStop hooks are not shown")"#
            ])
        }
        run.cancel()
        await run.value
      }
    }
    #expect(reflector.queue.drain().compactMap(\.observation.word) == [])
  }

  @Test func `lost credentials are told, and that they are back`() async throws {
    let unauthorized = Objects.status(401, "Unauthorized", "Unauthorized")
    let script = Script(
      watches: [
        [.streamHead(), .streamEnd], [.answer(unauthorized, status: 401)],
        [.answer(unauthorized, status: 401)],
        [.streamHead(), .chunk(Objects.watchLine("ADDED", Objects.pod("a", version: 7))), .hang],
      ])
    let (words, requests) = try await script.play(until: "a@7")
    #expect(
      words == [
        "listed ",
        #"lost("the cluster does not accept the credentials (401 Unauthorized); log in again")"#,
        "connected", "a@7",
      ])
    // Nothing was missed: the watch goes on where it was.
    #expect(requests.filter { $0.query("watch") == nil }.count == 1)
  }

  @Test(arguments: [
    (504, "Timeout: Too large resource version: 9, current: 3"),
    (500, "Too large resource version"),
  ])
  func `a server whose versions have begun anew is listed anew`(
    code: Int, message: String
  ) async throws {
    let script = Script(
      lists: [
        [.answer(Objects.podList([Objects.pod("a", version: 1)], version: 9))],
        [.answer(Objects.podList([Objects.pod("b", version: 2)], version: 3))],
      ],
      watches: [
        [.answer(Objects.status(code, "Timeout", message), status: code)],
        [.streamHead(), .chunk(Objects.watchLine("ADDED", Objects.pod("c", version: 4))), .hang],
      ])
    let (words, _) = try await script.play(until: "c@4")
    // A list alone is no sign that watches can be opened again.
    #expect(
      words == ["a@1", "listed a", #"lost("\#(message)")"#, "b@2", "listed b", "connected", "c@4"])
  }

  @Test func `after three failures there is a list, whatever the place in the stream was`()
    async throws
  {
    let failure: [Move] = [.answer(Objects.status(500, "Internal", "etcd is gone"), status: 500)]
    let script = Script(watches: [failure, failure, failure])
    let (_, requests) = try await script.play { requests in
      requests.filter { $0.query("watch") == nil }.count == 2
    }
    #expect(requests.map { $0.query("watch") != nil } == [false, true, true, true, false])
  }

  @Test func `an error in the stream is the server's own sentence, and is listed over`()
    async throws
  {
    let error =
      #"{"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd\u001b[31m is \"gone\""}}"#
    let script = Script(watches: [[.streamHead(), .chunk(error + "\n"), .streamEnd]])
    let (words, requests) = try await script.play { requests in
      requests.filter { $0.query("watch") != nil }.count == 2
    }
    #expect(words.contains(#"lost("etcd is \"gone\"")"#))
    #expect(requests.map { $0.query("watch") != nil } == [false, true, false, true])
  }

  @Test func `what cannot be read is named, and the rest goes on`() async throws {
    let tooLong = #"{"type":"ADDED","object":""# + String(repeating: "x", count: 10 << 20)
    let script = Script(watches: [
      [
        .streamHead(), .chunk("not json\n"), .chunk(#"{"type":"NEW","object":{}}"# + "\n"),
        .chunk(#"{"type":"ADDED","object":{"metadata":{"uid":"x"}}}"# + "\n"),
        .chunk(tooLong + "\"}\n"), .chunk("\n"),
        .chunk(Objects.watchLine("ADDED", Objects.pod("a", version: 7))), .hang,
      ]
    ])
    let (words, _) = try await script.play(until: "a@7")
    #expect(
      words == [
        "listed ", #"discarded("an object of pods: not JSON")"#,
        #"discarded("an object of pods: not JSON")"#,
        #"discarded("an object of pods: object.metadata.name is missing")"#,
        #"discarded("an object of pods: a line that is too long")"#, "a@7",
      ])
  }

  @Test(arguments: [false, true])
  func `a server whose watches end at once is not hurried`(isGone: Bool) async throws {
    let script = Script(
      watches: Array(
        repeating: [.streamHead()] + (isGone ? [.chunk(Objects.gone)] : []) + [.streamEnd],
        count: 3))
    let begun = ContinuousClock.now
    _ = try await script.play { requests in
      requests.filter { $0.query("watch") != nil }.count == 4
    }
    // At least half of 0.5 s + 1 s + 2 s.
    #expect(ContinuousClock.now - begun >= .seconds(1.75))
  }

  @Test func `the waits double from half a second to half a minute, and begin anew`() {
    var backoff = Backoff()
    for most in [0.5, 1, 2, 4, 8, 16, 30, 30, 30] {
      let wait = backoff.next()
      #expect(wait <= .seconds(most) && wait >= .seconds(most / 2))
    }
    backoff.reset()
    #expect(backoff.next() <= .seconds(0.5))
  }
}

/// What the server says to the lists and to the watches, in order; then a watch says nothing.
struct Script: Sendable {
  var lists: [[ScriptedServer.Move]] = [[.answer(Objects.podList([], version: 5))]]
  var watches: [[ScriptedServer.Move]]

  /// Plays it to a reflector of pods until a word was seen.
  func play(until word: String) async throws -> ([String], [ScriptedServer.Request]) {
    try await play(until: word) { _ in false }
  }

  /// Plays it until the requests satisfy a condition.
  func play(
    isOver: @escaping @Sendable ([ScriptedServer.Request]) -> Bool
  ) async throws -> ([String], [ScriptedServer.Request]) {
    try await play(until: nil, isOver)
  }

  private func play(
    until word: String?, _ isOver: @escaping @Sendable ([ScriptedServer.Request]) -> Bool
  ) async throws -> ([String], [ScriptedServer.Request]) {
    let rest = Mutex(self)
    let (reflector, queue) = Script.reflector(.pods)
    let requests = Mutex<[ScriptedServer.Request]>([])
    return try await ScriptedServer.answering { request in
      let all = requests.withLock { requests in
        requests.append(request)
        return requests
      }
      if isOver(all) { queue.close() }
      return rest.withLock { rest in
        if request.query("watch") != nil {
          return rest.watches.isEmpty ? [.streamHead(), .hang] : rest.watches.removeFirst()
        }
        let last = [ScriptedServer.Move.answer(Objects.podList([], version: 5))]
        return rest.lists.isEmpty ? last : rest.lists.removeFirst()
      }
    }.run { server in
      let run = Task { await reflector.run(HTTPClient(base: server.base, clock: LocalClock())) }
      var observed = Observed(queue)
      await observed.read { $0.word == word && word != nil }
      run.cancel()
      await run.value
      return (observed.words, server.requests)
    }
  }

  static func reflector(_ kind: ResourceKind) -> (reflector: Reflector, queue: EventQueue) {
    let queue = EventQueue(clock: LocalClock())
    let collection = WatchedCollection(
      kind: kind, namespace: "shop", labelSelector: nil, fieldSelector: nil, isRequired: true)
    return (Reflector(collection, servers: ServerTable(), queue: queue), queue)
  }
}
