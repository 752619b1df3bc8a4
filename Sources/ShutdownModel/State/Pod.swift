public import KubernetesObjects
public import Time

/// Everything known of one pod; it outlives the object.
public struct Pod: Sendable {
  /// The newest version of the object.
  @Boxed public internal(set) var object: PodObject
  public internal(set) var workload: WorkloadID
  public internal(set) var phase: Phase
  /// When the phase was reached, on the cluster's clock.
  public internal(set) var phaseSince: Instant
  /// What holds beside the phase, and since when.
  public internal(set) var conditions: [Condition: Instant] = [:]
  /// The pod's conditions in its EndpointSlices; nil when it is in none, or they cannot be read.
  public internal(set) var endpoint: EndpointSliceObject.Endpoint?
  @Boxed public internal(set) var shutdown: Shutdown? = nil
  @Boxed public internal(set) var verdict: Verdict? = nil
  /// Who or what ends it, as far as anything says so.
  public internal(set) var cause: Cause?
  /// Its node was seen to be lost, and nothing has been heard of it since.
  public internal(set) var nodeLoss: NodeLoss?
  /// What was seen of it was one look at a time that is past: what it does since, nobody knows.
  var isOnlyGlimpsed = false
  /// What was read has ended, and its object was still there.
  package internal(set) var isLeftBehind = false
  /// Every alert that was raised, one a rule, with what became of it.
  public internal(set) var alerts: [Alert] = []
  /// What was found to be wrong, worst first.
  public internal(set) var diagnoses: [Diagnosis] = []
  /// It was in an EndpointSlice once: a Service sends to it.
  public internal(set) var wasServed = false
  /// How far the clock of its node is behind the API server's at least; the object's times of containers are
  /// already mended by it.
  var nodeClockLag = TimeSpan.zero
  @Boxed public internal(set) var measured = PodMeasurements()
  @Boxed public internal(set) var said = PodWords()
  var agenda = PodAgenda()

  /// The most urgent alert that holds now.
  public var alert: Alert? { alerts.worst }

  /// Its `metadata.uid`.
  public var uid: String { object.uid }
  /// The object has gone.
  public var isGone: Bool { phase == .gone }
  /// It is on its way out, and its containers have not all ended.
  ///
  /// Read for every event: a call that is not inlined would copy the whole pod.
  @inline(__always) public var isShuttingDown: Bool { shutdown != nil && phase < .exited }

  /// How its output lines name it.
  public var identity: PodIdentity {
    PodIdentity(
      namespace: object.namespace, workload: workload, pod: object.name, uid: object.uid)
  }

  init(object: PodObject, workload: WorkloadID, phase: Phase, at now: Instant) {
    self.object = object
    self.workload = workload
    self.phase = phase
    phaseSince = now
  }

  /// What the screen may say of the time to SIGKILL at an instant of the cluster's clock.
  public func countdown(at now: Instant) -> Countdown {
    guard let shutdown, phase < .exited, let deadline = shutdown.deadline,
      isProgramKnown || nodeLoss != nil
    else { return .none }
    if isUnseen, isNodeLost {
      let late = now - (deadline.asked + deadline.grace)
      return .unseen(overdueBy: late > .zero ? late : nil)
    }
    let remaining = deadline.remaining(at: now)
    if let latest = deadline.latestKill, now > latest {
      return conditions[.overdue] == nil ? .past(by: now - latest) : .overdue(by: now - latest)
    }
    if let limitAt = keptLimit(at: now) {
      // Its work is done, and nothing that counts down matters: a number would jump up to SIGKILL's.
      guard phase == .draining else { return .none }
      let begin = shutdown.signalAt ?? deadline.begin
      return .running(
        Countdown.Running(
          remaining: max(limitAt - now, .zero), total: max(limitAt - begin, .zero),
          limit: .ownLimit,
          isAssumed: deadline.isAssumed))
    }
    let isHandedOver = deadline.handover.map { now >= $0 } ?? false
    let shown = max(deadline.earliestKill + (isHandedOver ? Deadline.floor : .zero), now)
    return .running(
      Countdown.Running(
        remaining: max(remaining, .zero), total: deadline.earliestKill - deadline.begin,
        mayBeLaterBy: deadline.latestKill.map { max($0 - shown, .zero) },
        isAssumed: deadline.isAssumed))
  }

  /// When the process gives up by its own limit, if it does before SIGKILL and has not drained; nil again once
  /// it has not kept it.
  package func earlierLimit(at now: Instant) -> Instant? {
    phase == .draining ? keptLimit(at: now) : nil
  }

  /// The same, also of a process that has drained and has until then to exit.
  private func keptLimit(at now: Instant) -> Instant? {
    guard phase == .draining || phase == .drained, let limitAt = measured.ownLimitAt,
      let deadline = shutdown?.deadline, limitAt < deadline.earliestKill,
      now < limitAt + Pod.limitIsKeptWithin
    else { return nil }
    return limitAt
  }

  /// A process that counts this long past its limit has none.
  static let limitIsKeptWithin = TimeSpan.seconds(2)

  /// Nothing has shown yet that the kubelet acts on the deletion.
  ///
  /// A kubelet before 1.33 reports no observed generation; it is taken to have seen it.
  var isUnseen: Bool {
    guard shutdown?.origin == .deletion else { return false }
    return shutdown?.kubeletSawAt == nil || nodeLoss != nil
  }

  /// Its node does not report any more, and its kubelet may know nothing of a deletion.
  ///
  /// Source: `pkg/controller/nodelifecycle`: it sets condition Ready to False without a reason, the taint
  /// manager deletes the pod; before 1.13 `status.reason` was `NodeLost`.
  var isNodeLost: Bool {
    if nodeLoss != nil || object.disruptionReason == "DeletionByTaintManager" { return true }
    return object.isReady == false && object.readyReason == nil && object.phase == .running
      && events.contains { $0.reason == "NodeNotReady" || $0.reason == "TaintManagerEviction" }
  }
}
