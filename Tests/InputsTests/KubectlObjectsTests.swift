import ContainerCommands
import FoundationEssentials
import Inputs
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// What kubectl printed, in every form it has for it.
@Suite struct KubectlObjectsTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kubectl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ text: String) throws -> FileBytes {
    let path = folder.appending(path: UUID().uuidString).path(percentEncoded: false)
    try Data(text.utf8).write(to: URL(filePath: path))
    return try FileBytes(path: path)
  }

  private func events(_ text: String) throws -> [Event] {
    let bytes = try file(text)
    try #require(KubectlObjects.recognises(bytes.beginning), "\(text.prefix(200))")
    let source = KubectlObjects(bytes, servers: ServerTable())
    var events: [Event] = []
    while let batch = try source.next() { events += batch }
    return events
  }

  /// The names of the pods, each version.
  private func pods(_ text: String) throws -> [String] {
    try events(text).compactMap { event in
      switch event.observation {
      case .pod(let pod): pod.name
      case .podDeleted(let pod): "\(pod.name) deleted"
      default: nil
      }
    }
  }

  private static func json(_ name: String, kind: String = #""apiVersion":"v1","kind":"Pod","#)
    -> String
  {
    """
    {\(kind)"metadata":{"name":"\(name)","namespace":"shop","uid":"u-\(name)",
     "creationTimestamp":"2026-11-23T04:00:00Z","deletionTimestamp":"2026-11-23T04:10:30Z",
     "deletionGracePeriodSeconds":30},
     "spec":{"containers":[{"name":"web"}]},"status":{"phase":"Running"}}
    """
  }

  private static func yaml(_ name: String, indent: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      creationTimestamp: "2026-11-23T04:00:00Z"
      deletionGracePeriodSeconds: 30
      deletionTimestamp: 2026-11-23T04:10:30Z
      labels:
        app: web
        pod-template-hash: 5784557564
      name: \(name)
      namespace: shop
      uid: u-\(name)
    spec:
      containers:
      - name: web
    status:
      phase: Running
    """.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
  }

  static let forms: [(name: String, text: String, pods: [String])] = [
    ("an object", json("web-1"), ["web-1"]),
    ("objects one after the other", "\(json("web-1"))\n\(json("web-2"))", ["web-1", "web-2"]),
    ("a watch", #"{"type":"MODIFIED","object":\#(json("web-1"))}"#, ["web-1"]),
    (
      "a watch with its type behind", #"{"object":\#(json("web-1")),"type":"DELETED"}"#,
      ["web-1 deleted"]
    ),
    (
      "a bookmark among them",
      #"{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{}}}{"type":"ADDED","object":\#(json("web-1"))}"#,
      ["web-1"]
    ),
    (
      "a list of kubectl",
      #"{"apiVersion":"v1","items":[\#(json("web-1"))],"kind":"List","metadata":{}}"#,
      ["web-1"]
    ),
    (
      "a list of the API, whose items have no kind",
      #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[\#(json("web-1", kind: ""))]}"#,
      ["web-1"]
    ),
    ("an array of jq", "[\(json("web-1")),\n\(json("web-2"))]", ["web-1", "web-2"]),
    ("a byte order mark", "\u{FEFF}\(json("web-1"))", ["web-1"]),
    ("line ends of Windows", json("web-1").replacing("\n", with: "\r\n"), ["web-1"]),
    ("YAML", yaml("web-1"), ["web-1"]),
    ("YAML of Windows", "\u{FEFF}" + yaml("web-1").replacing("\n", with: "\r\n"), ["web-1"]),
    ("YAML documents", "---\n\(yaml("web-1"))\n---\n\(yaml("web-2"))\n", ["web-1", "web-2"]),
    (
      "a YAML list",
      "apiVersion: v1\nitems:\n-\(yaml("web-1", indent: "  ").dropFirst())\nkind: List\nmetadata:\n  resourceVersion: \"\"\n",
      ["web-1"]
    ),
    (
      "a watch in YAML", "object:\n\(yaml("web-1", indent: "  "))\ntype: DELETED\n",
      ["web-1 deleted"]
    ),
    ("an object without a UID", json("web-1").replacing(#""uid":"u-web-1","#, with: ""), ["web-1"]),
  ]

  @Test(arguments: forms.indices) func `every form is read`(index: Int) throws {
    let form = Self.forms[index]
    #expect(try pods(form.text) == form.pods, "\(form.name)")
  }

  @Test(arguments: forms.indices) func `half a second behind the second of its deletion`(index: Int)
    throws
  {
    let first = try events(Self.forms[index].text).first
    #expect(first?.time.rfc3339 == "2026-11-23T04:10:00.500Z")
  }

  @Test func `pods, events and workloads stand in one list, each at its own time`() throws {
    let event = #"""
      {"apiVersion":"v1","kind":"Event","metadata":{"name":"e","uid":"e1"},
       "involvedObject":{"kind":"Pod","name":"web-1","uid":"u-web-1"},"reason":"Evicted",
       "message":"Evicted pod: Underutilized","source":{"component":"karpenter"},
       "lastTimestamp":"2026-11-23T04:09:59Z"}
      """#
    let newForm = #"""
      {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"f","uid":"e2"},
       "regarding":{"kind":"Pod","name":"web-1","uid":"u-web-1"},"reason":"Killing",
       "note":"Stopping container web","reportingController":"kubelet",
       "eventTime":"2026-11-23T04:10:01.000000Z"}
      """#
    let other = #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","uid":"c1"}}"#
    let text =
      #"{"apiVersion":"v1","kind":"List","items":[\#(Self.json("web-1")),\#(newForm),\#(other),\#(event)]}"#
    let events = try events(text).compactMap { event -> EventObject? in
      if case .event(let event) = event.observation { event } else { nil }
    }
    #expect(events.map(\.reason) == ["Evicted", "Killing"])
    #expect(events.map(\.source) == ["karpenter", "kubelet"])
    #expect(events.map(\.message) == ["Evicted pod: Underutilized", "Stopping container web"])
    #expect(events.allSatisfy { $0.involvedUID == "u-web-1" && $0.isAboutPod })
  }

  @Test func `an exporter's events without a kind are events`() throws {
    let text = #"""
      {"metadata":{"name":"e","uid":"e1"},"reason":"Killing","message":"Stopping container web",
       "involvedObject":{"kind":"Pod","name":"web-1","uid":"u"},"lastTimestamp":"2026-11-23T04:09:59Z"}
      """#
    guard case .event(let event) = try events(text).first?.observation else {
      Issue.record("no event")
      return
    }
    #expect(event.reason == "Killing")
  }

  @Test func `what its times tell of an object's past is told first`() throws {
    let ended = Self.json("web-1").replacing(
      #""status":{"phase":"Running"}"#,
      with: #"""
        "status":{"phase":"Failed","containerStatuses":[{"name":"web","state":{"terminated":
         {"exitCode":137,"reason":"Error","startedAt":"2026-11-23T04:00:10Z","finishedAt":"2026-11-23T04:10:30Z"}}}]}
        """#)
    let events = try events(ended)
    let versions = events.compactMap { event -> String? in
      guard case .pod(let pod) = event.observation else { return nil }
      let state = pod.containers[0].isRunning ? "runs" : "ended"
      return
        "\(event.time.rfc3339.suffix(13)) \(state)\(pod.deletionTimestamp == nil ? "" : " deleted")"
    }
    #expect(
      versions == [
        "04:00:10.250Z runs", "04:10:00.500Z runs deleted", "04:10:30.500Z ended deleted",
      ])
  }

  @Test func `what is cut off, or no object, is said and nothing else is lost`() throws {
    let text = "\(Self.json("web-1"))\n{\"type\":\"ADDED\""
    let events = try events(text)
    let discarded = events.compactMap { event -> String? in
      guard case .input(let input) = event.observation, case .discarded(let why) = input.change
      else {
        return nil
      }
      return why
    }
    #expect(discarded == ["the last object, which is cut off"])
    #expect(
      try pods("\(Self.yaml("web-1"))\n---\n{ broken\n---\n\(Self.yaml("web-2"))\n") == [
        "web-1", "web-2",
      ])
  }

  @Test func `a document of aliases is not unfolded`() throws {
    var text = "\(Self.yaml("web-1"))\n---\napiVersion: v1\nkind: Pod\na0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(try pods(text) == ["web-1"])
  }

  @Test(arguments: [
    #"{"type":"request","msg":"x"}"#, #"{"level":"info","kind":"Pod","msg":"x"}"#,
    "kind: of a log line\n",
    "2026-11-23T04:00:00Z apiVersion: v1\n", "",
    #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"x"}"#,
  ])
  func `a log is no object`(text: String) throws {
    #expect(!KubectlObjects.recognises(Array(text.utf8)))
  }

  static let foreign: [(text: String, form: ForeignForm)] = [
    (
      "NAME    READY   STATUS        RESTARTS   AGE\nweb-1   1/1     Terminating   0          5m\n",
      .table
    ),
    (
      "NAMESPACE   NAME    READY   STATUS    RESTARTS      AGE   IP          NODE     NOMINATED NODE   READINESS GATES\n",
      .table
    ),
    ("web-1   1/1   Terminating   0   5m\nweb-1   0/1   Completed     0   5m\n", .table),
    ("shop   web-1   1/1   Running   2 (3h ago)   5m\n", .table),
    (
      "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    4/4     4            4           3d\n",
      .table
    ),
    ("NAME    CPU(cores)   MEMORY(bytes)\nweb-1   3m           20Mi\n", .table),
    (
      "LAST SEEN   TYPE     REASON    OBJECT      MESSAGE\n5s          Normal   Killing   pod/web-1   Stopping container web\n",
      .eventTable
    ),
    (
      "\u{FEFF}Name:             web-1\r\nNamespace:        shop\r\nPriority:         0\r\n",
      .describe
    ),
    (
      #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"x","verb":"delete"}"#,
      .auditLog
    ),
    (
      "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination...\n",
      .rolloutStatus
    ),
    (
      "Jun  8 15:36:12 node1 kubelet[1517]: I0608 15:36:12.678326    1517 kuberuntime_container.go:581] Killing container\n",
      .nodeJournal
    ),
    (
      #"{"time":"2026-11-30T19:41:39.513Z","event":"phase","namespace":"shop","workload":"deployment/web","pod":"web-1","uid":"u","from":null,"to":"pending"}"#,
      .ownOutput
    ),
    (
      "10:00:04.000  web-1  pending\n10:00:05.000  web-1  ready \u{2192} preStop\n"
        + "--:--:--.---  web-1  preStop \u{2192} draining\n", .ownOutput
    ),
    (#"{"MESSAGE":"x","SYSLOG_IDENTIFIER":"kubelet","_PID":"1"}"#, .nodeJournal),
  ]

  @Test(arguments: foreign.indices) func `what no log is, is known and answered`(index: Int) throws
  {
    let (text, form) = Self.foreign[index]
    #expect(ForeignForm(Array(text.utf8)) == form)
    #expect(form.answer.contains(form == .ownOutput ? "--record" : "; use kubectl "))
    #expect(!KubectlObjects.recognises(Array(text.utf8)))
  }

  @Test(arguments: [
    "Name: web-1\nhello\n", "NAME of the server is web\n", "INFO   started   1/1   ok\n",
    "Nov 23 04:00:00 node1 web[12]: got SIGTERM\n", "Waiting for 3 requests to finish\n",
    "10:00:04.000  INFO  web is ready\n10:00:05.000  INFO  got SIGTERM\n",
    #"{"time":"2026-11-30T19:41:39.513Z","event":"shutdown","pod":"web-1"}"#,
    "ERROR  FATAL  SHUTDOWN\n", "web-1 1/1 requests left\n",
    "Nov 23 04:00:00 node1 web[12]: the kubelet[1] said so\n",
  ])
  func `a log that looks like it is one`(text: String) {
    #expect(ForeignForm(Array(text.utf8)) == nil)
  }
}
