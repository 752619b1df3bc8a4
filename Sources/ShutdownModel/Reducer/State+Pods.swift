public import KubernetesObjects
internal import LogText
internal import Time

extension State {
  mutating func observePod(_ object: PodObject) {
    if let id = workloadID(of: object) { adoptLogPod(object, of: id) }
    if let index = podIndex[object.uid] {
      update(index, with: object)
      return
    }
    guard let id = workloadID(of: object) else { return }
    let phase = Phase(of: object)
    let index = append(object, of: id, phase: phase)
    pods[index].readNodeTimes()
    pods[index].endpoint = endpointOfPod(object.uid)
    pods[index].wasServed = pods[index].endpoint != nil
    pods[index].noteNodeLoss(before: nil, at: now)
    takeEarlierEvents(index)
    outputs.append(Output(now, .phase(pods[index].identity, from: nil, to: phase)))
    beginShutdownIfAsked(index, before: nil)
    countStall(index)
    evaluate(index)
  }

  /// Adds a pod that is new, and returns its index.
  mutating func append(_ object: PodObject, of id: WorkloadID, phase: Phase) -> Int {
    addWorkloadIfNeeded(id)
    podIndex[object.uid] = pods.count
    podIndexByName[object.name] = pods.count
    pods.append(Pod(object: object, workload: id, phase: phase, at: now))
    return pods.count - 1
  }

  /// Another process has begun under the name: this one keeps its row, and the name is free.
  mutating func retire(_ index: Int) {
    podIndex[pods[index].uid] = nil
    podIndexByName[pods[index].object.name] = nil
    let uid = "\(pods[index].uid)#\(pods.count)"
    pods[index].object.uid = uid
    podIndex[uid] = index
  }

  private mutating func update(_ index: Int, with object: PodObject) {
    guard !pods[index].isGone else { return }
    let before = pods[index].object
    pods[index].object = object
    pods[index].readNodeTimes()
    pods[index].isOnlyGlimpsed = false
    pods[index].agenda.needsCause = true
    pods[index].noteNodeLoss(before: before, at: now)
    if pods[index].shutdown == nil {
      beginShutdownIfAsked(index, before: before)
      tellRestarts(index, before: before)
    } else {
      pods[index].reviseParticipants()
      pods[index].noteRun()
      pods[index].reviseDeadline(at: now, wasBlind: wasBlindSinceSeen(index))
    }
    countStall(index)
    evaluate(index)
  }

  mutating func observePodDeleted(_ object: PodObject) {
    let before = pod(object.uid)?.object
    if before == nil { observePod(object) }
    guard let index = podIndex[object.uid], !pods[index].isGone else { return }
    update(index, with: object)
    endPod(index, before: before, wentUnseen: false)
  }

  /// The object has gone: what is known now is all that will ever be known.
  ///
  /// - Parameter before: the last version before the one that went.
  mutating func endPod(_ index: Int, before: PodObject?, wentUnseen: Bool) {
    if pods[index].shutdown == nil, !pods[index].object.isFinallyDeleted {
      // Deleted without a deletionTimestamp ever shown: a pod without a node, or a gap.
      begin(
        Shutdown(
          origin: .deletion, asked: nil, seenAt: now,
          object: pods[index].object, before: before),
        index)
      pods[index].shutdown?.kubeletSawAt = now
    }
    pods[index].shutdown?.wentUnseen = wentUnseen
    if pods[index].shutdown?.exitedAt == nil { pods[index].shutdown?.exitedAt = now }
    pods[index].advance(to: .gone, at: now, &outputs)
    pods[index].endpoint = nil
    countStall(index)
    evaluate(index)
  }

  private mutating func beginShutdownIfAsked(_ index: Int, before: PodObject?) {
    let object = pods[index].object
    if let deletion = object.deletionTimestamp {
      let isOver = object.isFinallyDeleted
      // First seen after its end: what happened is unknown, and it is not of this run.
      guard !isOver || before?.isFinallyDeleted == false else { return }
      begin(
        Shutdown(asking: object, deletion: deletion, before: before, seenAt: now, isOver: isOver),
        index)
      pods[index].reviseDeadline(at: now, wasBlind: false)
    } else if before?.phase.isTerminal == false, let reason = object.endedByKubelet {
      begin(
        Shutdown(
          origin: .kubelet(reason: reason), asked: nil, seenAt: now,
          object: object, before: before),
        index)
    }
  }

  private mutating func begin(_ shutdown: Shutdown, _ index: Int) {
    pods[index].shutdown = shutdown
    pods[index].agenda.needsCause = true
    countShutdown(of: pods[index].workload)
    pods[index].advance(to: .preStop, at: now, &outputs)
    pods[index].takeEarlierEvidence(thresholds)
  }

  /// The pods' watch was lost for a while since the pod's deletion was first seen.
  private func wasBlindSinceSeen(_ index: Int) -> Bool {
    guard let seenAt = pods[index].shutdown?.seenAt, let podsBlindUntil else { return false }
    return podsBlindUntil >= seenAt
  }

  /// The index of the pod an observation is about.
  func index(of reference: PodReference) -> Int? {
    switch reference {
    case .uid(let uid): podIndex[uid]
    case .name(let name): podIndexByName[name]
    case .unnamed: pods.count == 1 ? 0 : nil
    }
  }
}

extension Phase {
  /// The phase of a pod nobody has asked to end.
  init(of object: PodObject) {
    switch object.phase {
    case .succeeded, .failed: self = .exited
    case .pending: self = .pending
    case .running, .unknown: self = object.isReady == true ? .ready : .starting
    }
  }
}

extension PodObject {
  /// Its containers have ended and the kubelet has deleted it: only a finalizer keeps it.
  var isFinallyDeleted: Bool {
    deletionTimestamp != nil && deletionGracePeriodSeconds == 0 && phase.isTerminal
      && !isKilledAtOnce
  }

  /// Its deletion itself gave no grace, and a finalizer keeps the object: SIGKILL came the kubelet's 2 s later.
  ///
  /// The kubelet's own last deletion comes after the ends of all containers.
  public var isKilledAtOnce: Bool {
    guard let deletion = deletionTimestamp, deletionGracePeriodSeconds == 0, !finalizers.isEmpty
    else { return false }
    return containers.contains { container in
      guard let end = container.termination, end.exitCode == 137, let finishedAt = end.finishedAt
      else { return false }
      return finishedAt >= deletion + .seconds(2) && finishedAt <= deletion + .seconds(3)
    }
  }

  /// Why the kubelet itself ended the pod, without a deletion; nil when it did not.
  ///
  /// Source: `pkg/kubelet/eviction`, `nodeshutdown`, `preemption`: these set `status.reason`.
  var endedByKubelet: String? {
    guard deletionTimestamp == nil, phase == .failed else { return nil }
    if let reason, ["Evicted", "Terminated", "Preempting", "Shutdown"].contains(reason) {
      return reason
    }
    return disruptionReason == "TerminationByKubelet" ? reason ?? "TerminationByKubelet" : nil
  }
}
