import Testing

/// A server that only the user's configuration knows.
struct OwnServerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What lastcall says of files without the server, and with it.
  private func said(
    _ command: [String], _ files: [String: String]
  ) async throws -> (without: String, with: String) {
    let config = try folder.write(
      """
      servers:
        shopd:
          images: [acme/shopd]
          programs: [shopd]
          on-sigterm: cuts
          drains-on: SIGQUIT
          limit-options: [--patience]
      """.utf8, to: "config")
    let paths = try files.sorted { $0.key < $1.key }.map { try folder.write($1.utf8, to: $0) }
    let without = try await Program.run(command + paths, folder: folder)
    let with = try await Program.run(command + paths + ["--config", config], folder: folder)
    return (without.text, with.text)
  }

  @Test func `check tells that it cuts on SIGTERM, and that its limit fills the grace`()
    async throws
  {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - {name: web, image: "example.com/acme/shopd:1", command: [shopd, --patience, "60"]}

      """
    let (without, with) = try await said(["check", "-f"], ["pod.yaml": pod])
    #expect(without.hasPrefix("nothing found; 1 workload"), "\(without)")
    #expect(
      with.contains(
        "warning: R05 pod/web: web is shopd, which on SIGTERM cuts the requests in flight\n"))
    #expect(
      with.contains("warning: R09 pod/web: web allows its shutdown 60 s (shopd --patience 60), "))
  }

  @Test func `a diagnosis tells that its limit fills the grace`() async throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-1
        namespace: shop
        uid: u1
        creationTimestamp: "2026-03-01T09:00:00Z"
        deletionTimestamp: "2026-03-01T10:00:30Z"
        deletionGracePeriodSeconds: 30
      spec:
        containers: [{name: web, image: "shop/web:1", command: [shopd, --patience, "60"]}]
        terminationGracePeriodSeconds: 30
      status: {phase: Running, containerStatuses: [{name: web, state: {running: {}}}]}

      """
    let (without, with) = try await said(["report", "-o", "json"], ["pod.yaml": pod])
    #expect(!without.contains("R09"))
    #expect(with.contains("web allows its drain 60 s, but the grace period is 30 s"))
    #expect(with.contains("spec.containers[web]: --patience is 60 s"))
  }

  @Test func `a diagnosis tells that it cut on SIGTERM`() async throws {
    func pod(_ second: String, _ state: String, _ rest: String = "") -> String {
      """
      {"time":"2026-03-01T10:00:\(second)Z","kind":"pod","pod":{"uid":"u1","namespace":"shop",\
      "name":"web-1","phase":"Running","terminationGracePeriodSeconds":30,\(rest)\
      "containers":[{"name":"web","kind":"main","image":"shopd","state":\(state)}]}}

      """
    }
    let deletion =
      #""deletionTimestamp":"2026-03-01T10:00:40Z","deletionGracePeriodSeconds":30,"#
    let end = #"{"exitCode":0,"finishedAt":"2026-03-01T10:00:10Z"}"#
    let recording =
      #"{"recording":"lastcall","format":1,"program":"lastcall 0.1.0","#
      + #""started":"2026-03-01T10:00:00Z","scope":{"namespace":"shop"}}"# + "\n"
      + pod("00", #"{"kind":"running"}"#)
      + #"{"time":"2026-03-01T10:00:09.9Z","kind":"status","pod":{"uid":"u1"},"#
      + #""endpoint":"http 8080 /","answer":"report","#
      + #""status":{"phase":"running","inFlight":4,"drainElapsedSeconds":0}}"# + "\n"
      + pod("10", #"{"kind":"running"}"#, deletion)
      + pod("10.5", #"{"kind":"terminated","terminated":\#(end)}"#, deletion)
    let (without, with) = try await said(["report", "-o", "json"], ["run.jsonl": recording])
    #expect(!without.contains("R05"))
    #expect(with.contains("web (shopd) ended at once on SIGTERM with 4 in flight"))
    #expect(with.contains("STOPSIGNAL SIGQUIT"))
  }
}
