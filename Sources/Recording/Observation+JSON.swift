import HarmlessText
import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel

extension Observation {
  /// The kind of the line and what stands in it.
  var recorded: (kind: String, content: JSON) {
    switch self {
    case .scope(let scope, let context):
      (
        "scope",
        JSON(fields: ["scope": scope.json, "clusterContext": context.map(JSON.string)])
      )
    case .serverDate(let reading):
      (
        "serverDate",
        [
          "date": JSON(reading.date), "sent": JSON(reading.sent),
          "received": JSON(reading.received),
        ]
      )
    case .workload(let workload): ("workload", ["workload": workload.json])
    case .workloadDeleted(let id): ("workloadDeleted", ["workload": id.json])
    case .revision(let revision): ("revision", ["revision": revision.json])
    case .revisionDeleted(let uid): ("revisionDeleted", ["uid": .string(uid)])
    case .pod(let pod): ("pod", ["pod": pod.json])
    case .podDeleted(let pod): ("podDeleted", ["pod": pod.json])
    case .listed(let kind, let uids):
      (
        "listed",
        ["resource": .string(kind.rawValue), "uids": .array(uids.sorted().map(JSON.string))]
      )
    case .endpointSlice(let slice): ("endpointSlice", ["endpointSlice": slice.json])
    case .endpointSliceDeleted(let uid): ("endpointSliceDeleted", ["uid": .string(uid)])
    case .event(let event): ("event", ["event": event.json])
    case .status(let status): ("status", status.json)
    case .log(let line): ("log", line.json)
    case .logBegan(let pod, let container):
      ("logBegan", JSON(fields: ["pod": pod.json, "container": .string(container)]))
    case .logEnded(let pod, let container):
      ("logEnded", JSON(fields: ["pod": pod.json, "container": .string(container)]))
    case .logDropped(let count, let source):
      ("logDropped", ["count": .integer(count), "source": .string(source)])
    case .input(let input): ("input", input.json)
    case .command(.began(let text)): ("commandBegan", ["text": .string(text)])
    case .command(.ended(let exitCode)): ("commandEnded", ["exitCode": .integer(exitCode)])
    case .commandOutput(let line): ("commandOutput", ["text": .string(line)])
    case .stop(let reason): ("stop", ["reason": .string(reason.word)])
    case .tick: ("tick", .object([:]))
    }
  }

  /// Nil for a kind that this version does not know.
  init?(kind: String, _ fields: Fields) throws(RecordError) {
    switch kind {
    case "scope":
      self = .scope(
        try Scope(fields.object("scope")),
        clusterContext: try fields.optionalString("clusterContext"))
    case "serverDate":
      self = .serverDate(
        ServerDate(
          date: try fields.instant("date"), sent: try fields.instant("sent"),
          received: try fields.instant("received")))
    case "workload": self = .workload(try WorkloadObject(fields.object("workload")))
    case "workloadDeleted": self = .workloadDeleted(try WorkloadID(fields.object("workload")))
    case "revision": self = .revision(try RevisionObject(fields.object("revision")))
    case "revisionDeleted": self = .revisionDeleted(uid: try fields.string("uid"))
    case "pod": self = .pod(try PodObject(fields.object("pod")))
    case "podDeleted": self = .podDeleted(try PodObject(fields.object("pod")))
    case "listed":
      self = .listed(
        try fields.word("resource", ResourceKind.self), uids: Set(try fields.strings("uids")))
    case "endpointSlice":
      self = .endpointSlice(try EndpointSliceObject(fields.object("endpointSlice")))
    case "endpointSliceDeleted": self = .endpointSliceDeleted(uid: try fields.string("uid"))
    case "event": self = .event(try EventObject(fields.object("event")))
    case "status": self = .status(try StatusObservation(fields))
    case "log": self = .log(try LogLine(fields))
    case "logBegan":
      self = .logBegan(
        pod: try PodReference(fields), container: try fields.string("container"))
    case "logEnded":
      self = .logEnded(
        pod: try PodReference(fields), container: try fields.string("container"))
    case "logDropped":
      self = .logDropped(count: try fields.int("count"), source: try fields.string("source"))
    case "input": self = .input(try InputObservation(fields))
    case "commandBegan": self = .command(.began(text: try fields.string("text").harmless()))
    case "commandEnded": self = .command(.ended(exitCode: try fields.int("exitCode")))
    case "commandOutput": self = .commandOutput(try fields.string("text").harmless())
    case "stop": self = .stop(try StopReason(fields))
    case "tick": self = .tick
    default: return nil
    }
  }
}

extension StopReason {
  fileprivate var word: String {
    switch self {
    case .quit: "quit"
    case .inputEnded: "inputEnded"
    case .interrupted: "interrupted"
    case .terminated: "terminated"
    case .hungUp: "hungUp"
    }
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    switch try fields.string("reason") {
    case "quit": self = .quit
    case "inputEnded": self = .inputEnded
    case "interrupted": self = .interrupted
    case "terminated": self = .terminated
    case "hungUp": self = .hungUp
    default: throw RecordError("reason is none that ends a run")
    }
  }
}
