import Testing

/// A report on what kubectl printed, without a cluster and without lastcall having watched.
struct PrintedObjectsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func report(_ files: [String: String]) async throws -> Program.Outcome {
    for (name, text) in files { try folder.write(text.utf8, to: name) }
    return try await Program.run(
      ["report", "-o", "json"] + files.keys.sorted().map { "\(folder.path)/\($0)" }, folder: folder)
  }

  /// `web-1` as `kubectl get pod -o yaml` prints it at the end of its shutdown.
  private static func pod(_ status: String, _ metadata: String = "deletionGracePeriodSeconds: 30")
    -> String
  {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web-1
      namespace: shop
      uid: u1
      creationTimestamp: "2026-03-01T09:00:00Z"
      deletionTimestamp: "2026-03-01T10:00:30Z"
      \(metadata)
    spec:
      containers: [{name: web, image: "example/web:1"}]
      terminationGracePeriodSeconds: 30
    status:
      phase: Failed
      containerStatuses:
      - {name: web, ready: false, restartCount: 0, state: {terminated: \(status)}}

    """
  }

  private static let killed =
    #"{exitCode: 137, reason: Error, startedAt: "2026-03-01T09:00:10Z", finishedAt: "2026-03-01T10:00:31Z"}"#
  private static let drained =
    #"{exitCode: 0, reason: Completed, startedAt: "2026-03-01T09:00:10Z", finishedAt: "2026-03-01T10:00:05Z"}"#

  @Test func `one object in YAML has its verdict, its grace and its phases`() async throws {
    let report = try await report(["pod.yaml": Self.pod(Self.killed)])
    #expect(report.exitCode == 2)
    #expect(report.text.contains(#""verdict":"killed""#))
    #expect(report.text.contains(#""graceSeconds":30.0"#))
    #expect(report.text.contains(#""askedAt":"2026-03-01T10:00:00.000Z""#))
    #expect(report.text.contains(#"{"phase":"preStop","time":"2026-03-01T10:00:00.500Z"}"#))
    #expect(report.text.contains(#""cause":null"#))
  }

  @Test func `the log beside it is its log, not that of another pod`() async throws {
    let report = try await report([
      "pod.yaml": Self.pod(Self.drained),
      "web-1.log": "2026-03-01T10:00:00Z got SIGTERM\n2026-03-01T10:00:05Z shutdown complete\n",
    ])
    #expect(report.exitCode == 0)
    #expect(report.text.contains(#""shutdowns":1,"unfinished":0,"verdicts":{"clean":1}"#))
  }

  @Test func `events beside it say who and why`() async throws {
    let events = #"""
      {"apiVersion":"v1","kind":"List","items":[
       {"apiVersion":"v1","kind":"Event","metadata":{"name":"e","uid":"e1"},"reason":"ScaleDown",
        "involvedObject":{"kind":"Pod","name":"web-1","namespace":"shop","uid":"u1"},
        "message":"deleting pod for node scale down","source":{"component":"cluster-autoscaler"},
        "firstTimestamp":"2026-03-01T10:00:00Z","lastTimestamp":"2026-03-01T10:00:00Z"}]}
      """#
    let report = try await report(["events.json": events, "pod.yaml": Self.pod(Self.drained)])
    #expect(report.text.contains(#""cause":{"kind":"drain","by":"cluster-autoscaler""#))
  }

  @Test func `an object that the kubelet has deleted and a finalizer holds has ended`() async throws
  {
    let report = try await report([
      "pod.yaml": Self.pod(
        Self.drained, "deletionGracePeriodSeconds: 0\n  finalizers: [example.com/hold]")
    ])
    #expect(report.text.contains(#""verdict":"ended""#))
    #expect(report.text.contains("the finalizer example.com/hold holds it"))
  }

  @Test(arguments: [
    (
      "NAME    READY   STATUS        RESTARTS   AGE\nweb-1   1/1     Terminating   0          5m\n",
      "get pods -o json"
    ),
    (
      "Name:         web-1\nNamespace:    shop\nStatus:       Terminating\n", "get pod NAME -o json"
    ),
    (
      "LAST SEEN   TYPE     REASON    OBJECT      MESSAGE\n5s   Normal   Killing   pod/web-1   Stopping\n",
      "get events -o json"
    ),
  ])
  func `what cannot be read is answered with what to type`(text: String, command: String)
    async throws
  {
    let report = try await report(["printed.txt": text])
    #expect(report.exitCode == 1)
    #expect(report.lines == [])
    #expect(report.errors.split(separator: "\n").count == 1)
    #expect(report.errors.contains(command))
  }

  @Test func `a node's journal is no pod's log, and that is said`() async throws {
    let line =
      "Jun  8 15:36:12 n1 kubelet[15]: I0608 15:36:12.6 15 kuberuntime_container.go:581] Killing container with 10 second grace period\n"
    let report = try await report(["node.log": line])
    #expect(report.text.contains(#""shutdowns":0"#))
    #expect(report.errors.contains("it is the journal of a node"))
  }
}
