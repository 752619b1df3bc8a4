import PodStatus

// What the endpointslice controller does.
extension Cluster {
  /// Lists every pod that has an address and still runs, with what its state means for traffic.
  func syncEndpoints() {
    guard var slice = store.list(.endpointslices).first else { return }
    let running = store.list(.pods).filter { !$0.isOver && $0["status"]["podIP"] != .null }
    let ordered = running.sorted { pods[$0.uid]?.index ?? 0 < pods[$1.uid]?.index ?? 0 }
    let endpoints = JSON.array(ordered.map(endpoint))
    guard slice["endpoints"] != endpoints else { return }
    slice["endpoints"] = endpoints
    slice["metadata"]["generation"] = .integer((slice["metadata"]["generation"].int ?? 0) + 1)
    slice["metadata"]["annotations"]["endpoints.kubernetes.io/last-change-trigger-time"] =
      .string(Timestamp.now.rfc3339)
    store.put(.endpointslices, slice)
  }

  private func endpoint(_ pod: JSON) -> JSON {
    let isServing = pod.has("Ready")
    return [
      "addresses": [pod["status"]["podIP"]],
      "conditions": [
        "ready": .bool(isServing && !pod.isTerminating), "serving": .bool(isServing),
        "terminating": .bool(pod.isTerminating),
      ],
      "nodeName": pod["spec"]["nodeName"],
      "targetRef": [
        "kind": "Pod", "namespace": .string(Objects.namespace), "name": .string(pod.name),
        "uid": .string(pod.uid),
      ],
    ]
  }
}
