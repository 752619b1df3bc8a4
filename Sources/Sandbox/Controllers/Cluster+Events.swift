import PodStatus

// The core/v1 Events that controllers, scheduler and kubelet leave.
extension Cluster {
  /// Records an event; the same one again counts up.
  func record(
    about object: JSON, _ reason: String, _ message: String, isWarning: Bool = false,
    from component: String, container: String? = nil
  ) {
    let now = Timestamp.now
    let key = "\(object.uid) \(reason) \(message)"
    if let name = eventNames[key], var event = store[.events, name] {
      event["count"] = .integer((event["count"].int ?? 1) + 1)
      event["lastTimestamp"] = .string(now.rfc3339)
      return store.put(.events, event)
    }
    let name = "\(object.name).\(String(now.nanoseconds, radix: 16))"
    eventNames[key] = name
    let node = component == "kubelet" ? object["spec"]["nodeName"] : .null
    store.put(
      .events,
      [
        "metadata": [
          "name": .string(name), "namespace": .string(Objects.namespace),
          "uid": .string(newUID()), "creationTimestamp": .string(now.rfc3339),
        ],
        "involvedObject": involved(object, container),
        "reason": .string(reason), "message": .string(message),
        "source": node == .null
          ? ["component": .string(component)] : ["component": .string(component), "host": node],
        "firstTimestamp": .string(now.rfc3339), "lastTimestamp": .string(now.rfc3339),
        "count": 1, "type": isWarning ? "Warning" : "Normal", "eventTime": .null,
        "reportingComponent": .string(component),
        "reportingInstance": node == .null ? "" : node,
      ])
  }

  /// Records what the scheduler says, which comes by the newer events API.
  func recordScheduled(_ pod: JSON) {
    let now = Timestamp.now
    let message =
      "Successfully assigned \(Objects.namespace)/\(pod.name) to "
      + (pod["spec"]["nodeName"].string ?? "")
    store.put(
      .events,
      [
        "metadata": [
          "name": .string("\(pod.name).\(String(now.nanoseconds, radix: 16))"),
          "namespace": .string(Objects.namespace), "uid": .string(newUID()),
          "creationTimestamp": .string(now.rfc3339),
        ],
        "involvedObject": involved(pod, nil), "reason": "Scheduled", "message": .string(message),
        "source": [:], "firstTimestamp": .null, "lastTimestamp": .null, "type": "Normal",
        "eventTime": .string(now.rfc3339Micro), "action": "Binding",
        "reportingComponent": "default-scheduler",
        "reportingInstance": "default-scheduler-sandbox",
      ])
  }

  private func involved(_ object: JSON, _ container: String?) -> JSON {
    var reference: JSON = [
      "apiVersion": object["apiVersion"], "kind": object["kind"],
      "namespace": .string(Objects.namespace), "name": .string(object.name),
      "uid": .string(object.uid), "resourceVersion": object["metadata"]["resourceVersion"],
    ]
    if let container { reference["fieldPath"] = .string("spec.containers{\(container)}") }
    return reference
  }
}
