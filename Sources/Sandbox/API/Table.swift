import PodStatus

/// The tables kubectl prints: what `kubectl get` shows of pods and what owns them.
enum Table {
  /// The objects as a `meta.k8s.io/v1` Table; nil for a resource that has none here.
  static func of(_ resource: Resource, _ objects: [JSON]) -> JSON? {
    guard let columns = columns(of: resource) else { return nil }
    let now = Timestamp.now
    return [
      "kind": "Table", "apiVersion": "meta.k8s.io/v1",
      "metadata": [
        "resourceVersion": objects.last?["metadata"]["resourceVersion"] ?? ""
      ],
      "columnDefinitions": .array(
        columns.map { name in
          [
            "name": .string(name), "type": "string", "description": "", "priority": 0,
            "format": name == "Name" ? "name" : "",
          ]
        }),
      "rows": .array(
        objects.map { object in
          [
            "cells": .array(cells(of: resource, object, now)),
            "object": [
              "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
              "metadata": object["metadata"],
            ],
          ]
        }),
    ]
  }

  private static func columns(of resource: Resource) -> [String]? {
    switch resource {
    case .pods: ["Name", "Ready", "Status", "Restarts", "Age"]
    case .deployments: ["Name", "Ready", "Up-to-date", "Available", "Age"]
    case .replicasets: ["Name", "Desired", "Current", "Ready", "Age"]
    default: nil
    }
  }

  private static func cells(of resource: Resource, _ object: JSON, _ now: Timestamp) -> [JSON] {
    let (spec, status) = (object["spec"], object["status"])
    let name = JSON.string(object.name)
    let age = JSON.string(age(of: object, now))
    func count(_ name: String) -> JSON { .integer(status[name].int ?? 0) }
    switch resource {
    case .pods:
      let statuses = status["containerStatuses"].elements
      let ready = statuses.filter { $0["ready"] == true }.count
      let restarts = statuses.compactMap { $0["restartCount"].int }.reduce(0, +)
      return [
        name, .string("\(ready)/\(spec["containers"].elements.count)"),
        .string(podStatus(object)), .string(String(restarts)), age,
      ]
    case .deployments:
      let ready = "\(status["readyReplicas"].int ?? 0)/\(spec["replicas"].int ?? 0)"
      return [name, .string(ready), count("updatedReplicas"), count("availableReplicas"), age]
    default:
      return [name, spec["replicas"], count("replicas"), count("readyReplicas"), age]
    }
  }

  /// The word in the column STATUS: the container's reason, the phase, or Terminating.
  private static func podStatus(_ pod: JSON) -> String {
    let state = pod["status"]["containerStatuses"].elements.first?["state"] ?? .null
    if let reason = state["terminated"]["reason"].string { return reason }
    if pod.isTerminating { return "Terminating" }
    return state["waiting"]["reason"].string ?? pod["status"]["phase"].string ?? "Unknown"
  }

  private static func age(of object: JSON, _ now: Timestamp) -> String {
    let created = object["metadata"]["creationTimestamp"].string.flatMap { Timestamp(rfc3339: $0) }
    guard let created else { return "<unknown>" }
    let seconds = max(0, now.seconds - created.seconds)
    return seconds < 120 ? "\(seconds)s" : "\(seconds / 60)m"
  }
}
