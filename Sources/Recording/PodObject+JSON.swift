import KubernetesObjects
import PodStatus
import ShutdownModel

extension PodObject {
  var json: JSON {
    JSON(fields: [
      "uid": .string(uid), "namespace": .string(namespace), "name": .string(name),
      "createdAt": createdAt.map { JSON($0) },
      "owner": owner?.json,
      "revisionHash": revisionHash.map(JSON.string),
      "labels": labels.isEmpty ? nil : .object(labels.mapValues(JSON.string)),
      "generation": generation.map(JSON.integer),
      "observedGeneration": observedGeneration.map(JSON.integer),
      "deletionTimestamp": deletionTimestamp.map { JSON($0) },
      "deletionGracePeriodSeconds": deletionGracePeriodSeconds.map(JSON.integer),
      "terminationGracePeriodSeconds": terminationGracePeriodSeconds.map(JSON.integer),
      "nodeName": nodeName.map(JSON.string),
      "statusAnnotation": statusAnnotation.map(JSON.string),
      "phase": .string(phase.rawValue),
      "reason": reason.map(JSON.string),
      "message": message.map(JSON.string),
      "ready": isReady.map(JSON.bool),
      "readyReason": readyReason.map(JSON.string),
      "disruptionReason": disruptionReason.map(JSON.string),
      "disruptionMessage": disruptionMessage.map(JSON.string),
      "unschedulable": unschedulableMessage.map(JSON.string),
      "finalizers": finalizers.isEmpty ? nil : .array(finalizers.map(JSON.string)),
      "readinessGates": readinessGates.isEmpty ? nil : .array(readinessGates.map(JSON.string)),
      "shareProcessNamespace": .flag(sharesProcesses),
      "windows": .flag(isWindows),
      "containers": .array(containers.map(\.json)),
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    var labels: [String: String] = [:]
    for (name, value) in try fields.optionalObject("labels")?.json.members ?? [:] {
      guard let value = value.string else { throw RecordError("labels are no strings") }
      labels[name] = value
    }
    var containers: [ContainerObject] = []
    for container in try fields.objects("containers") {
      containers.append(try ContainerObject(container))
    }
    self.init(
      uid: try fields.string("uid"),
      namespace: try fields.string("namespace"),
      name: try fields.string("name"),
      createdAt: try fields.optionalInstant("createdAt"),
      owner: try OwnerReference(optional: fields.optionalObject("owner")),
      revisionHash: try fields.optionalString("revisionHash"),
      labels: labels,
      generation: try fields.optionalInt("generation"),
      observedGeneration: try fields.optionalInt("observedGeneration"),
      deletionTimestamp: try fields.optionalInstant("deletionTimestamp"),
      deletionGracePeriodSeconds: try fields.optionalSeconds("deletionGracePeriodSeconds"),
      terminationGracePeriodSeconds: try fields.optionalSeconds("terminationGracePeriodSeconds"),
      nodeName: try fields.optionalString("nodeName"),
      statusAnnotation: try fields.optionalString("statusAnnotation"),
      phase: try fields.word("phase", Phase.self),
      reason: try fields.optionalString("reason"),
      message: try fields.optionalString("message"),
      isReady: try fields.optionalBool("ready"),
      readyReason: try fields.optionalString("readyReason"),
      disruptionReason: try fields.optionalString("disruptionReason"),
      disruptionMessage: try fields.optionalString("disruptionMessage"),
      unschedulableMessage: try fields.optionalString("unschedulable"),
      finalizers: try fields.strings("finalizers"),
      readinessGates: try fields.strings("readinessGates"),
      sharesProcesses: try fields.bool("shareProcessNamespace"),
      isWindows: try fields.bool("windows"),
      containers: containers)
  }
}

extension OwnerReference {
  var json: JSON { ["kind": .string(kind), "name": .string(name), "uid": .string(uid)] }

  init?(optional fields: Fields?) throws(RecordError) {
    guard let fields else { return nil }
    self.init(
      kind: try fields.string("kind"), name: try fields.string("name"),
      uid: try fields.string("uid"))
  }
}
