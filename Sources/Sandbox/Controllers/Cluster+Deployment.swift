import PodStatus

// What kube-controller-manager's deployment controller does, for one Deployment.
extension Cluster {
  var deployment: JSON { store[.deployments, Objects.name] ?? .null }

  /// The ReplicaSet of the present template, and the older ones.
  private var replicaSets: (new: JSON?, old: [JSON]) {
    let new = "\(Objects.name)-\(templateHash)"
    let all = store.list(.replicasets)
    return (all.first { $0.name == new }, all.filter { $0.name != new })
  }

  private var templateHash: String {
    // FNV-1a, then the letters Kubernetes writes such a hash in.
    let text = deployment["spec"]["template"].text
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    var generator = SeededGenerator(seed: hash)
    return generator.suffix(10)
  }

  private var desired: Int { deployment["spec"]["replicas"].int ?? 1 }
  private var maxSurge: Int { rolling("maxSurge") }
  private var maxUnavailable: Int { rolling("maxUnavailable") }

  private func rolling(_ name: String) -> Int {
    deployment["spec"]["strategy"]["rollingUpdate"][name].int ?? 0
  }

  /// Makes the ReplicaSet of a new template, or takes one step of scaling.
  func syncDeployment() {
    let sets = replicaSets
    guard let new = sets.new else { return createReplicaSet(old: sets.old) }
    let total = sets.old.map(replicas).reduce(replicas(new), +)
    let room = desired + maxSurge - total
    if replicas(new) > desired {
      return scale(new, to: desired)
    }
    if replicas(new) < desired, room > 0 {
      return scale(new, to: min(desired, replicas(new) + room))
    }
    scaleDown(sets.old, new: new, total: total)
  }

  private func createReplicaSet(old: [JSON]) {
    let now = Timestamp.now
    let total = old.map(replicas).reduce(0, +)
    let count = total == 0 ? desired : max(0, min(desired, desired + maxSurge - total))
    let revision = (old.compactMap(self.revision).max() ?? 0) + 1
    let set = Objects.replicaSet(
      of: deployment, hash: templateHash, replicas: count, revision: revision, uid: newUID(),
      now: now)
    store.put(.replicasets, set)
    var changed = deployment
    changed["metadata"]["annotations"]["deployment.kubernetes.io/revision"] =
      .string(String(revision))
    changed.set(
      "Progressing", true, at: now, reason: "NewReplicaSetCreated",
      message: "Created new replica set \"\(set.name)\"", extra: updated(now))
    store.put(.deployments, changed)
    record(
      about: deployment, "ScalingReplicaSet",
      "Scaled up replica set \(set.name) from 0 to \(count)", from: "deployment-controller")
  }

  /// Old pods go as fast as new ones are available, those that are not ready first.
  private func scaleDown(_ old: [JSON], new: JSON, total: Int) {
    let least = desired - maxUnavailable
    let newUnavailable = replicas(new) - available(new)
    guard total - least - newUnavailable > 0 else { return }
    var room = (old + [new]).map(available).reduce(0, +) - least
    for set in old where replicas(set) > 0 {
      let unready = replicas(set) - available(set)
      let count = min(replicas(set), max(room, 0) + unready)
      if count > 0 { scale(set, to: replicas(set) - count) }
      room -= count - unready
    }
  }

  private func scale(_ set: JSON, to count: Int) {
    let before = replicas(set)
    guard before != count else { return }
    var changed = set
    changed["spec"]["replicas"] = .integer(count)
    changed["metadata"]["generation"] = .integer((set["metadata"]["generation"].int ?? 1) + 1)
    store.put(.replicasets, changed)
    record(
      about: deployment, "ScalingReplicaSet",
      "Scaled \(count > before ? "up" : "down") replica set \(set.name)"
        + " from \(before) to \(count)", from: "deployment-controller")
  }

  /// Adds up the ReplicaSets' numbers and says how far the rollout is.
  func syncDeploymentStatus() {
    let sets = replicaSets
    guard let new = sets.new else { return }
    let (all, now) = (sets.old + [new], Timestamp.now)
    func sum(_ field: String) -> Int {
      all.map { $0["status"][field].int ?? 0 }.reduce(0, +)
    }
    let old = deployment
    let availableCount = sum("availableReplicas")
    let counts = [
      "replicas": sum("replicas"), "updatedReplicas": new["status"]["replicas"].int ?? 0,
      "readyReplicas": sum("readyReplicas"), "availableReplicas": availableCount,
      "unavailableReplicas": max(0, all.map(replicas).reduce(0, +) - availableCount),
    ]
    var changed = old
    changed["status"]["observedGeneration"] = old["metadata"]["generation"]
    changed["status"]["terminatingReplicas"] = .integer(sum("terminatingReplicas"))
    for (name, count) in counts {
      // The API leaves out a count of 0.
      if count == 0 {
        changed["status"].remove(name)
      } else {
        changed["status"][name] = .integer(count)
      }
    }
    let isProgress = counts.contains { name, count in count > (old["status"][name].int ?? 0) }
    setConditions(&changed, new: new, counts: counts, isProgress: isProgress, at: now)
    store.put(.deployments, changed)
  }

  private func setConditions(
    _ changed: inout JSON, new: JSON, counts: [String: Int], isProgress: Bool, at now: Timestamp
  ) {
    let isAvailable = counts["availableReplicas"] ?? 0 >= desired - maxUnavailable
    if changed.has("Available") != isAvailable || changed.condition("Available") == nil {
      changed.set(
        "Available", isAvailable, at: now,
        reason: "MinimumReplicas\(isAvailable ? "Available" : "Unavailable")",
        message: "Deployment \(isAvailable ? "has" : "does not have") minimum availability.",
        extra: updated(now))
    }
    let isComplete = ["replicas", "updatedReplicas", "availableReplicas"].allSatisfy {
      counts[$0] == desired
    }
    let reason = isComplete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated"
    let isNews = changed.condition("Progressing")?["reason"].string != reason
    guard isComplete ? isNews : isProgress else { return }
    changed.set(
      "Progressing", true, at: now, reason: reason,
      message: "ReplicaSet \"\(new.name)\" "
        + (isComplete ? "has successfully progressed." : "is progressing."),
      extra: updated(now))
  }

  /// Whether the newest template is everywhere, as `kubectl rollout status` asks.
  var isRolledOut: Bool {
    let status = deployment["status"]
    return status["observedGeneration"] == deployment["metadata"]["generation"]
      && deployment.condition("Progressing")?["reason"].string == "NewReplicaSetAvailable"
      && status["updatedReplicas"].int ?? 0 == desired
      && status["replicas"].int ?? 0 == desired && status["availableReplicas"].int ?? 0 == desired
  }

  private func updated(_ now: Timestamp) -> [String: JSON] {
    ["lastUpdateTime": .string(now.rfc3339)]
  }

  private func replicas(_ set: JSON) -> Int { set["spec"]["replicas"].int ?? 0 }
  private func available(_ set: JSON) -> Int { set["status"]["availableReplicas"].int ?? 0 }
  private func revision(_ set: JSON) -> Int? {
    set["metadata"]["annotations"]["deployment.kubernetes.io/revision"].string.flatMap { Int($0) }
  }
}
