import KubernetesObjects
import PodStatus
import ShutdownModel

extension Scope {
  var json: JSON {
    switch self {
    case .workloads(let ids): ["workloads": .array(ids.map(\.json))]
    case .selector(let selector, let namespace):
      ["selector": .string(selector), "namespace": .string(namespace)]
    case .pods(let names, let namespace):
      ["pods": .array(names.map(JSON.string)), "namespace": .string(namespace)]
    case .namespace(let namespace): ["namespace": .string(namespace)]
    case .endpoint(let url, let grace, let preStop):
      JSON(fields: [
        "endpoint": .string(url), "graceNanoseconds": grace.map { JSON($0) },
        "preStopNanoseconds": preStop.map { JSON($0) },
      ])
    case .logs(let names, let grace, let preStop):
      JSON(fields: [
        "logs": .array(names.map(JSON.string)), "graceNanoseconds": grace.map { JSON($0) },
        "preStopNanoseconds": preStop.map { JSON($0) },
      ])
    }
  }

  init(_ fields: Fields) throws(RecordError) {
    if let selector = try fields.optionalString("selector") {
      self = .selector(selector, namespace: try fields.string("namespace"))
    } else if let url = try fields.optionalString("endpoint") {
      self = .endpoint(
        url, grace: try fields.optionalSpan("graceNanoseconds"),
        preStop: try fields.optionalSpan("preStopNanoseconds"))
    } else if fields.json["logs"] != .null {
      self = .logs(
        try fields.strings("logs"), grace: try fields.optionalSpan("graceNanoseconds"),
        preStop: try fields.optionalSpan("preStopNanoseconds"))
    } else if fields.json["pods"] != .null {
      self = .pods(try fields.strings("pods"), namespace: try fields.string("namespace"))
    } else if fields.json["workloads"] != .null {
      var ids: [WorkloadID] = []
      for workload in try fields.objects("workloads") { ids.append(try WorkloadID(workload)) }
      self = .workloads(ids)
    } else {
      self = .namespace(try fields.string("namespace"))
    }
  }
}

extension WorkloadID {
  var json: JSON {
    [
      "kind": .string(kind.rawValue), "namespace": .string(namespace), "name": .string(name),
    ]
  }

  init(_ fields: Fields) throws(RecordError) {
    self.init(
      kind: try fields.word("kind", Kind.self), namespace: try fields.string("namespace"),
      name: try fields.string("name"))
  }
}
