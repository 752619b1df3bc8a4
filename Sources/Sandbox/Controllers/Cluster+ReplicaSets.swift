import PodStatus

// What the replicaset controller does.
extension Cluster {
  /// Creates and deletes pods until every ReplicaSet has its number, and counts them.
  func syncReplicaSets() {
    for set in store.list(.replicasets) {
      let active = pods(of: set).filter { !$0.isTerminating && !$0.isOver }
      let missing = (set["spec"]["replicas"].int ?? 0) - active.count
      if missing > 0 {
        for _ in 0..<missing { createPod(of: set) }
      } else if missing < 0 {
        for pod in goingFirst(active).prefix(-missing) {
          delete(pod.name, grace: nil)
          record(
            about: set, "SuccessfulDelete", "Deleted pod: \(pod.name)",
            from: "replicaset-controller")
        }
      }
      syncStatus(of: set.name)
    }
  }

  private func pods(of set: JSON) -> [JSON] {
    store.list(.pods).filter {
      $0["metadata"]["ownerReferences"].elements.contains { $0["uid"].string == set.uid }
    }
  }

  /// Those that are not ready, then in the order of their creation.
  private func goingFirst(_ active: [JSON]) -> [JSON] {
    func rank(_ pod: JSON) -> (Int, Int) {
      (pod.has("Ready") ? 1 : 0, pods[pod.uid]?.index ?? 0)
    }
    return active.sorted { rank($0) < rank($1) }
  }

  private func createPod(of set: JSON) {
    let siblings = createdPods[set.uid, default: 0]
    createdPods[set.uid] = siblings + 1
    let pod = Objects.pod(of: set, suffix: random.suffix(5), uid: newUID(), now: .now)
    pods[pod.uid] = PodRuntime(
      name: pod.name, index: podCount, habit: story.habits[siblings % story.habits.count])
    podCount += 1
    store.put(.pods, pod)
    record(
      about: set, "SuccessfulCreate", "Created pod: \(pod.name)", from: "replicaset-controller")
    let uid = pod.uid
    after(.milliseconds(12)) { $0.schedule(uid) }
  }

  private func syncStatus(of name: String) {
    guard var set = store[.replicasets, name] else { return }
    let now = Timestamp.now
    let all = pods(of: set).filter { !$0.isOver }
    let active = all.filter { !$0.isTerminating }
    let ready = active.filter { $0.has("Ready") }
    let available = ready.filter { isAvailable($0, at: now) }
    set["status"]["observedGeneration"] = set["metadata"]["generation"]
    set["status"]["replicas"] = .integer(active.count)
    set["status"]["terminatingReplicas"] = .integer(all.count - active.count)
    for (name, count) in [
      ("fullyLabeledReplicas", active.count), ("readyReplicas", ready.count),
      ("availableReplicas", available.count),
    ] {
      // The API leaves out a count of 0.
      if count == 0 {
        set["status"].remove(name)
      } else {
        set["status"][name] = .integer(count)
      }
    }
    store.put(.replicasets, set)
  }

  private func isAvailable(_ pod: JSON, at now: Timestamp) -> Bool {
    let since = pod.condition("Ready")?["lastTransitionTime"].string.flatMap {
      Timestamp(rfc3339: $0)
    }
    return since.map { $0 + story.minReadySeconds <= now } ?? false
  }
}
