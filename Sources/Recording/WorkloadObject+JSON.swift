import KubernetesObjects
import PodStatus
import ShutdownModel

extension WorkloadObject {
  var json: JSON {
    JSON(fields: [
      "id": id.json, "uid": .string(uid),
      "generation": .integer(generation), "observedGeneration": .integer(observedGeneration),
      "desiredReplicas": .integer(desiredReplicas), "replicas": .integer(replicas),
      "updatedReplicas": .integer(updatedReplicas), "readyReplicas": .integer(readyReplicas),
      "availableReplicas": .integer(availableReplicas),
      "terminatingReplicas": terminatingReplicas.map(JSON.integer),
      "revision": revision.map(JSON.integer),
      "currentRevisionName": currentRevisionName.map(JSON.string),
      "updateRevisionName": updateRevisionName.map(JSON.string),
      "strategy": strategy.json,
      "paused": .flag(isPaused),
      "minReadySeconds": minReadySeconds == 0 ? nil : .integer(minReadySeconds),
      "progressDeadlineSeconds": progressDeadlineSeconds.map(JSON.integer),
      "selector": selector.isEmpty ? nil : .string(selector),
      "progressing": progressing.map {
        JSON(fields: [
          "reason": .string($0.reason), "status": .bool($0.isTrue),
          "updatedAt": $0.updatedAt.map { JSON($0) },
        ])
      },
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    var progressing: Progressing?
    if let condition = try fields.optionalObject("progressing") {
      progressing = Progressing(
        reason: try condition.string("reason"), isTrue: try condition.bool("status"),
        updatedAt: try condition.optionalInstant("updatedAt"))
    }
    self.init(
      id: try WorkloadID(fields.object("id")),
      uid: try fields.string("uid"),
      generation: try fields.int("generation"),
      observedGeneration: try fields.int("observedGeneration"),
      desiredReplicas: try fields.count("desiredReplicas"),
      replicas: try fields.count("replicas"),
      updatedReplicas: try fields.count("updatedReplicas"),
      readyReplicas: try fields.count("readyReplicas"),
      availableReplicas: try fields.count("availableReplicas"),
      terminatingReplicas: try fields.optionalCount("terminatingReplicas"),
      revision: try fields.optionalInt("revision"),
      currentRevisionName: try fields.optionalString("currentRevisionName"),
      updateRevisionName: try fields.optionalString("updateRevisionName"),
      strategy: try Strategy(fields.object("strategy")),
      isPaused: try fields.bool("paused"),
      minReadySeconds: try fields.optionalSeconds("minReadySeconds") ?? 0,
      progressDeadlineSeconds: try fields.optionalSeconds("progressDeadlineSeconds"),
      selector: try fields.optionalString("selector") ?? "",
      progressing: progressing)
  }
}

extension WorkloadObject.Strategy {
  fileprivate var json: JSON {
    switch self {
    case .rollingUpdate(let surge, let unavailable, let partition):
      JSON(fields: [
        "type": "RollingUpdate", "maxSurge": surge.map(JSON.string),
        "maxUnavailable": unavailable.map(JSON.string),
        "partition": partition.map(JSON.integer),
      ])
    case .recreate: ["type": "Recreate"]
    case .onDelete: ["type": "OnDelete"]
    }
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    switch try fields.string("type") {
    case "RollingUpdate":
      self = .rollingUpdate(
        maxSurge: try fields.optionalString("maxSurge"),
        maxUnavailable: try fields.optionalString("maxUnavailable"),
        partition: try fields.optionalInt("partition"))
    case "Recreate": self = .recreate
    case "OnDelete": self = .onDelete
    default: throw RecordError("strategy is none of RollingUpdate, Recreate, OnDelete")
    }
  }
}

extension RevisionObject {
  var json: JSON {
    JSON(fields: [
      "uid": .string(uid), "namespace": .string(namespace), "name": .string(name),
      "owner": owner?.json, "hash": .string(hash), "number": .integer(number),
      "createdAt": createdAt.map { JSON($0) },
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(
      uid: try fields.string("uid"), namespace: try fields.string("namespace"),
      name: try fields.string("name"),
      owner: try OwnerReference(optional: fields.optionalObject("owner")),
      hash: try fields.string("hash"), number: try fields.int("number"),
      createdAt: try fields.optionalInstant("createdAt"))
  }
}
