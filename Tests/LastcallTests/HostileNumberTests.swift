import Testing

/// Whole numbers at the edge of what a file can hold, read by the program itself.
struct HostileNumberTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let scope = """
    {"time":"2026-11-24T17:22:03Z","kind":"scope","clusterContext":"test","scope":\
    {"workloads":[{"kind":"deployment","namespace":"shop","name":"web"}]}}
    """

  private static func pod(
    grace: String = "15", sleep: String? = "5", deletionGrace: String = "15"
  ) -> String {
    let preStop = sleep.map { #""preStop":{"kind":"sleep","seconds":\#($0)},"# } ?? ""
    return """
      {"time":"2026-11-24T17:22:10.5Z","kind":"pod","pod":{"uid":"u","namespace":"shop","name":"web-1",\
      "labels":{"app":"web"},"owner":{"kind":"ReplicaSet","name":"web-7f","uid":"r"},"revisionHash":"7f",\
      "generation":2,"observedGeneration":2,"phase":"Running","ready":true,\
      "deletionTimestamp":"2026-11-24T17:22:25Z","deletionGracePeriodSeconds":\(deletionGrace),\
      "terminationGracePeriodSeconds":\(grace),"containers":[{"kind":"main","name":"web",\
      \(preStop)\
      "ports":[{"name":"http","number":8080}],"start":{"kind":"image"},"ready":true,\
      "state":{"kind":"running","startedAt":"2026-11-24T17:21:56Z"}}]}}
      """
  }

  private static func status(_ time: String, inFlight: Int, completed: Int) -> String {
    """
    {"time":"2026-11-24T17:22:\(time)Z","kind":"status","pod":{"uid":"u"},"container":"web",\
    "endpoint":"http 8080 /shutdown-status","latencyNanoseconds":1000000,"answer":"report",\
    "status":{"phase":"draining","inFlight":\(inFlight),"completed":\(completed),\
    "drainElapsedSeconds":1}}
    """
  }

  private static func workload(surge: String, unavailable: String) -> String {
    """
    {"time":"2026-11-24T17:22:10Z","kind":"workload","workload":{"id":{"kind":"deployment",\
    "namespace":"shop","name":"web"},"uid":"w","generation":1,"observedGeneration":1,\
    "desiredReplicas":4,"replicas":4,"updatedReplicas":4,"readyReplicas":4,"availableReplicas":4,\
    "strategy":{"type":"RollingUpdate","maxSurge":"\(surge)","maxUnavailable":"\(unavailable)"},\
    "progressDeadlineSeconds":2147483647,"selector":"app=web"}}
    """
  }

  private static let slice = """
    {"time":"2026-11-24T17:22:11.1Z","kind":"endpointSlice","endpointSlice":{"uid":"e","name":"web",\
    "endpoints":[{"podUID":"u","serving":true,"terminating":true}]}}
    """

  private static let most = "9223372036854775807"
  private static let least = "-9223372036854775808"

  /// Replays what was recorded, as JSON lines.
  private func replay(_ lines: [String]) async throws -> Program.Outcome {
    let text = ([Self.scope] + lines).map { $0 + "\n" }.joined()
    let file = try folder.write(text.utf8, to: "hostile.jsonl")
    return try await Program.run(["replay", file, "-o", "json"], folder: folder)
  }

  /// No line but the missing header's is refused, and the run ends as one without a verdict does.
  private func expectRead(_ outcome: Program.Outcome) {
    #expect(outcome.exitCode == 130, "\(outcome.errors)")
    #expect(!outcome.errors.contains("line 2"), "\(outcome.errors)")
    #expect(outcome.lines.contains { $0.contains(#""summary""#) })
  }

  @Test(arguments: [most, least, "9223372036854775296", "-5"])
  func `a grace or a hook no clock can hold is read`(number: String) async throws {
    for pod in [
      Self.pod(grace: number), Self.pod(sleep: number), Self.pod(deletionGrace: number),
      Self.pod(grace: number, sleep: number, deletionGrace: number),
    ] {
      expectRead(try await replay([pod]))
    }
  }

  @Test func `a hook of three centuries puts no SIGKILL into the past`() async throws {
    let outcome = try await replay([Self.pod(sleep: "9000000000")])
    expectRead(outcome)
    #expect(!outcome.lines.contains { $0.contains("past its SIGKILL") })
  }

  @Test func `totals at the edge are no arrivals`() async throws {
    let outcome = try await replay([
      Self.pod(sleep: nil),
      Self.status("11.0", inFlight: 1, completed: .max), Self.slice,
      Self.status("11.5", inFlight: 0, completed: .max),
    ])
    expectRead(outcome)
    #expect(!outcome.lines.contains { $0.contains(#""id":"R01""#) })
  }

  @Test(
    arguments: [
      (most, most), (most, "1"), (least, least), ("-1e300%", "5"), ("1e308%", "1e308%"),
      ("nan%", "-nan%"),
    ])
  func `a strategy with absurd numbers is read`(surge: String, unavailable: String) async throws {
    expectRead(
      try await replay([
        Self.workload(surge: surge, unavailable: unavailable), Self.pod(),
      ]))
  }
}
