import ContainerCommands
import PodStatus
import Settings
import ShutdownDiagnosis
import ShutdownModel
import Time

@testable import KubernetesObjects
@testable import LogText

/// A shutdown told in seconds after ``Story/start``, fed to the reducer sentence by sentence.
///
/// What is not said otherwise is about the pod `web-1` with the container `web`.
struct Story {
  var state: State
  var outputs: [Output] = []
  /// Every event that was fed, in order.
  var events: [Event] = []
  /// The newest version of each object, by UID.
  var objects: [String: PodObject] = [:]
  /// Cluster minus local clock, in seconds; ``clock(_:)`` tells it to the reducer.
  var skew = 0.0

  static let start = Instant(seconds: 1_795_600_800)
  static let namespace = "shop"
  static let servers = try! LoadedSettings(flags: [:], environment: [:]).servers()

  init(scope: Scope = .namespace(Story.namespace), goal: Goal = Goal()) {
    state = State(scope: scope, diagnosing: DiagnosisRules(), goal: goal, servers: Self.servers)
  }

  /// The usual story: `web-1` runs and is ready at 0.
  static func ofRunningPod(
    _ containers: [ContainerObject] = [.running("web")],
    _ change: (inout PodObject) -> Void = { _ in }
  ) -> Story {
    var story = Story()
    story.pod(0, .ready("web-1", containers), change)
    return story
  }

  mutating func feed(_ seconds: Double, _ observation: Observation) {
    let event = Event(time: .at(seconds - skew), observation)
    events.append(event)
    outputs += state.apply(event)
  }

  mutating func tick(_ seconds: Double) { feed(seconds, .tick) }

  /// The API server answers with its `Date`, cut to whole seconds.
  mutating func clock(_ seconds: Double, ahead skew: Double? = nil) {
    if let skew { self.skew = skew }
    let local = Instant.at(seconds - self.skew)
    feed(
      seconds,
      .serverDate(
        ServerDate(date: .at(seconds.rounded(.down)), sent: local, received: local)))
  }
}

// MARK: - The pod's object

extension Story {
  /// A pod is seen for the first time.
  mutating func pod(
    _ seconds: Double, _ object: PodObject, _ change: (inout PodObject) -> Void = { _ in }
  ) {
    var object = object
    change(&object)
    objects[object.uid] = object
    feed(seconds, .pod(object))
  }

  /// MODIFIED.
  mutating func modify(
    _ seconds: Double, _ uid: String = "web-1", _ change: (inout PodObject) -> Void = { _ in }
  ) {
    guard var object = objects[uid] else { return }
    change(&object)
    objects[uid] = object
    feed(seconds, .pod(object))
  }

  /// Somebody deletes the pod; the kubelet sees it after 20 ms unless `seen` says otherwise.
  mutating func delete(
    _ seconds: Double, grace: Int = 30, uid: String = "web-1", seen: Bool = true
  ) {
    modify(seconds, uid) {
      $0.deletionTimestamp = .at(seconds.rounded(.down) + Double(grace))
      $0.deletionGracePeriodSeconds = grace
      $0.generation = ($0.generation ?? 1) + 1
    }
    if seen { kubeletSees(seconds + 0.02, uid) }
  }

  mutating func kubeletSees(_ seconds: Double, _ uid: String = "web-1") {
    modify(seconds, uid) { $0.observedGeneration = $0.generation }
  }

  /// The object shows that containers have ended, by name; all the others that ran ended with 0.
  mutating func exit(
    _ seconds: Double, _ codes: [String: Int] = [:], reason: String? = nil,
    finished: Double? = nil, finishedOf: [String: Double] = [:], uid: String = "web-1"
  ) {
    modify(seconds, uid) { object in
      for index in object.containers.indices {
        let container = object.containers[index]
        guard case .running(let startedAt) = container.state else { continue }
        let code = codes[container.name] ?? 0
        let end = finishedOf[container.name] ?? finished ?? seconds
        object.containers[index].end(
          code, at: end.rounded(.down), reason: reason, startedAt: startedAt)
      }
      let worst = object.containers.contains { $0.termination.map { $0.exitCode != 0 } ?? false }
      object.phase = worst ? .failed : .succeeded
      object.isReady = false
      object.readyReason = worst ? "PodFailed" : "PodCompleted"
    }
  }

  /// The kubelet's own delete: grace 0, deletionTimestamp now.
  mutating func finalDelete(_ seconds: Double, _ uid: String = "web-1") {
    modify(seconds, uid) {
      $0.deletionTimestamp = .at(seconds.rounded(.down))
      $0.deletionGracePeriodSeconds = 0
    }
  }

  /// DELETED, with the last stored object.
  mutating func gone(_ seconds: Double, _ uid: String = "web-1") {
    guard let object = objects[uid] else { return }
    feed(seconds, .podDeleted(object))
  }

  /// The usual end: the containers' end, the final delete, DELETED.
  mutating func end(
    _ seconds: Double, _ codes: [String: Int] = [:], finished: Double? = nil,
    uid: String = "web-1"
  ) {
    exit(seconds, codes, finished: finished, uid: uid)
    finalDelete(seconds + 0.5, uid)
    gone(seconds + 0.6, uid)
  }
}

// MARK: - What else is seen

extension Story {
  /// The status endpoint answers.
  mutating func status(
    _ seconds: Double, _ phase: ShutdownStatus.Phase, _ inFlight: Int, elapsed: Double = 0,
    limit: Double? = nil, signal: String? = nil, uid: String = "web-1", container: String? = "web"
  ) {
    answer(
      seconds,
      .report(
        ShutdownStatus(
          phase: phase, inFlight: inFlight, drainElapsedSeconds: elapsed,
          drainTimeoutSeconds: limit, signal: signal)),
      uid: uid, container: container)
  }

  mutating func answer(
    _ seconds: Double, _ answer: StatusObservation.Answer, uid: String = "web-1",
    container: String? = "web"
  ) {
    feed(
      seconds,
      .status(
        StatusObservation(
          pod: .uid(uid), endpoint: "http (8080)/shutdown-status", container: container,
          answer: answer)))
  }

  /// A log line of a container that was recognised.
  mutating func log(
    _ seconds: Double, _ sign: LogSign?, _ inFlight: Int? = nil, written: Double? = nil,
    uid: String = "web-1", container: String? = "web"
  ) {
    feed(
      seconds,
      .log(
        LogLine(
          pod: .uid(uid), container: container, time: written.map { .at($0) },
          text: sign?.rawValue ?? "a line", sign: sign, inFlight: inFlight)))
  }

  mutating func logBegins(_ seconds: Double, uid: String = "web-1", container: String = "web") {
    feed(seconds, .logBegan(pod: .uid(uid), container: container))
  }

  mutating func logEnds(_ seconds: Double, uid: String = "web-1", container: String = "web") {
    feed(seconds, .logEnded(pod: .uid(uid), container: container))
  }

  mutating func event(
    _ seconds: Double, _ reason: String, _ message: String = "", uid: String = "web-1",
    container: String? = "web", at time: Double? = nil
  ) {
    feed(
      seconds,
      .event(
        EventObject(
          uid: "event-\(events.count)", involvedUID: uid, container: container,
          isWarning: reason != "Killing", reason: reason, message: message,
          time: time.map { .at($0) })))
  }

  mutating func killing(_ seconds: Double, uid: String = "web-1", container: String = "web") {
    event(seconds, "Killing", "Stopping container \(container)", uid: uid, container: container)
  }

  mutating func input(_ seconds: Double, _ input: InputID, _ change: InputObservation.Change) {
    feed(seconds, .input(InputObservation(input, change)))
  }

  mutating func listed(_ seconds: Double, _ kind: ResourceKind, _ uids: Set<String>) {
    feed(seconds, .listed(kind, uids: uids))
  }
}

extension PodObject {
  /// A pod of the ReplicaSet `web-abc` that is ready since long ago; its UID is its name.
  static func ready(_ name: String, _ containers: [ContainerObject] = [.running("web")])
    -> PodObject
  {
    PodObject(
      uid: name, namespace: Story.namespace, name: name, createdAt: .at(-3600),
      owner: OwnerReference(kind: "ReplicaSet", name: "web-abc", uid: "rs-abc"),
      revisionHash: "abc", generation: 1, observedGeneration: 1,
      terminationGracePeriodSeconds: 30, nodeName: "node-1", phase: .running, isReady: true,
      containers: containers)
  }
}

extension ContainerObject {
  static func running(
    _ name: String, _ kind: Kind = .main, preStop: PreStop? = nil, since: Double = -3600
  ) -> ContainerObject {
    ContainerObject(
      name: name, kind: kind, preStop: preStop, isReady: true,
      state: .running(startedAt: .at(since)))
  }

  static func waiting(_ name: String, _ reason: String, crashed: Termination? = nil)
    -> ContainerObject
  {
    ContainerObject(name: name, state: .waiting(reason: reason), lastTermination: crashed)
  }

  mutating func end(_ code: Int, at seconds: Double, reason: String?, startedAt: Instant?) {
    isReady = false
    state = .terminated(
      Termination(
        exitCode: code, reason: reason ?? (code == 0 ? "Completed" : "Error"),
        startedAt: startedAt, finishedAt: .at(seconds)))
  }
}
