import FoundationEssentials
import Inputs
import PodStatus
import ShutdownModel
import Synchronization
import Testing

@testable import KubernetesObjects
@testable import LogText
@testable import Recording

/// What must not be in a recording is not in it.
@Suite struct PrivacyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The file of a run whose texts have been blanked where they say `s3cret` and digits.
  private func redacted(_ observations: [Observation]) throws -> (file: String, read: Recording) {
    let path = folder.path + "/run.jsonl"
    let writer = try RecordingWriter(
      path: path, header: Lines.header,
      redaction: LogRedaction([try LogRegex("s3cret[0-9]*")]), stopped: { _ in })
    writer.record(observations.map { Event(time: Lines.start, $0) })
    writer.finish()
    return (try String(contentsOfFile: path, encoding: .utf8), try Recording(path: path))
  }

  @Test func `a redacted line keeps all but the text that matches`() throws {
    let line = LogLine(
      pod: .uid("u"), container: "web", time: Lines.start, text: "token s3cret42, 7 left, s3cret",
      sign: .draining, inFlight: 7)
    let (file, recording) = try redacted([.log(line)])
    var blanked = line
    blanked.text = "token [redacted], 7 left, [redacted]"
    #expect(recording.events.map(\.observation) == [.log(blanked)])
    #expect(!file.contains("s3cret"))
  }

  @Test func `no text that is only there to be read keeps what is redacted`() throws {
    let observations: [Observation] = [
      .commandOutput("s3cret1"), .command(.began(text: "deploy --token s3cret2")),
      .event(
        EventObject(uid: "e", involvedUID: "u", reason: "FailedPreStopHook", message: "s3cret3")),
      .status(StatusObservation(pod: .uid("u"), endpoint: "", answer: .failed("s3cret4"))),
      .status(
        StatusObservation(pod: .uid("u"), endpoint: "", answer: .malformed(reason: "s3cret5"))),
      .input(InputObservation(.logs(""), .lost("s3cret6"))),
      .input(InputObservation(.status, .degraded("s3cret7"))),
      .input(InputObservation(.watch(.pods), .discarded("s3cret8"))),
      .status(StatusObservation(pod: .uid("u"), endpoint: "8080 /s3cret9", answer: .refused)),
      .event(EventObject(uid: "e", involvedUID: "u", reason: "s3cret10", message: "")),
      .pod(PodObject(uid: "u", namespace: "n", name: "p", statusAnnotation: "80/s3cret11")),
      .pod(PodObject(uid: "u", namespace: "n", name: "p", phase: .failed, reason: "s3cret12")),
      .pod(PodObject(uid: "u", namespace: "n", name: "p", unschedulableMessage: "s3cret13")),
      .pod(
        PodObject(
          uid: "u", namespace: "n", name: "p",
          containers: [ContainerObject(name: "web", state: .waiting(reason: "s3cret14"))])),
      .scope(.endpoint("localhost:80/?token=s3cret15", grace: nil), clusterContext: nil),
      .scope(.namespace("n"), clusterContext: "s3cret16"),
      .logDropped(count: 1, source: "s3cret17"),
    ]
    let (file, recording) = try redacted(observations)
    #expect(recording.events.count == observations.count)
    #expect(!file.contains("s3cret"))
    #expect(file.split(separator: "[redacted]").count == observations.count + 1)
  }

  @Test func `what a replay needs as it is stays, whatever the pattern matches`() throws {
    let termination = ContainerObject.Termination(
      exitCode: 137, reason: "OOMKilled", startedAt: Lines.start, finishedAt: Lines.start)
    let observations: [Observation] = [
      .pod(
        PodObject(
          uid: "u", namespace: "n", name: "p", createdAt: Lines.start, labels: ["app": "web"],
          nodeName: "node-1", phase: .failed, reason: "Evicted",
          containers: [ContainerObject(name: "web", state: .terminated(termination))])),
      .event(EventObject(uid: "e", involvedUID: "u", reason: "FailedPreStopHook", message: "")),
      .log(LogLine(pod: .uid("u"), container: "web", text: "", sign: .signal, inFlight: 3)),
      .status(
        StatusObservation(
          pod: .uid("u"), endpoint: "",
          answer: .report(ShutdownStatus(phase: .draining, inFlight: 1, signal: "SIGTERM")))),
      .stop(.interrupted),
    ]
    let path = folder.path + "/run.jsonl"
    let writer = try RecordingWriter(
      path: path, header: Lines.header, redaction: LogRedaction([try LogRegex(".")]),
      stopped: { _ in })
    writer.record(observations.map { Event(time: Lines.start, $0) })
    writer.finish()
    #expect(try Recording(path: path).events.map(\.observation) == observations)
  }

  @Test func `the address that attach asks loses its private part everywhere`() throws {
    let url = "localhost:80/?token=s3cret1"
    let (file, _) = try redacted([
      .status(StatusObservation(pod: .uid(url), endpoint: url, answer: .refused)),
      .scope(.endpoint(url, grace: nil), clusterContext: nil),
    ])
    #expect(!file.contains("s3cret"))
  }

  @Test func `a redaction that does not keep up stops the recording with a word`() throws {
    let path = folder.path + "/run.jsonl"
    let said = Mutex<[String]>([])
    let writer = try RecordingWriter(
      path: path, header: Lines.header,
      redaction: LogRedaction([try LogRegex("(a{1,30}b?){1,40}c")]), redactionPatience: .zero,
      stopped: { reason in said.withLock { $0.append(reason) } })
    let slow = String(repeating: "a", count: 2000) + "c"
    for _ in 0..<20_000 where said.withLock(\.isEmpty) {
      writer.record([Event(time: Lines.start, .commandOutput(slow))])
    }
    #expect(
      said.withLock { $0 }
        == ["recording to \(path) has stopped: blanking what --redact matches does not keep up"])
    // Nothing that was still to be blanked comes after it.
    let size = try Data(contentsOf: URL(filePath: path)).count
    writer.record([Event(time: Lines.start, .commandOutput("later"))])
    writer.finish()
    #expect(try Data(contentsOf: URL(filePath: path)).count == size)
  }

  @Test(arguments: ["pods", "deployments", "statefulsets", "daemonsets", "replicasets", "events"])
  func `nothing of an object is written but what lastcall uses`(kind: String) throws {
    let kind = try #require(ResourceKind(rawValue: kind))
    let object = #"""
      {"metadata":{"uid":"u","name":"web-1","namespace":"shop","resourceVersion":"s3cret",
        "annotations":{"deployment.kubernetes.io/revision":"7","lastcall.dev/status":"9000/path",
         "kubectl.kubernetes.io/last-applied-configuration":"s3cret","s3cret":"x"},
        "labels":{"pod-template-hash":"abc"},"finalizers":["shop/cleanup"],
        "managedFields":[{"manager":"s3cret"}]},
       "involvedObject":{"uid":"u","name":"s3cret"},"reason":"Killing","message":"said",
       "source":{"host":"s3cret"},
       "spec":{"serviceAccountName":"s3cret","nodeName":"n","hostAliases":[{"ip":"s3cret"}],
        "imagePullSecrets":[{"name":"s3cret"}],"volumes":[{"secret":{"secretName":"s3cret"}}],
        "containers":[{"name":"web","image":"s3cret/s3cret:s3cret","command":["/s3cret/serve","s3cret"],
         "args":["s3cret"],
         "env":[{"name":"s3cret","value":"s3cret"}],"envFrom":[{"secretRef":{"name":"s3cret"}}],
         "lifecycle":{"preStop":{"exec":{"command":["sh","-c","s3cret"]}},
          "postStart":{"httpGet":{"httpHeaders":[{"name":"A","value":"s3cret"}]}}},
         "livenessProbe":{"httpGet":{"httpHeaders":[{"name":"A","value":"s3cret"}]}}}],
        "template":{"metadata":{"annotations":{"s3cret":"s3cret"}},
         "spec":{"containers":[{"name":"web","env":[{"name":"A","value":"s3cret"}]}]}}},
       "status":{"phase":"Running","message":"s3cret","podIP":"s3cret","hostIP":"s3cret",
        "conditions":[{"type":"Ready","status":"True","message":"s3cret"}],
        "containerStatuses":[{"name":"web","image":"s3cret","imageID":"s3cret",
         "containerID":"s3cret","state":{"terminated":{"exitCode":1,"message":"s3cret"}},
         "lastState":{"terminated":{"exitCode":1,"message":"s3cret"}}}]},
       "data":{"s3cret":"s3cret"}}
      """#
    let list = try ResourceDecoder.list(
      Data(#"{"metadata":{"resourceVersion":"1"},"items":[\#(object)]}"#.utf8), of: kind)
    #expect(list.undecodable == [])
    #expect(list.observations.count == 1)
    let text = Lines.text(list.observations.map { Event(time: Lines.start, $0) })
    #expect(!text.contains("s3cret"))
    if kind == .pods {
      #expect(text.contains("9000/path"))
      // What the rules need of a command: who gets the signal.
      #expect(text.contains(#""name":"serve""#))
    }
    if kind == .deployments { #expect(text.contains(#""revision":7"#)) }
  }
}
