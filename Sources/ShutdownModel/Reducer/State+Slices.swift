import KubernetesObjects

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
}
