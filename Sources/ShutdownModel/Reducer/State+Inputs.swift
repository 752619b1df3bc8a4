internal import HeapModule
public import KubernetesObjects
internal import Time

extension State {
  mutating func observeInput(_ observation: InputObservation) {
    var status = inputs[observation.input] ?? InputStatus()
    switch observation.change {
    case .connected:
      if status.lostSince != nil, observation.input.carriesPods { endBlindness() }
      if let lostSince = status.lostSince, status.isLossTold {
        note("\(observation.input.text) is back after \((now - lostSince).text)")
      }
      status.lostSince = nil
      status.lostReason = nil
    case .lost(let reason):
      if status.lostSince == nil {
        status.isLossTold = !isToldAlready(reason, of: observation.input)
        if status.isLossTold { note("\(observation.input.text) is lost: \(reason)") }
      }
      status.lostSince = status.lostSince ?? now
      status.lostReason = reason
    case .degraded(let line):
      guard !status.degradations.contains(line) else { break }
      status.degradations.append(line)
      note(line)
    case .restored(let line):
      guard let index = status.degradations.firstIndex(of: line) else { break }
      status.degradations.remove(at: index)
      note("\(observation.input.text): access is granted now")
    case .following(let followed, let notFollowed):
      logStreams = (followed, notFollowed)
    case .discarded(let reason):
      if status.discardedCount == 0 { note("\(observation.input.text): ignored \(reason)") }
      status.discardedCount += 1
      status.discardedReason = reason
    }
    inputs[observation.input] = status
    arePodsLost = inputs.contains { $0.key.carriesPods && $0.value.lostSince != nil }
  }

  /// One cause takes all watches with it: it is told of the pods, and once.
  private func isToldAlready(_ reason: String, of input: InputID) -> Bool {
    inputs.contains { other, status in
      status.lostReason == reason && status.isLossTold && (other.carriesPods || !input.carriesPods)
    }
  }

  /// The pods cannot be watched; what should have happened meanwhile may well have.
  var isBlind: Bool {
    if arePodsLost { return true }
    return podsBlindUntil.map { now < $0 + State.catchUp } ?? false
  }

  /// What was missed comes within this after a connection is back.
  private static let catchUp = TimeSpan.seconds(1)

  private mutating func endBlindness() {
    podsBlindUntil = now
    timers.insert(Timer(due: now + State.catchUp, subject: .pods))
  }

  /// Says one line, in the log pane and in the headless output.
  mutating func note(_ text: String) {
    notices.append(text)
    if notices.count > 100 { notices.removeFirst() }
    log.append(time: now, podUID: nil, podName: nil, container: nil, .note(text))
    outputs.append(Output(now, .notice(text)))
  }

  /// Whatever of a kind is not in a list that was read to its end has gone unseen.
  mutating func observeListed(_ kind: ResourceKind, _ uids: Set<String>) {
    let wasListed = isListed
    run.listed.insert(kind)
    if !wasListed, isListed { noteEmptyScope() }
    switch kind {
    case .pods:
      if case .logs = scope { return noteGlimpses(of: uids) }
      for index in pods.indices where !pods[index].isGone && !uids.contains(pods[index].uid) {
        endPod(index, before: pods[index].object, wentUnseen: true)
      }
    case .endpointSlices:
      for uid in endpointsBySlice.keys.sorted() where !uids.contains(uid) {
        observeSliceDeleted(uid)
      }
    case .replicaSets, .controllerRevisions:
      for uid in revisions(of: kind) where !uids.contains(uid) { observeRevisionDeleted(uid) }
    case .deployments, .statefulSets, .daemonSets:
      for workload in workloads where workload.id.kind.resource == kind {
        guard let object = workload.object, !uids.contains(object.uid) else { continue }
        observeWorkloadDeleted(workload.id)
      }
    case .events: break
    }
  }

  private func revisions(of kind: ResourceKind) -> [String] {
    workloads.filter { ($0.id.kind == .deployment) == (kind == .replicaSets) }
      .flatMap { $0.revisions.keys }
  }
}

extension WorkloadID.Kind {
  /// The collection its objects are in; nil for what has no object.
  public var resource: ResourceKind? {
    switch self {
    case .deployment: .deployments
    case .statefulSet: .statefulSets
    case .daemonSet: .daemonSets
    case .replicaSet: .replicaSets
    case .job, .selector, .pod, .endpoint, .log: nil
    }
  }
}

extension InputID {
  /// Pods are seen through it.
  var carriesPods: Bool { self == .proxy || self == .watch(.pods) }

  /// How a line for a person names it.
  public var text: String {
    switch self {
    case .proxy: "the connection to the cluster"
    case .watch(let kind): "the watch of \(kind.rawValue)"
    case .status: "shutdown-status"
    case .logs(let name): name.isEmpty ? "logs" : "logs \(name)"
    case .attach: "the attached process"
    case .recording: "the recording"
    case .onAlert: "--on-alert"
    }
  }
}
