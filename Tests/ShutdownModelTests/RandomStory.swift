import PodStatus
import ShutdownModel
import Time

@testable import KubernetesObjects
@testable import LogText

/// Random events: five pods that live as pods do, and a share of nonsense no cluster would send.
struct RandomStory {
  private var random: SeededGenerator
  private var objects: [PodObject] = []
  private var seconds = 0.0
  private(set) var events: [Event] = []

  static let deployment = WorkloadID(kind: .deployment, namespace: Story.namespace, name: "web")

  /// - Parameter isTimed: the cluster's clock is read again and again, not only at the start.
  static func events(seed: Int, isTimed: Bool = true, count: Int = 200) -> [Event] {
    var story = RandomStory(random: SeededGenerator(seed: seed))
    let skew = story.random.pick([0, 0, -3600, 3600, 0.4])
    for index in 0..<5 { story.objects.append(story.newPod("web-\(index)")) }
    story.readClock(skew)
    for object in story.objects { story.say(.pod(object)) }
    for kind in ResourceKind.allCases where kind != .pods {
      story.say(.listed(kind, uids: ["web"]))
    }
    story.say(.listed(.pods, uids: Set(story.objects.map(\.uid))))
    for _ in 0..<count {
      story.seconds += story.random.pick([0, 0.01, 0.1, 0.3, 0.5, 1, 3])
      if story.random.percent(1) { story.seconds += 40 }
      if isTimed, story.random.percent(5) { story.readClock(skew) } else { story.step() }
    }
    return story.events
  }

  /// What a run that is going to end may look for.
  static func goal(seed: Int) -> Goal {
    var random = SeededGenerator(seed: seed &+ 1_000_003)
    return Goal(
      until: random.pick([nil, .available, .drained, .drained, .gone]),
      duration: random.percent(15) ? .seconds(120) : nil,
      timeout: random.percent(30) ? .seconds(90) : nil,
      isStrict: random.percent(20),
      hasCommand: random.percent(60))
  }

  private init(random: SeededGenerator) { self.random = random }

  private mutating func say(_ observation: Observation) {
    events.append(Event(time: .at(seconds), observation))
  }

  private mutating func readClock(_ skew: Double) {
    let latency = random.pick([0, 0.02, 0.7])
    say(
      .serverDate(
        ServerDate(
          date: .at((seconds + skew).rounded(.down)), sent: .at(seconds - latency),
          received: .at(seconds))))
  }

  /// Now on the cluster's clock, as well as the objects' times need it.
  private var clusterSeconds: Double {
    guard case .serverDate(let first) = events.first?.observation else { return seconds }
    return seconds + ((first.date - first.received).seconds).rounded(.up)
  }

  private mutating func newPod(_ name: String) -> PodObject {
    var containers = [
      ContainerObject.running(
        "web", preStop: random.pick([nil, nil, .sleep(seconds: 4), .exec(), .httpGet]))
    ]
    if random.percent(30) { containers.append(.running("worker")) }
    if random.percent(30) { containers.insert(.running("mesh", .sidecar), at: 0) }
    var object = PodObject.ready(name, containers)
    object.uid = "\(name)-\(events.count)"
    if random.percent(10) { object.observedGeneration = nil }
    return object
  }

  private mutating func step() {
    let index = Int.random(in: objects.indices, using: &random)
    let uid = objects[index].uid
    let reference = PodReference.uid(uid)
    let container = random.pick(["web", "worker", "mesh"])
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<10: delete(index)
    case 10..<15:
      objects[index].observedGeneration = objects[index].generation
      say(.pod(objects[index]))
    case 15..<25: end(index)
    case 25..<30: remove(index)
    case 30..<50:
      say(
        .status(StatusObservation(pod: reference, endpoint: "", container: "web", answer: answer()))
      )
    case 50..<70:
      say(
        .log(
          LogLine(
            pod: reference, container: container,
            time: random.percent(70) ? .at(clusterSeconds + random.pick([-8, -1, 0, 5])) : nil,
            text: "a line", sign: random.percent(50) ? random.pick(LogSign.allCases) : nil,
            inFlight: random.percent(40) ? random.pick([0, 1, 4]) : nil)))
    case 70..<74: say(.logBegan(pod: reference, container: container))
    case 74..<78: say(.logEnded(pod: reference, container: container))
    case 78..<83:
      say(
        .event(
          EventObject(
            uid: "event-\(events.count)", involvedUID: uid,
            reason: random.pick(["Killing", "FailedPreStopHook", "Unhealthy"]),
            message: random.pick(["Stopping container web", "something else"]))))
    case 83..<87:
      objects[index].isReady = random.pick([true, false, nil])
      say(.pod(objects[index]))
    case 87..<92: workload()
    case 92..<95:
      say(
        .input(
          InputObservation(.watch(.pods), random.pick([.lost("closed"), .connected]))))
    case 95: say(.listed(.pods, uids: Set(objects.filter { _ in random.percent(90) }.map(\.uid))))
    case 96:
      say(.command(random.pick([.began(text: "make"), .ended(exitCode: random.pick([0, 0, 3]))])))
    default: nonsense(index)
    }
  }

  private mutating func delete(_ index: Int) {
    let grace = random.pick([1, 2, 8, 30, 60])
    let before = objects[index].deletionGracePeriodSeconds
    objects[index].deletionGracePeriodSeconds = grace
    objects[index].deletionTimestamp = .at(clusterSeconds.rounded(.down) + Double(grace))
    if before == nil { objects[index].generation = 2 }
    if random.percent(50) { objects[index].observedGeneration = objects[index].generation }
    say(.pod(objects[index]))
  }

  private mutating func end(_ index: Int) {
    let all = random.percent(70)
    for position in objects[index].containers.indices where all || random.percent(50) {
      guard case .running(let startedAt) = objects[index].containers[position].state else {
        continue
      }
      objects[index].containers[position].end(
        random.pick([0, 0, 1, 137, 139, 143]), at: clusterSeconds.rounded(.down),
        reason: random.percent(10) ? random.pick(["OOMKilled", "ContainerStatusUnknown"]) : nil,
        startedAt: startedAt)
    }
    if all {
      objects[index].phase = random.pick([.succeeded, .failed])
      objects[index].reason = random.percent(20) ? "Evicted" : nil
    }
    say(.pod(objects[index]))
  }

  private mutating func remove(_ index: Int) {
    if random.percent(60), objects[index].phase.isTerminal {
      objects[index].deletionGracePeriodSeconds = 0
      objects[index].deletionTimestamp = .at(clusterSeconds.rounded(.down))
      say(.pod(objects[index]))
    }
    say(.podDeleted(objects[index]))
    // The name may be used again, the UID never.
    objects[index] = newPod(objects[index].name)
    if random.percent(90) { say(.pod(objects[index])) }
  }

  private mutating func answer() -> StatusObservation.Answer {
    guard random.percent(70) else {
      return random.pick([
        .refused, .refused, .timedOut, .malformed(reason: "no phase"), .notFound, .forbidden,
        .failed("500"),
      ])
    }
    let phase = random.pick([
      ShutdownStatus.Phase.running, .draining, .draining, .drained, .timedOut,
    ])
    return .report(
      ShutdownStatus(
        phase: phase, inFlight: random.pick([0, 1, 2, 7, 900]),
        drainElapsedSeconds: phase == .running ? 0 : random.pick([0, 0.4, 3, 50]),
        drainTimeoutSeconds: random.pick([nil, 5, 100]),
        signal: random.pick([nil, "SIGTERM", "http"])))
  }

  private mutating func workload() {
    let generation = Int.random(in: 1...3, using: &random)
    say(
      .workload(
        WorkloadObject(
          id: RandomStory.deployment, uid: "web", generation: generation,
          observedGeneration: generation - (random.percent(20) ? 1 : 0), desiredReplicas: 5,
          replicas: random.pick([5, 6]), updatedReplicas: random.pick([4, 5]),
          readyReplicas: 5, availableReplicas: 5)))
  }

  /// Times and orders no cluster would send: a total function takes them too.
  private mutating func nonsense(_ index: Int) {
    var object = objects[index]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: object.deletionTimestamp = .at(random.pick([-1e9, 1e9, 0]))
    case 1: object.deletionGracePeriodSeconds = random.pick([-5, 0, Int.max, Int.min])
    case 2: object.containers = []
    case 3: object.deletionTimestamp = nil
    case 4:
      object.generation = random.pick([nil, -1, 7])
      object.observedGeneration = random.pick([nil, -1, 7])
    default:
      object.containers[0].state = random.pick([
        .absent, .waiting(reason: nil), .running(startedAt: nil),
        .terminated(ContainerObject.Termination(exitCode: .min)),
      ])
    }
    say(.pod(object))
  }
}
