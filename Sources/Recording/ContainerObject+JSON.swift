import KubernetesObjects
import PodStatus
import ShutdownModel

extension ContainerObject {
  var json: JSON {
    JSON(fields: [
      "name": .string(name),
      "kind": .string(kind.rawValue),
      "image": image.isEmpty ? nil : .string(image),
      "start": start?.json,
      "ownLimit": ownLimit?.json,
      "ports": ports.isEmpty ? nil : .array(ports.map(\.json)),
      "preStop": preStop?.json,
      "stopSignal": stopSignal.map(JSON.string),
      "readinessTurnsAfterSeconds": readinessTurnsAfterSeconds.map(JSON.integer),
      "ready": .flag(isReady),
      "restartCount": restartCount == 0 ? nil : .integer(restartCount),
      "state": state.json,
      "lastTermination": lastTermination?.json,
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    var ports: [Port] = []
    for port in try fields.objects("ports") {
      ports.append(Port(name: try port.optionalString("name"), number: try port.int("number")))
    }
    self.init(
      name: try fields.string("name"),
      kind: try fields.word("kind", Kind.self),
      image: try fields.optionalString("image") ?? "",
      start: try Start(optional: fields.optionalObject("start")),
      ownLimit: try OwnLimit(optional: fields.optionalObject("ownLimit")),
      ports: ports,
      preStop: try PreStop(optional: fields.optionalObject("preStop")),
      stopSignal: try fields.optionalString("stopSignal"),
      readinessTurnsAfterSeconds: try fields.optionalSeconds("readinessTurnsAfterSeconds"),
      isReady: try fields.bool("ready"),
      restartCount: try fields.optionalInt("restartCount") ?? 0,
      state: try RunState(fields.object("state")),
      lastTermination: try Termination(optional: fields.optionalObject("lastTermination")))
  }
}

extension ContainerObject.Port {
  fileprivate var json: JSON {
    JSON(fields: ["name": name.map(JSON.string), "number": .integer(number)])
  }
}

extension ContainerObject.PreStop {
  fileprivate var json: JSON {
    switch self {
    case .sleep(let seconds): ["kind": "sleep", "seconds": .integer(seconds)]
    case .exec(let hook): hook.json
    case .httpGet: ["kind": "httpGet"]
    }
  }

  fileprivate init?(optional fields: Fields?) throws(RecordError) {
    guard let fields else { return nil }
    switch try fields.string("kind") {
    case "sleep": self = .sleep(seconds: try fields.seconds("seconds"))
    case "exec": self = .exec(try ContainerObject.ExecHook(fields))
    case "httpGet": self = .httpGet
    default: throw RecordError("preStop is none of sleep, exec, httpGet")
    }
  }
}

extension ContainerObject.RunState {
  fileprivate var json: JSON {
    switch self {
    case .absent: ["kind": "absent"]
    case .waiting(let reason):
      JSON(fields: ["kind": "waiting", "reason": reason.map(JSON.string)])
    case .running(let startedAt):
      JSON(fields: ["kind": "running", "startedAt": startedAt.map { JSON($0) }])
    case .terminated(let termination):
      ["kind": "terminated", "terminated": termination.json]
    }
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    switch try fields.string("kind") {
    case "absent": self = .absent
    case "waiting": self = .waiting(reason: try fields.optionalString("reason"))
    case "running": self = .running(startedAt: try fields.optionalInstant("startedAt"))
    case "terminated":
      self = .terminated(try ContainerObject.Termination(fields.object("terminated")))
    default: throw RecordError("state is none of absent, waiting, running, terminated")
    }
  }
}

extension ContainerObject.Termination {
  fileprivate var json: JSON {
    JSON(fields: [
      "exitCode": .integer(exitCode), "reason": reason.map(JSON.string),
      "startedAt": startedAt.map { JSON($0) }, "finishedAt": finishedAt.map { JSON($0) },
    ])
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    self.init(
      exitCode: try fields.int("exitCode"), reason: try fields.optionalString("reason"),
      startedAt: try fields.optionalInstant("startedAt"),
      finishedAt: try fields.optionalInstant("finishedAt"))
  }

  fileprivate init?(optional fields: Fields?) throws(RecordError) {
    guard let fields else { return nil }
    try self.init(fields)
  }
}

extension ContainerObject.Start {
  fileprivate var json: JSON {
    JSON(fields: [
      "kind": .string(kind.rawValue), "name": name.isEmpty ? nil : .string(name),
      "wrapper": wrapper.map(JSON.string), "child": child.map(JSON.string),
      "trap": .flag(hasTrap),
    ])
  }

  fileprivate init?(optional fields: Fields?) throws(RecordError) {
    guard let fields else { return nil }
    self.init(
      kind: try fields.word("kind", Kind.self), name: try fields.optionalString("name") ?? "",
      wrapper: try fields.optionalString("wrapper"), child: try fields.optionalString("child"),
      hasTrap: try fields.bool("trap"))
  }
}

extension ContainerObject.ExecHook {
  fileprivate var json: JSON {
    JSON(fields: [
      "kind": "exec", "program": program.isEmpty ? nil : .string(program),
      "leastSeconds": leastSeconds == 0 ? nil : .integer(leastSeconds), "exact": .flag(isExact),
      "onlySends": onlySends.map(JSON.string), "signalsFirstProcess": .flag(signalsFirstProcess),
      "endsProgram": endsProgram == (onlySends != nil) ? nil : .bool(endsProgram),
    ])
  }

  fileprivate init(_ fields: Fields) throws(RecordError) {
    self.init(
      program: try fields.optionalString("program") ?? "",
      leastSeconds: try fields.optionalSeconds("leastSeconds") ?? 0,
      isExact: try fields.bool("exact"), onlySends: try fields.optionalString("onlySends"),
      signalsFirstProcess: try fields.bool("signalsFirstProcess"),
      endsProgram: try fields.optionalBool("endsProgram"))
  }
}

extension ContainerObject.OwnLimit {
  fileprivate var json: JSON {
    JSON(fields: [
      "seconds": .integer(seconds), "setting": .string(setting), "guess": .flag(isGuess),
    ])
  }

  fileprivate init?(optional fields: Fields?) throws(RecordError) {
    guard let fields else { return nil }
    self.init(
      seconds: try fields.seconds("seconds"), setting: try fields.string("setting"),
      isGuess: try fields.bool("guess"))
  }
}
