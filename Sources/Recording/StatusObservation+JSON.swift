import HarmlessText
import LogText
import PodStatus
import ShutdownModel
import Time

extension StatusObservation {
  var json: JSON {
    var json = JSON(fields: [
      "pod": pod.json, "endpoint": .string(endpoint), "container": container.map(JSON.string),
      "latencyNanoseconds": JSON(latency),
    ])
    switch answer {
    case .report(let status):
      json["answer"] = "report"
      // The contract's own members, by its own names.
      json["status"] = status.members
    case .malformed(let reason):
      json["answer"] = "malformed"
      json["reason"] = .string(reason)
    case .failed(let reason):
      json["answer"] = "failed"
      json["reason"] = .string(reason)
    case .refused: json["answer"] = "refused"
    case .timedOut: json["answer"] = "timedOut"
    case .notFound: json["answer"] = "notFound"
    case .forbidden: json["answer"] = "forbidden"
    }
    return json
  }

  init(_ fields: Fields) throws(RecordError) {
    let answer: Answer =
      switch try fields.string("answer") {
      case "report": .report(try ShutdownStatus(recorded: fields.object("status").json))
      case "malformed": .malformed(reason: try fields.string("reason"))
      case "failed": .failed(try fields.string("reason"))
      case "refused": .refused
      case "timedOut": .timedOut
      case "notFound": .notFound
      case "forbidden": .forbidden
      default: throw RecordError("answer is none that a poll can have")
      }
    self.init(
      pod: try PodReference(fields), endpoint: try fields.string("endpoint"),
      container: try fields.optionalString("container"), answer: answer,
      latency: try fields.optionalSpan("latencyNanoseconds") ?? .zero)
  }
}

extension ShutdownStatus {
  fileprivate init(recorded json: JSON) throws(RecordError) {
    do {
      try self.init(members: json, mayLack: true)
    } catch {
      throw RecordError("status: \(error.reason)")
    }
  }
}

extension PodReference {
  /// The pod's UID, its name, or neither.
  var json: JSON? {
    switch self {
    case .uid(let uid): ["uid": .string(uid)]
    case .name(let name): ["name": .string(name)]
    case .unnamed: nil
    }
  }

  init(_ fields: Fields) throws(RecordError) {
    guard let pod = try fields.optionalObject("pod") else {
      self = .unnamed
      return
    }
    if let uid = try pod.optionalString("uid") {
      self = .uid(uid)
    } else {
      self = .name(try pod.string("name"))
    }
  }
}

extension LogLine {
  var json: JSON {
    JSON(fields: [
      "pod": pod.json, "container": container.map(JSON.string),
      "lineTime": time.map { JSON($0) }, "text": .string(text),
      "sign": sign.map { .string($0.rawValue) }, "ofPart": .flag(isOfPart),
      "tellsShutdown": .flag(tellsShutdown), "inFlight": inFlight.map(JSON.integer),
      "notice": .flag(isNotice),
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(
      pod: try PodReference(fields), container: try fields.optionalString("container"),
      time: try fields.optionalInstant("lineTime"), text: try fields.string("text").harmless(),
      sign: try fields.optionalWord("sign", LogSign.self),
      isOfPart: try fields.bool("ofPart"),
      tellsShutdown: try fields.bool("tellsShutdown"),
      inFlight: try fields.optionalCount("inFlight"))
    isNotice = try fields.bool("notice")
  }
}
