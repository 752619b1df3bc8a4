package import ContainerCommands
internal import DrainForecast
internal import HeapModule
public import KubernetesObjects
public import Time

/// Everything lastcall knows.
///
/// One value; only ``apply(_:)`` changes it.
public struct State: Sendable {
  public internal(set) var scope: Scope
  /// The kubeconfig's context, if there is one.
  public internal(set) var clusterContext: String?
  public let thresholds: Thresholds
  /// Finds what is wrong with the way pods end.
  let diagnosing: any Diagnosing
  /// What the rules know of the programs in the containers.
  package let servers: ServerTable
  /// The cluster's time of the newest event; it never runs backwards.
  public internal(set) var now = Instant(nanoseconds: 0)
  public internal(set) var clock = ServerClock()
  /// This machine's time of the newest event; it never runs backwards.
  public internal(set) var localNow = Instant(nanoseconds: .min)
  /// In the order of their identifiers.
  public internal(set) var workloads: [Workload] = []
  /// In the order they were first seen; those that have ended stay.
  public internal(set) var pods: [Pod] = []
  public internal(set) var inputs: [InputID: InputStatus] = [:]
  public internal(set) var log: LogRing
  /// Log streams followed, and not followed for want of room.
  public internal(set) var logStreams = (followed: 0, notFollowed: 0)
  /// Lines of lastcall's own, newest last; bounded.
  public internal(set) var notices: [String] = []
  public internal(set) var run: Run

  var podIndex: [String: Int] = [:]
  var podIndexByName: [String: Int] = [:]
  var timers = Heap<Timer>()
  var endpointsBySlice: [String: [EndpointSliceObject.Endpoint]] = [:]
  var slicesByPod: [String: Set<String>] = [:]
  var revisionsWithoutWorkload: [String: RevisionObject] = [:]
  /// Events about pods that have not been seen yet, oldest first; bounded.
  var eventsWithoutPod: [EventObject] = []
  /// Events about Deployments and Jobs that say why their pods end, oldest first; bounded.
  var ownerEvents: [EventObject] = []
  /// What the newest drains of each revision have taught, oldest first; bounded.
  var lessons: [String: [(uid: String, lesson: DrainLesson)]] = [:]
  /// The pods' watch, or the connection it goes through, is lost.
  var arePodsLost = false
  /// When the pods' watch last came back after a loss.
  var podsBlindUntil: Instant?
  var outputs: [Output] = []

  /// Makes the state of a run that has seen nothing yet.
  package init(
    scope: Scope, diagnosing: any Diagnosing, goal: Goal = Goal(),
    thresholds: Thresholds = Thresholds(),
    servers: ServerTable = ServerTable(), log: LogRing = LogRing()
  ) {
    self.scope = scope
    self.diagnosing = diagnosing
    self.thresholds = thresholds
    self.servers = servers
    self.log = log
    run = Run(goal: goal)
  }

  /// The pod with a UID.
  public func pod(_ uid: String) -> Pod? {
    podIndex[uid].map { pods[$0] }
  }

  /// Something counts down.
  public var isAnyShuttingDown: Bool { pods.indices.contains { pods[$0].isShuttingDown } }

  /// The workload with an identifier.
  public func workload(_ id: WorkloadID) -> Workload? {
    place(of: id).map { workloads[$0] }
  }

  /// Whether a pod is of its workload's newest revision or of one on its way out.
  public func standing(of pod: Pod) -> Workload.Standing {
    place(of: pod.workload).map { workloads[$0].standing(of: pod) } ?? .unknown
  }

  /// Where a workload stands among ``workloads``.
  ///
  /// Asked for every pod of every plan: it copies no workload.
  func place(of id: WorkloadID) -> Int? {
    let place = position(for: id)
    return place < workloads.endIndex && workloads[place].id == id ? place : nil
  }

  /// Where a workload stands or belongs among ``workloads``, by halving: they are in the order of their identifiers.
  func position(for id: WorkloadID) -> Int {
    var (first, end) = (workloads.startIndex, workloads.endIndex)
    while first < end {
      let middle = first + (end - first) / 2
      if workloads[middle].id < id { first = middle + 1 } else { end = middle }
    }
    return first
  }

  /// When something happens next by time alone, on the cluster's clock.
  public var nextDue: Instant? {
    guard let end = run.timedEnd?.at else { return timers.min?.due }
    let due = clock.clusterTime(at: end)
    return timers.min.map { min($0.due, due) } ?? due
  }
}
