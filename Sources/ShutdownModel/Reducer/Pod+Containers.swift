import KubernetesObjects
import LogText
import PodStatus
import Time

/// What is known of the containers of a pod that ends, each for itself.
extension Pod {
  /// Decides anew which containers' ends count, by the newest version of the object: the API runs behind.
  mutating func reviseParticipants() {
    guard var shutdown, shutdown.origin == .deletion || shutdown.isOfKubelet else { return }
    shutdown.noteRunning(object)
    shutdown.participants = object.participants(
      notBefore: shutdown.asked, seenRunning: shutdown.seenRunning, wasKnown: shutdown.wasKnown)
    self.shutdown = shutdown
  }

  /// Another run of the endpoint's container has begun: what the one before had in flight is not its own.
  mutating func noteRun() {
    guard let name = endpointContainer,
      let container = object.containers.first(where: { $0.name == name }),
      let began = container.lastTermination?.finishedBy
    else { return }
    guard measured.runBeganAt.map({ $0 < began }) ?? true else { return }
    measured.runBeganAt = began
    forecast = nil
    measured.forecastWatch = ForecastWatch()
  }

  /// The container that the status endpoint speaks for.
  var endpointContainer: String? { status.container ?? shutdown?.participants.first }

  /// The containers that count and of which nothing says that they are done or have ended.
  var openContainers: [String] {
    (shutdown?.participants ?? []).filter { name in
      if object.containers.first(where: { $0.name == name })?.termination != nil { return false }
      if name == endpointContainer, status.report?.phase == .drained { return false }
      return !logs.contains { track in
        track.container == name
          && (track.endedAt != nil || track.drainedAt(notBefore: signsCountFrom) != nil)
      }
    }
  }

  /// The container with the status endpoint has nothing left, or has ended: no word of a log alone says so.
  var isEndpointDone: Bool {
    if status.report?.phase == .drained || workSample.map({ $0.inFlight == 0 }) ?? false {
      return true
    }
    guard let name = endpointContainer else { return false }
    return object.containers.contains { $0.name == name && $0.termination != nil }
      || isStreamOver(of: name)
  }

  /// The log of a container was followed to its end.
  private func isStreamOver(of container: String) -> Bool {
    logs.contains { $0.container == container && $0.endedAt != nil }
  }

  /// The same by its own word, too: enough to raise what concerns the other containers.
  var isEndpointSaidDone: Bool {
    isEndpointDone || endpointContainer.map { !openContainers.contains($0) } ?? false
  }

  /// Containers beside the endpoint's of whose work nobody knows, and which go on.
  public var unmeasuredContainers: [String] {
    guard status.report != nil || workSample != nil else { return [] }
    return openContainers.filter { name in
      name != endpointContainer
        && !logs.contains {
          $0.container == name && ($0.latest[.draining] ?? $0.latest[.waiting]) != nil
        }
    }
  }

  /// Its log's stream has ended, or its endpoint has closed: it has ended, though the API does not show it.
  var isSaidToHaveEnded: Bool {
    guard let shutdown, !shutdown.participants.isEmpty else { return false }
    return shutdown.participants.allSatisfy { name in
      if name == endpointContainer, status.silentSince != nil, status.answer == .refused {
        return true
      }
      return isStreamOver(of: name)
    }
  }

  /// SIGKILL must have come, and the API shows no end.
  ///
  /// Read for every line: a call that is not inlined would copy the whole pod.
  @inline(__always) func isPastLatestKill(at now: Instant) -> Bool {
    guard phase < .exited, let deadline = shutdown?.deadline, !deadline.isAssumed else {
      return false
    }
    return deadline.latestKill.map { now > $0 } ?? false
  }

  /// Native sidecars are stopped one after the other behind the main containers, each with the floor.
  ///
  /// Source: KEP 753; `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.
  var sidecarFloors: TimeSpan {
    let count = object.containers.count { $0.kind == .sidecar }
    return .seconds(Deadline.floor.seconds * Double(count))
  }
}

extension Shutdown {
  /// Remembers which containers a version of the object shows as running.
  mutating func noteRunning(_ object: PodObject) {
    for container in object.containers
    where container.isRunning && !seenRunning.contains(container.name) {
      seenRunning.append(container.name)
    }
  }

  /// The kubelet itself ended the pod.
  var isOfKubelet: Bool {
    if case .kubelet = origin { true } else { false }
  }
}

extension PodObject {
  /// The containers whose end counts: those that ran when the deletion was asked or ended after it.
  ///
  /// A container that never started or had ended before takes no part, nor does a native sidecar or an
  /// ephemeral container.
  ///
  /// - Parameters:
  ///   - asked: when the deletion was asked, in whole seconds; nil when nobody saw it.
  ///   - seenRunning: those that were seen to run since, or in the version before.
  ///   - wasKnown: the pod was seen before its deletion was.
  func participants(
    notBefore asked: Instant?, seenRunning: [String], wasKnown: Bool
  ) -> [String] {
    containers.filter { container in
      guard !container.onlyHoldsPod else { return false }
      let wasSeen = seenRunning.contains(container.name)
      switch container.state {
      case .running: return true
      case .waiting, .absent: return container.hasRun(endedAfter: asked)
      case .terminated(let end):
        if container.hasRun(endedAfter: asked) { return true }
        if let asked, let finishedAt = end.finishedAt {
          return (end.startedAt != nil || wasSeen) && finishedAt >= asked
        }
        if wasSeen || wasKnown { return wasSeen }
        // A status without times does not tell that it never ran.
        return container.kind != .`init`
          && (end.startedAt != nil
            || end.finishedAt == nil && end.reason != "ContainerStatusUnknown")
      }
    }.map(\.name)
  }
}

extension ContainerObject {
  /// The run before the present one ended after the deletion was asked.
  func hasRun(endedAfter asked: Instant?) -> Bool {
    guard let asked, let finishedAt = lastTermination?.finishedAt else { return false }
    return finishedAt >= asked && lastTermination?.startedAt != nil
  }
}
