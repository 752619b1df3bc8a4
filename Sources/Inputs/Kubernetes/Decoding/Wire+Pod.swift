import ContainerCommands
import HarmlessText
import KubernetesObjects
import ShutdownModel
import Time

extension Wire {
  struct Pod: Decodable {
    struct Spec: Decodable {
      var nodeName: String?
      struct ReadinessGate: Decodable { var conditionType: String? }
      var terminationGracePeriodSeconds: Int?
      var shareProcessNamespace: Bool?
      struct OperatingSystem: Decodable { var name: String? }
      var os: OperatingSystem?
      var nodeSelector: [String: String]?
      var readinessGates: [ReadinessGate]?
      var containers: [Container]
      var initContainers: [Container]?
      var ephemeralContainers: [Container]?
    }

    struct Status: Decodable {
      var phase: String?
      var reason: String?
      var message: String?
      var observedGeneration: Int?
      var conditions: [Condition]?
      var containerStatuses: [ContainerStatus]?
      var initContainerStatuses: [ContainerStatus]?
      var ephemeralContainerStatuses: [ContainerStatus]?
    }

    var metadata: ObjectMeta
    var spec: Spec
    var status: Status?
  }

  struct Container: Decodable {
    struct Port: Decodable {
      var name: String?
      var containerPort: Int
    }
    struct Lifecycle: Decodable {
      struct Handler: Decodable {
        struct Sleep: Decodable { var seconds: Int }
        struct Present: Decodable {}
        struct Exec: Decodable { var command: [String]? }
        var exec: Exec?
        var httpGet: Present?
        var sleep: Sleep?
      }
      var preStop: Handler?
      var stopSignal: String?
    }
    struct Variable: Decodable {
      var name: String
      var value: String?
    }
    struct Probe: Decodable {
      var periodSeconds: Int?
      var failureThreshold: Int?
    }
    var name: String
    var image: String?
    var command: [String]?
    var args: [String]?
    var env: [Variable]?
    var readinessProbe: Probe?
    var ports: [Port]?
    var lifecycle: Lifecycle?
    var restartPolicy: String?
  }

  struct ContainerStatus: Decodable {
    struct State: Decodable {
      struct Waiting: Decodable { var reason: String? }
      struct Running: Decodable { var startedAt: Time? }
      struct Terminated: Decodable {
        var exitCode: Int
        var reason: String?
        var startedAt: Time?
        var finishedAt: Time?
      }
      var waiting: Waiting?
      var running: Running?
      var terminated: Terminated?
    }
    var name: String
    var ready: Bool?
    var restartCount: Int?
    var state: State?
    var lastState: State?
    var stopSignal: String?
  }
}

extension Wire.Pod {
  /// The model's view of the pod.
  func object(_ servers: ServerTable) -> PodObject {
    let conditions = status?.conditions ?? []
    let ready = conditions.first { $0.type == "Ready" }
    let scheduled = conditions.first { $0.type == "PodScheduled" }
    let disruption = conditions.first { $0.type == "DisruptionTarget" && $0.isTrue }
    let labels = metadata.labels ?? [:]
    return PodObject(
      uid: metadata.uid,
      namespace: metadata.namespace ?? "default",
      name: metadata.name,
      createdAt: metadata.creationTimestamp?.instant,
      owner: metadata.controller,
      revisionHash: labels["pod-template-hash"] ?? labels["controller-revision-hash"],
      labels: labels,
      generation: metadata.generation,
      observedGeneration: status?.observedGeneration,
      deletionTimestamp: metadata.deletionTimestamp?.instant,
      deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds?.withinCentury,
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds?.withinCentury,
      nodeName: spec.nodeName,
      statusAnnotation: metadata.annotations?["lastcall.dev/status"],
      phase: (status?.phase).flatMap(PodObject.Phase.init(rawValue:)) ?? .unknown,
      reason: status?.reason?.harmless(limit: 128),
      message: status?.reason == nil ? nil : status?.message?.harmless(limit: 300),
      isReady: ready?.isTrue,
      readyReason: ready?.reason,
      disruptionReason: disruption?.reason?.harmless(limit: 128),
      disruptionMessage: disruption?.message?.harmless(limit: 300),
      unschedulableMessage: scheduled?.reason == "Unschedulable"
        ? (scheduled?.message ?? "").harmless(limit: 300) : nil,
      finalizers: (metadata.finalizers ?? []).prefix(20).map { String($0.prefix(200)) },
      readinessGates: (spec.readinessGates ?? []).compactMap(\.conditionType).prefix(20)
        .map { String($0.prefix(200)) },
      sharesProcesses: spec.shareProcessNamespace ?? false,
      isWindows: spec.os?.name == "windows"
        || spec.nodeSelector?["kubernetes.io/os"] == "windows",
      containers: containers(servers))
  }

  private func containers(_ servers: ServerTable) -> [ContainerObject] {
    let main = Dictionary(
      (status?.containerStatuses ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let initial = Dictionary(
      (status?.initContainerStatuses ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let ephemeral = Dictionary(
      (status?.ephemeralContainerStatuses ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    return spec.containers.map { $0.object(kind: .main, status: main[$0.name], servers) }
      + (spec.initContainers ?? []).map {
        $0.object(
          kind: $0.restartPolicy == "Always" ? .sidecar : .`init`, status: initial[$0.name],
          servers)
      }
      + (spec.ephemeralContainers ?? []).map {
        $0.object(kind: .ephemeral, status: ephemeral[$0.name], servers)
      }
  }
}

extension Wire.Container {
  fileprivate func object(
    kind: ContainerObject.Kind, status: Wire.ContainerStatus?, _ servers: ServerTable
  ) -> ContainerObject {
    ContainerObject(
      name: name,
      kind: kind,
      image: servers.knownName(of: ImageName(String((image ?? "").prefix(500)))),
      start: ContainerObject.Start(command: command ?? [], arguments: args ?? []),
      ownLimit: ContainerObject.OwnLimit(
        command: command ?? [], arguments: args ?? [], environment: environment, servers),
      ports: (ports ?? []).map { ContainerObject.Port(name: $0.name, number: $0.containerPort) },
      preStop: preStop(servers),
      stopSignal: status?.stopSignal ?? lifecycle?.stopSignal,
      readinessTurnsAfterSeconds: readinessProbe.map {
        (($0.periodSeconds ?? 10).withinCentury * min(max($0.failureThreshold ?? 3, 1), 1000))
          .withinCentury
      },
      isReady: status?.ready ?? false,
      restartCount: status?.restartCount ?? 0,
      state: status?.state?.runState ?? .absent,
      lastTermination: status?.lastState?.terminated?.termination)
  }

  private var environment: [String: String] {
    Dictionary(
      (env ?? []).compactMap { variable in variable.value.map { (variable.name, $0) } },
      uniquingKeysWith: { $1 })
  }

  private func preStop(_ servers: ServerTable) -> ContainerObject.PreStop? {
    guard let handler = lifecycle?.preStop else { return nil }
    if let sleep = handler.sleep { return .sleep(seconds: sleep.seconds.withinCentury) }
    if let exec = handler.exec { return .exec(.init(command: exec.command ?? [], servers)) }
    return handler.httpGet != nil ? .httpGet : nil
  }
}

extension Wire.ContainerStatus.State {
  fileprivate var runState: ContainerObject.RunState {
    if let terminated { return .terminated(terminated.termination) }
    if let running { return .running(startedAt: running.startedAt?.instant) }
    return waiting.map { .waiting(reason: $0.reason) } ?? .absent
  }
}

extension Wire.ContainerStatus.State.Terminated {
  fileprivate var termination: ContainerObject.Termination {
    ContainerObject.Termination(
      exitCode: exitCode, reason: reason, startedAt: startedAt?.instant,
      finishedAt: finishedAt?.instant)
  }
}
