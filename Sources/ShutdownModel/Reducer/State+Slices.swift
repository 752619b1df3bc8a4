extension State {
  mutating func observeSlice(_ slice: EndpointSliceObject) {
    let before = endpointsBySlice[slice.uid] ?? []
    endpointsBySlice[slice.uid] = slice.endpoints
    for endpoint in slice.endpoints { slicesByPod[endpoint.podUID, default: []].insert(slice.uid) }
    refreshEndpoints(Set(before.map(\.podUID) + slice.endpoints.map(\.podUID)), slice: slice.uid)
  }

  mutating func observeSliceDeleted(_ uid: String) {
    guard let before = endpointsBySlice.removeValue(forKey: uid) else { return }
    refreshEndpoints(Set(before.map(\.podUID)), slice: uid)
  }

  private mutating func refreshEndpoints(_ uids: Set<String>, slice: String) {
    for uid in uids {
      if endpointsBySlice[slice]?.contains(where: { $0.podUID == uid }) != true {
        slicesByPod[uid]?.remove(slice)
        if slicesByPod[uid]?.isEmpty == true { slicesByPod[uid] = nil }
      }
      guard let index = podIndex[uid] else { continue }
      pods[index].endpoint = endpointOfPod(uid)
      if pods[index].endpoint != nil { pods[index].wasServed = true }
    }
  }

  /// The pod in all its slices: it gets traffic if any of them says so.
  func endpointOfPod(_ uid: String) -> EndpointSliceObject.Endpoint? {
    var merged: EndpointSliceObject.Endpoint?
    for slice in slicesByPod[uid] ?? [] {
      for endpoint in endpointsBySlice[slice] ?? [] where endpoint.podUID == uid {
        merged = EndpointSliceObject.Endpoint(
          podUID: uid,
          isReady: endpoint.isReady || merged?.isReady == true,
          isServing: endpoint.isServing || merged?.isServing == true,
          isTerminating: endpoint.isTerminating || merged?.isTerminating == true)
      }
    }
    return merged
  }

  mutating func observeEvent(_ event: EventObject) {
    guard let index = podIndex[event.involvedUID] else { return }
    pods[index].take(event, at: now, thresholds, wasBlind: podsBlindUntil != nil)
    evaluate(index)
  }
}

extension Pod {
  /// Takes a Kubernetes event about the pod into account.
  mutating func take(
    _ event: EventObject, at now: Instant, _ thresholds: Thresholds, wasBlind: Bool
  ) {
    if let index = events.firstIndex(where: { $0.uid == event.uid }) { events.remove(at: index) }
    events.append(event)
    if events.count > Pod.eventLimit { events.removeFirst() }
    // The same reason stands for a restart after a failed liveness probe.
    if event.reason == "Killing", event.message.hasPrefix("Stopping container") {
      killingSeenAt = now
      kubeletSaw(
        at: now, by: event.time.map { min($0 + .seconds(1), now) }, wasBlind: wasBlind)
    }
    if event.reason == "FailedPreStopHook" {
      hookFailed(at: event.time.map { min($0 + .milliseconds(500), now) } ?? now, now: now)
    }
  }
}
