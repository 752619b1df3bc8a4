import PodStatus
import ShutdownModel

@testable import KubernetesObjects
@testable import LogText

/// A story in which a rule holds, or the nearest one in which it must not.
struct RuleStory: Sendable, CustomStringConvertible {
  var rule: String
  var name: String
  var tell: @Sendable () -> Story

  init(_ rule: String, _ name: String, _ tell: @escaping @Sendable () -> Story) {
    self.rule = rule
    self.name = name
    self.tell = tell
  }

  var description: String { "\(rule): \(name)" }
}

// MARK: - Sentences that stories of rules are told in

extension ContainerObject {
  /// The container `web` as a rule's story has it.
  static func web(
    image: String = "shop/web:1.0", start: Start? = Start(kind: .program, name: "web"),
    preStop: PreStop? = nil, stopSignal: String? = nil, ownLimit: OwnLimit? = nil,
    ports: [Port] = [Port(name: "http", number: 8080)], readiness: Int? = 2,
    since: Double = -3600
  ) -> ContainerObject {
    ContainerObject(
      name: "web", image: image, start: start, ownLimit: ownLimit, ports: ports, preStop: preStop,
      stopSignal: stopSignal, readinessTurnsAfterSeconds: readiness, isReady: true,
      state: .running(startedAt: .at(since)))
  }

  static func named(_ name: String, image: String = "shop/x:1") -> ContainerObject {
    ContainerObject(
      name: name, image: image, isReady: true, state: .running(startedAt: .at(-3600)))
  }
}

extension Story {
  /// `web-1` runs the container, asked to end at 10 with a grace of 20 s.
  static func asked(
    _ containers: [ContainerObject] = [.web()], grace: Int = 20, own: Int? = nil,
    _ change: (inout PodObject) -> Void = { _ in }
  ) -> Story {
    var story = Story.ofRunningPod(containers) {
      $0.terminationGracePeriodSeconds = own ?? grace
      change(&$0)
    }
    story.delete(10, grace: grace)
    return story
  }

  /// Answers of the endpoint, one every half second.
  mutating func polls(
    _ range: ClosedRange<Double>, _ phase: ShutdownStatus.Phase, from: Double = 10,
    limit: Double? = nil, streams: Int? = nil, oldest: [Double] = [],
    _ count: (Double) -> (inFlight: Int, completed: Int?)
  ) {
    for time in stride(from: range.lowerBound, through: range.upperBound, by: 0.5) {
      let (inFlight, completed) = count(time)
      answer(
        time,
        .report(
          ShutdownStatus(
            phase: phase, inFlight: inFlight,
            drainElapsedSeconds: phase == .running ? 0 : max(time - from, 0),
            drainTimeoutSeconds: limit, signal: phase == .running ? nil : "SIGTERM",
            oldestSeconds: oldest, streams: streams, completed: completed)))
    }
  }

  /// A line of the log in its own words.
  mutating func says(_ seconds: Double, _ text: String, _ sign: LogSign? = nil) {
    feed(
      seconds, .log(LogLine(pod: .uid("web-1"), container: "web", text: text, sign: sign)))
  }

  /// The pod's place in its Service.
  mutating func slice(_ seconds: Double, ready: Bool, serving: Bool = true) {
    feed(
      seconds,
      .endpointSlice(
        EndpointSliceObject(
          uid: "slice", name: "web",
          endpoints: [
            .init(podUID: "web-1", isReady: ready, isServing: serving, isTerminating: !ready)
          ])))
  }

  /// The workload as it was seen.
  mutating func workload(
    _ seconds: Double, replicas: Int = 4, updated: Int = 4, available: Int = 4,
    strategy: WorkloadObject.Strategy = .rollingUpdate(
      maxSurge: "1", maxUnavailable: "0", partition: nil),
    progressing: WorkloadObject.Progressing? = nil, deadline: Int? = nil
  ) {
    feed(
      seconds,
      .workload(
        WorkloadObject(
          id: WorkloadID(kind: .deployment, namespace: Story.namespace, name: "web"), uid: "web",
          desiredReplicas: replicas, replicas: replicas, updatedReplicas: updated,
          readyReplicas: available, availableReplicas: available, strategy: strategy,
          progressDeadlineSeconds: deadline, progressing: progressing)))
  }

  /// The rules that were told and not taken back, with the levels they have at the end.
  func diagnoses(_ uid: String = "web-1") -> [String: Alert.Level] {
    var found: [String: Alert.Level] = [:]
    for diagnosis in pod(uid).diagnoses { found[diagnosis.rule] = diagnosis.level }
    for diagnosis in state.workloads.flatMap(\.diagnoses) {
      found[diagnosis.rule] = diagnosis.level
    }
    return found
  }

  /// Every diagnosis that holds at the end.
  var allDiagnoses: [Diagnosis] {
    state.pods.flatMap(\.diagnoses) + state.workloads.flatMap(\.diagnoses)
  }
}
