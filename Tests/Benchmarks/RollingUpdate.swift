import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel
import Time

/// A rolling update without end: so many pods, each polled twice a second and writing to its log;
/// every second and a half one is deleted, drains for eight seconds, ends, and is replaced.
struct RollingUpdate {
  static let deployment = WorkloadID(kind: .deployment, namespace: "shop", name: "web")
  static let start = Instant(seconds: 1_795_600_800)

  private(set) var events: [Event] = []
  private var now = RollingUpdate.start
  private var living: [PodObject] = []
  private var leaving: [(object: PodObject, asked: Instant)] = []
  private var born = 0
  private var nextDeletion = RollingUpdate.start + .seconds(2)

  /// - Parameters:
  ///   - pods: how many run at a time.
  ///   - count: how many events at least; nil sets no bound.
  ///   - hours: how long at least; nil sets no bound.
  init(pods: Int, count: Int? = nil, hours: Double? = nil) {
    events.reserveCapacity((count ?? 0) + 2 * pods)
    say(.serverDate(ServerDate(date: now, sent: now, received: now)))
    say(.workload(workload(updated: 0)))
    for _ in 0..<pods { begin() }
    for kind in [ResourceKind.deployments, .replicaSets] { say(.listed(kind, uids: ["web"])) }
    say(.listed(.pods, uids: Set(living.map(\.uid))))
    let gap = TimeSpan(nanoseconds: 500_000_000 / Int64(pods) / 3)
    var turn = 0
    let end = hours.map { now + .seconds($0 * 3600) }
    while count.map({ events.count < $0 }) ?? end.map({ now < $0 }) ?? false {
      turn += 1
      for object in living {
        now = now + gap
        say(.status(status(of: object, .running, 3 + turn % 5, elapsed: 0)))
        now = now + gap
        say(.log(line(of: object, "GET /cart 200 in \(turn % 90) ms")))
      }
      for (object, asked) in leaving {
        let elapsed = (now - asked).seconds
        let left = max(9 - Int(elapsed), 0)
        say(.status(status(of: object, left == 0 ? .drained : .draining, left, elapsed: elapsed)))
        say(.log(line(of: object, "draining, \(left) requests in flight", .waiting, left)))
      }
      say(.tick)
      roll(turn)
    }
  }

  private mutating func say(_ observation: Observation) {
    events.append(Event(time: now, observation))
  }

  private mutating func begin() {
    born += 1
    var object = PodObject(
      uid: "6c1f2d1e-58a4-4f0c-9a51-\(100_000_000_000 + born)", namespace: "shop",
      name: "web-7d9c5b8f6d-\(born)", createdAt: now,
      owner: OwnerReference(kind: "ReplicaSet", name: "web-7d9c5b8f6d", uid: "rs"),
      revisionHash: "7d9c5b8f6d", labels: ["app": "web", "tier": "front"], generation: 1,
      observedGeneration: 1, terminationGracePeriodSeconds: 30, nodeName: "node-\(born % 3)",
      phase: .pending, containers: [ContainerObject(name: "web", state: .absent)])
    say(.pod(object))
    object.phase = .running
    object.containers[0].state = .running(startedAt: now)
    say(.pod(object))
    object.isReady = true
    say(.pod(object))
    living.append(object)
  }

  private mutating func roll(_ turn: Int) {
    if now >= nextDeletion, !living.isEmpty {
      nextDeletion = now + .seconds(1.5)
      var object = living.removeFirst()
      object.deletionTimestamp = now + .seconds(30)
      object.deletionGracePeriodSeconds = 30
      object.generation = 2
      say(.pod(object))
      object.observedGeneration = 2
      say(.pod(object))
      leaving.append((object, now))
      begin()
      say(.workload(workload(updated: turn % 40)))
    }
    while let (first, asked) = leaving.first, now > asked + .seconds(8) {
      leaving.removeFirst()
      var object = first
      object.phase = .succeeded
      object.isReady = false
      object.containers[0].state = .terminated(
        ContainerObject.Termination(
          exitCode: 0, reason: "Completed", startedAt: object.createdAt, finishedAt: now))
      say(.pod(object))
      object.deletionGracePeriodSeconds = 0
      object.deletionTimestamp = now
      say(.pod(object))
      say(.podDeleted(object))
    }
  }

  private func workload(updated: Int) -> WorkloadObject {
    WorkloadObject(
      id: RollingUpdate.deployment, uid: "web", desiredReplicas: 50, replicas: 52,
      updatedReplicas: updated, readyReplicas: 50, availableReplicas: 50)
  }

  private func status(
    of object: PodObject, _ phase: ShutdownStatus.Phase, _ inFlight: Int, elapsed: Double
  ) -> StatusObservation {
    StatusObservation(
      pod: .uid(object.uid), endpoint: "http (8080)/shutdown-status", container: "web",
      answer: .report(
        ShutdownStatus(
          phase: phase, inFlight: inFlight, drainElapsedSeconds: elapsed, drainTimeoutSeconds: 25,
          signal: phase == .running ? nil : "SIGTERM")))
  }

  private func line(
    of object: PodObject, _ text: String, _ sign: LogSign? = nil, _ inFlight: Int? = nil
  ) -> LogLine {
    LogLine(
      pod: .uid(object.uid), container: "web", time: now, text: text, sign: sign,
      inFlight: inFlight)
  }
}
