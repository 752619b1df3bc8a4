import KubernetesObjects
import PodStatus
import ShutdownModel

extension EventObject {
  var json: JSON {
    JSON(fields: [
      "uid": .string(uid), "involvedUID": .string(involvedUID),
      "involvedKind": isAboutPod ? nil : .string(involvedKind),
      "involvedName": involvedName.isEmpty ? nil : .string(involvedName),
      "container": container.map(JSON.string), "warning": .flag(isWarning),
      "reason": .string(reason), "message": .string(message), "component": source.map(JSON.string),
      "count": .integer(count), "time": time.map { JSON($0) },
    ])
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(
      uid: try fields.string("uid"), involvedUID: try fields.string("involvedUID"),
      involvedKind: try fields.optionalString("involvedKind") ?? "Pod",
      involvedName: try fields.optionalString("involvedName") ?? "",
      container: try fields.optionalString("container"), isWarning: try fields.bool("warning"),
      reason: try fields.string("reason"), message: try fields.string("message"),
      source: try fields.optionalString("component"), count: try fields.int("count"),
      time: try fields.optionalInstant("time"))
  }
}
