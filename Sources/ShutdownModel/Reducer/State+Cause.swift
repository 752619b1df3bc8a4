import KubernetesObjects
import Time

extension State {
  /// Finds anew who or what ends a pod, if anything has come that may say so.
  mutating func refreshCause(_ index: Int) {
    guard pods[index].agenda.needsCause else { return }
    pods[index].agenda.needsCause = false
    guard pods[index].shutdown != nil, pods[index].verdict == nil else { return }
    pods[index].cause = cause(of: pods[index])
  }

  /// Something of a workload has changed from which the cause of its pods' ends may follow.
  mutating func needCauses(of id: WorkloadID) {
    for index in pods.indices
    where pods[index].workload == id && pods[index].shutdown != nil && pods[index].verdict == nil {
      pods[index].agenda.needsCause = true
    }
  }

  private func cause(of pod: Pod) -> Cause? {
    guard let shutdown = pod.shutdown else { return nil }
    switch shutdown.origin {
    case .deletion, .kubelet: break
    case .drain, .log: return nil
    }
    let told = pod.toldCause(shutdown)
    guard var cause = pod.object.statedCause else {
      return told ?? jobDeadline(of: pod, shutdown) ?? ownWorkload(of: pod, shutdown)
    }
    if cause.kind == .taint, let event = pod.nodeNotReady(before: shutdown.asked ?? shutdown.seenAt)
    {
      cause.kind = .nodeLost
      cause.evidence += "; \(event.text)"
    }
    // The condition names the API only; an event may say who called it, and why.
    if cause.kind == .eviction, pod.object.disruptionReason == "EvictionByEvictionAPI", let told,
      told.kind == .eviction || told.kind == .drain
    {
      return Cause(told.kind, by: told.by, evidence: "\(told.evidence); \(cause.evidence)")
    }
    return cause
  }

  /// The Job's own controller says that its time is over.
  private func jobDeadline(of pod: Pod, _ shutdown: Shutdown) -> Cause? {
    guard let owner = pod.object.owner, owner.kind == "Job", let asked = shutdown.asked,
      let event = ownerEvents.last(where: {
        $0.involvedKind == "Job" && $0.involvedUID == owner.uid && $0.reason == "DeadlineExceeded"
          && $0.isNear(asked)
      })
    else { return nil }
    return Cause(.jobDeadline, by: "job/\(owner.name)", evidence: event.text)
  }

  /// Its workload's own doing: a rollout, or fewer replicas.
  private func ownWorkload(of pod: Pod, _ shutdown: Shutdown) -> Cause? {
    guard let asked = shutdown.asked, let workload = workload(pod.workload) else { return nil }
    if workload.standing(of: pod) == .old, workload.replacesOld(pod.object) {
      return Cause(
        .rollout, by: workload.id.text,
        evidence: "its revision is \(pod.object.revisionHash ?? ""), the newest is "
          + "\(workload.currentHash ?? "")")
    }
    if let scaled = workload.scaledDown, scaled.isReason(for: pod.object, askedAt: asked),
      hasRoom(for: pod, scaled)
    {
      return Cause(
        .scaleDown, by: workload.id.text,
        evidence: "spec.replicas lowered from \(scaled.from) to \(scaled.to)")
    }
    return replicaSetEvents(of: pod, asked)
  }

  /// No more pods than were lowered have gone for that.
  private func hasRoom(for pod: Pod, _ scaled: ScaledDown) -> Bool {
    let others = pods.count { other in
      other.uid != pod.uid && other.workload == pod.workload && other.cause?.kind == .scaleDown
        && other.shutdown?.asked.map { $0 >= scaled.at - .seconds(5) } ?? false
    }
    return others < scaled.from - scaled.to
  }

  /// What the Deployment's controller has told of the pod's ReplicaSet.
  ///
  /// One scaled to 0 may be the old one of a Recreate, whose new one has not been told of yet.
  private func replicaSetEvents(of pod: Pod, _ asked: Instant) -> Cause? {
    guard let owner = pod.object.owner, owner.kind == "ReplicaSet", pod.workload.kind == .deployment
    else { return nil }
    let scalings = ownerEvents.compactMap { event -> (ReplicaSetScaling, EventObject)? in
      guard event.involvedKind == "Deployment", event.involvedName == pod.workload.name,
        let scaling = ReplicaSetScaling(event)
      else { return nil }
      return (scaling, event)
    }
    guard
      let (down, event) = scalings.last(where: {
        !$0.0.isUp && $0.0.replicaSet == owner.name && $0.1.isNear(asked)
      })
    else { return nil }
    let hasOther = scalings.contains { other, event in
      other.isUp && other.replicaSet != owner.name && event.isNear(asked, within: .seconds(600))
    }
    if hasOther { return Cause(.rollout, by: pod.workload.text, evidence: event.text) }
    guard down.to != 0, workload(pod.workload)?.rolloutBeganAt == nil else { return nil }
    return Cause(.scaleDown, by: pod.workload.text, evidence: event.text)
  }

  /// Keeps an event about something else than a pod, if it can say why pods end.
  mutating func observeOwnerEvent(_ event: EventObject) {
    guard
      event.involvedKind == "Deployment" && event.reason == "ScalingReplicaSet"
        || event.involvedKind == "Job" && event.reason == "DeadlineExceeded"
    else { return }
    ownerEvents.removeAll { $0.uid == event.uid }
    ownerEvents.append(event)
    if ownerEvents.count > State.ownerEventLimit { ownerEvents.removeFirst() }
    for index in pods.indices where pods[index].isShuttingDown {
      pods[index].agenda.needsCause = true
    }
  }

  private static let ownerEventLimit = 200
}

extension Pod {
  /// What an event about the pod says of the cause of this shutdown.
  fileprivate func toldCause(_ shutdown: Shutdown) -> Cause? {
    let asked = shutdown.asked ?? shutdown.seenAt
    let near = events.filter { $0.isNear(asked, within: .seconds(150)) }
    guard var cause = near.lazy.compactMap(\.statedCause).last else { return nil }
    if cause.kind == .taint, let event = nodeNotReady(before: asked) {
      cause.kind = .nodeLost
      cause.evidence += "; \(event.text)"
    }
    return cause
  }

  /// The node controller's word that the pod's node had been lost when it was asked to end.
  fileprivate func nodeNotReady(before asked: Instant) -> EventObject? {
    events.last {
      $0.reason == "NodeNotReady" && $0.isNear(asked, within: .seconds(900))
    }
  }
}

extension EventObject {
  /// It was told at about that time; a span before, and a little after, for its times are whole seconds.
  fileprivate func isNear(_ asked: Instant, within span: TimeSpan = .seconds(15)) -> Bool {
    guard let time else { return false }
    return time >= asked - span && time <= asked + .seconds(15)
  }
}

/// `Scaled down replica set web-5d68 from 4 to 3`; before 1.31 `to 3 from 4`, before 1.28 `to 3`.
struct ReplicaSetScaling {
  var isUp: Bool
  var replicaSet: String
  var to: Int?

  init?(_ event: EventObject) {
    guard event.reason == "ScalingReplicaSet",
      let start = event.message.firstRange(of: "Scaled ")
    else { return nil }
    let words = event.message[start.lowerBound...].split(separator: " ")
    guard words.count >= 5, words[2] == "replica", words[3] == "set",
      words[1] == "up" || words[1] == "down"
    else { return nil }
    isUp = words[1] == "up"
    replicaSet = String(words[4])
    to = words.firstIndex(of: "to").flatMap { place in
      place + 1 < words.count ? Int(words[place + 1]) : nil
    }
  }
}

extension Workload {
  /// Its controller takes away what is not of the newest revision; some are left to the user.
  fileprivate func replacesOld(_ pod: PodObject) -> Bool {
    guard !isDeleted else { return false }
    switch object?.strategy {
    case .onDelete: return false
    case .rollingUpdate(_, _, let partition?): return pod.ordinal.map { $0 >= partition } ?? true
    case .rollingUpdate, .recreate, nil: return true
    }
  }
}

/// That a workload was given fewer replicas.
struct ScaledDown: Sendable {
  /// The replicas before and after.
  var from: Int
  var to: Int
  /// When that was seen, on the cluster's clock.
  var at: Instant

  /// A StatefulSet takes the highest ordinals, whenever that is; others whatever they like, soon.
  func isReason(for pod: PodObject, askedAt asked: Instant) -> Bool {
    guard asked >= at - .seconds(5) else { return false }
    if pod.owner?.kind == "StatefulSet" {
      guard let ordinal = pod.ordinal else { return false }
      return ordinal >= to && ordinal < from
    }
    return asked <= at + .seconds(30)
  }
}

extension PodObject {
  /// The number behind a StatefulSet's name.
  fileprivate var ordinal: Int? {
    guard let owner, name.hasPrefix("\(owner.name)-") else { return nil }
    return Int(name.dropFirst(owner.name.count + 1))
  }
}
