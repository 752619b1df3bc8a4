import KubernetesObjects

extension State {
  mutating func addWorkloadIfNeeded(_ id: WorkloadID) {
    guard place(of: id) == nil else { return }
    workloads.insert(Workload(id: id), at: position(for: id))
    for revision in revisionsWithoutWorkload.values { observeRevision(revision) }
  }

  mutating func observeWorkload(_ object: WorkloadObject) {
    guard isInScope(object.id) else { return }
    addWorkloadIfNeeded(object.id)
    guard let index = place(of: object.id) else { return }
    let wasComplete = workloads[index].rollout.isComplete
    if let from = workloads[index].object?.desiredReplicas, object.desiredReplicas < from {
      workloads[index].scaledDown = ScaledDown(from: from, to: object.desiredReplicas, at: now)
    }
    workloads[index].object = object
    workloads[index].isDeleted = false
    workloads[index].findCurrentRevision()
    if wasComplete, case .progressing = workloads[index].rollout {
      workloads[index].rolloutBeganAt = now
    }
    needCauses(of: object.id)
    evaluateWorkload(index)
  }

  mutating func observeWorkloadDeleted(_ id: WorkloadID) {
    guard let index = place(of: id) else { return }
    workloads[index].isDeleted = true
  }

  mutating func observeRevision(_ revision: RevisionObject) {
    guard let owner = revision.owner, let kind = WorkloadID.Kind(rawValue: owner.kind.lowercased())
    else { return }
    let id = WorkloadID(kind: kind, namespace: revision.namespace, name: owner.name)
    guard let index = place(of: id) else {
      revisionsWithoutWorkload[revision.uid] = revision
      return
    }
    revisionsWithoutWorkload[revision.uid] = nil
    workloads[index].revisions[revision.uid] = revision
    workloads[index].findCurrentRevision()
    needCauses(of: id)
  }

  mutating func observeRevisionDeleted(_ uid: String) {
    revisionsWithoutWorkload[uid] = nil
    for index in workloads.indices where workloads[index].revisions[uid] != nil {
      workloads[index].revisions[uid] = nil
      workloads[index].findCurrentRevision()
    }
  }

  /// The workload a pod belongs to, or nil when the run does not watch it.
  ///
  /// A Deployment names its ReplicaSets `NAME-HASH`, so that pods find their Deployment without the
  /// right to read ReplicaSets, and before the ReplicaSet has been seen.
  func workloadID(of pod: PodObject) -> WorkloadID? {
    switch scope {
    case .endpoint: return nil
    case .logs:
      return pod.controllingWorkload
        ?? WorkloadID(kind: .pod, namespace: pod.namespace, name: pod.name)
    case .selector(let selector, let namespace):
      guard pod.namespace == namespace else { return nil }
      return WorkloadID(kind: .selector, namespace: namespace, name: selector)
    case .pods(let names, let namespace):
      guard pod.namespace == namespace, names.contains(pod.name) else { return nil }
      return WorkloadID(kind: .pod, namespace: namespace, name: pod.name)
    case .namespace(let namespace):
      guard pod.namespace == namespace else { return nil }
      return pod.controllingWorkload
        ?? WorkloadID(kind: .pod, namespace: namespace, name: pod.name)
    case .workloads(let ids):
      return pod.controllingWorkload.flatMap { ids.contains($0) ? $0 : nil }
    }
  }

  private func isInScope(_ id: WorkloadID) -> Bool {
    switch scope {
    case .workloads(let ids): ids.contains(id)
    case .namespace(let namespace): id.namespace == namespace
    case .logs: true
    case .selector, .pods, .endpoint: false
    }
  }
}

extension PodObject {
  /// The workload its owner stands for.
  var controllingWorkload: WorkloadID? {
    guard let owner else { return nil }
    switch owner.kind {
    case "ReplicaSet":
      if let hash = revisionHash, owner.name.hasSuffix("-\(hash)") {
        let name = String(owner.name.dropLast(hash.count + 1))
        return WorkloadID(kind: .deployment, namespace: namespace, name: name)
      }
      return WorkloadID(kind: .replicaSet, namespace: namespace, name: owner.name)
    case "StatefulSet":
      return WorkloadID(kind: .statefulSet, namespace: namespace, name: owner.name)
    case "DaemonSet": return WorkloadID(kind: .daemonSet, namespace: namespace, name: owner.name)
    case "Job": return WorkloadID(kind: .job, namespace: namespace, name: owner.name)
    default: return nil
    }
  }
}

extension Workload {
  /// Works out which revision is the newest.
  mutating func findCurrentRevision() {
    let newest: RevisionObject?
    switch id.kind {
    case .statefulSet:
      // The revision's name is the StatefulSet's name and the hash; pods carry the whole name.
      if let name = object?.updateRevisionName, !name.isEmpty {
        currentHash = name
        return
      }
      newest = revisions.values.max { $0.number < $1.number }
    default:
      newest = revisions.values.max {
        ($0.number, $0.createdAt ?? .distantPast) < ($1.number, $1.createdAt ?? .distantPast)
      }
    }
    guard let newest else { return }
    let before = revisions.values.map(\.number).filter { $0 < newest.number }.max()
    // The old revision may be listed behind the new one; one that is removed is still remembered.
    if newest.hash != currentHash || before != nil { previousRevision = before }
    currentHash = newest.hash
  }
}
